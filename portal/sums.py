"""The ledger's sums by day and by month: what figures are read from, so that ten years of lines stay quick to ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Double, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db import CLUSTERED, Base
from portal.kinds import Kind

# What stands in `measure` where a kind measures nothing.
NOTHING = -1


class Summed:
    """A sum of lines of the ledger; `measure` tells equal waits and lengths apart, so that a median needs no raw line."""

    kind: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    division: Mapped[str] = mapped_column(primary_key=True)
    measure: Mapped[int] = mapped_column(primary_key=True)
    n: Mapped[int]
    value: Mapped[float | None] = mapped_column(Double)


class DaySum(Summed, Base):
    """One day; `lines` is how many lines were summed, by which a day is known that got more since."""

    __tablename__ = "dashboard_day"
    __table_args__ = CLUSTERED

    lines: Mapped[int]


class MonthSum(Summed, Base):
    """One month, named by its first day: what the pages read."""

    __tablename__ = "dashboard_month"
    __table_args__ = CLUSTERED


@dataclass(frozen=True)
class Month:
    """What was counted of a kind in a month under one key and by one way."""

    first: date
    kind: str
    key: str
    channel: str
    n: int
    value: float


def months(session: Session, kinds: Sequence[Kind], first: date, last: date) -> Sequence[Month]:
    """The months that begin between two days, in order."""
    split = (MonthSum.day, MonthSum.kind, MonthSum.key, MonthSum.channel)
    query = (
        select(*split, func.sum(MonthSum.n), func.sum(MonthSum.value))
        .where(MonthSum.kind.in_(kinds), MonthSum.day >= first, MonthSum.day <= last)
        .group_by(*split)
    )
    # Sorted here: each database has an order of letters of its own.
    rows = sorted(session.execute(query), key=lambda row: tuple(row[:4]))
    return [Month(*row[:4], n=int(row[4]), value=float(row[5] or 0)) for row in rows]
