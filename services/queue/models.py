"""The room's tables: a day of an office, its bands, tickets, counters and calls; who wishes to be told lies sealed beside."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, new_id


class Day(Base):
    """One day of one office; whoever changes anything about its tickets holds this row, so that things happen in turn."""

    __tablename__ = "queue_day"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    office: Mapped[str]
    day: Mapped[date]
    # What the machine in the hall shows: whoever types it is there.
    code: Mapped[str]
    # The last turn that was given: milliseconds, but never the same twice.
    turn: Mapped[int] = mapped_column(BigInteger)
    # When no more numbers are given; empty, the town's rule counts.
    stop_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("office", "day"),)


class BandDay(Base):
    """How many numbers a band has given on a day."""

    __tablename__ = "queue_band"

    day_id: Mapped[UUID] = mapped_column(ForeignKey("queue_day.id"), primary_key=True)
    letter: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class Ticket(Base):
    """A number in somebody's hand; nothing in it says whose hand."""

    __tablename__ = "queue_ticket"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    day_id: Mapped[UUID] = mapped_column(ForeignKey("queue_day.id"))
    # What is printed on it, for good.
    letter: Mapped[str]
    number: Mapped[int]
    # Where it waits now: another band after a transfer.
    band: Mapped[str]
    # The hash of what opens its page.
    token: Mapped[bytes] = mapped_column(unique=True)
    needs: Mapped[str]
    channel: Mapped[str]
    locale: Mapped[str]
    state: Mapped[str]
    # The smallest is called first.
    turn: Mapped[int] = mapped_column(BigInteger)
    # How often it was put among the waiting; it is called once in each round.
    round: Mapped[int]
    counter: Mapped[int | None]
    made_at: Mapped[datetime]
    arrived_at: Mapped[datetime | None]
    called_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("day_id", "letter", "number"),
        Index("ix_queue_ticket_waiting", "day_id", "state", "band", "turn"),
    )


class CounterDay(Base):
    """A counter on a day: who sits at it and whom it serves; the same ticket never stands at two."""

    __tablename__ = "queue_counter"

    day_id: Mapped[UUID] = mapped_column(ForeignKey("queue_day.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    ticket_id: Mapped[UUID | None] = mapped_column(ForeignKey("queue_ticket.id"), unique=True)

    __table_args__ = (UniqueConstraint("day_id", "staff_id"),)


class Call(Base):
    """One call of a number to a counter; the database refuses a second first call in the same round."""

    __tablename__ = "queue_call"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    day_id: Mapped[UUID] = mapped_column(ForeignKey("queue_day.id"))
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("queue_ticket.id"))
    round: Mapped[int]
    # 0 is the first call, every further one a 再呼出.
    again: Mapped[int]
    counter: Mapped[int]
    at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("ticket_id", "round", "again"),
        Index("ix_queue_call_day", "day_id", "at"),
    )


class Notice(Base):
    """「あと3人です」: an address for one ticket, sealed under a key of its own and erased with it when it was used."""

    __tablename__ = "queue_notice"

    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("queue_ticket.id"), primary_key=True)
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]
    locale: Mapped[str]
