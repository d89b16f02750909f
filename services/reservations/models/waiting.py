"""Who waits for a time that is taken, in the order in which they came, until it is offered, used or over."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, new_id


class Wait(Base):
    """Somebody who waits for a time; the row and its key go when it is booked, given up, missed or over."""

    __tablename__ = "booking_wait"
    __table_args__ = (
        # Once only for each person and time.
        UniqueConstraint("holder", "building", "unit", "starts_at", "ends_at"),
        Index("ix_booking_wait_line", "building", "starts_at", "made_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    # What somebody says at the counter: a receipt number, which opens nothing by itself.
    number: Mapped[str] = mapped_column(unique=True)
    # Whose it is: see `wishes.holder`.
    holder: Mapped[bytes]
    building: Mapped[str]
    unit: Mapped[str]
    # Whether another room of the building that suits would do.
    alike: Mapped[bool]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    purpose: Mapped[str]
    people: Mapped[int]
    who: Mapped[str]
    channel: Mapped[str]
    locale: Mapped[str]
    # Name, telephone and mail.
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]
    # The hold that keeps the time for them while it is offered.
    booking_id: Mapped[UUID | None] = mapped_column(unique=True)
    offered_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]


class MovedOn(Base):
    """An offer that staff ended before its time, and why; who had it is not kept."""

    __tablename__ = "booking_moved_on"

    # The hold that kept the time.
    booking_id: Mapped[UUID] = mapped_column(primary_key=True)
    # `rules.waiting.Why`.
    reason: Mapped[str]
    moved_at: Mapped[datetime]
    moved_by: Mapped[UUID]
