"""The room's tables: the ledger summed by day and by month, and figures that people enter because nothing here counts them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Double, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import CLUSTERED, Base, new_id

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


class Entered(Base):
    """手入力: a figure of a 年度 as somebody entered it; the newest counts and the others stay as its history."""

    __tablename__ = "dashboard_entered"
    __table_args__ = (Index("ix_dashboard_entered_kpi", "kpi", "fiscal_year", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kpi: Mapped[str]
    fiscal_year: Mapped[int]
    value: Mapped[float] = mapped_column(Double)
    by: Mapped[UUID]
    at: Mapped[datetime]
