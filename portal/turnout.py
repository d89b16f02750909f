"""Turnout: how many came to each rush; counting gives everybody a number of their own."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db import CLUSTERED, Base, inserting, must_write
from portal.rush import Rush, Ticket


class Turnout(Base):
    """How many joined one rush, before it opened and after; who they are is written nowhere."""

    __tablename__ = "rush_turnout"
    __table_args__ = CLUSTERED

    key: Mapped[str] = mapped_column(primary_key=True)
    early: Mapped[int]
    late: Mapped[int]


def join(session: Session, rush: Rush, now: datetime) -> Ticket:
    """One more; the row that counts gives everybody a number of their own."""
    must_write(session)
    early = now < rush.opens_at
    first = {"key": rush.key, "early": int(early), "late": int(not early)}
    column = Turnout.early if early else Turnout.late
    counted = inserting(session, Turnout).values(first)
    counted = counted.on_conflict_do_update(index_elements=["key"], set_={column.key: column + 1})
    return Ticket(early, session.execute(counted.returning(column)).scalar_one() - 1)


def early_ones(session: Session, rush: Rush) -> int:
    """How many were there before the opening."""
    return session.scalar(select(Turnout.early).where(Turnout.key == rush.key)) or 0
