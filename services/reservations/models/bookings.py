"""Bookings and what stands in their way; who booked lies in the case's answers, here is only what a calendar needs."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, new_id

_HELD = text("hold_until IS NOT NULL")


class Booking(Base):
    """One use of one unit: held for some minutes, then asked for or confirmed, used or given back."""

    __tablename__ = "booking"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    # A form sent twice is one booking.
    once_key: Mapped[UUID] = mapped_column(unique=True)
    building: Mapped[str]
    unit: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[str]
    # How it came about: `rules.states.Kind`.
    kind: Mapped[str]
    # The request in the inbox, from the moment it is sent in; a hold has none yet, a staff booking may have none.
    case_id: Mapped[UUID | None] = mapped_column(unique=True)
    series_id: Mapped[UUID | None] = mapped_column(index=True)
    group_id: Mapped[UUID | None] = mapped_column(index=True)
    # A token of whoever holds it, for quotas, points and lists; it cannot be read back.
    holder: Mapped[bytes | None] = mapped_column(index=True)
    # Whose price and whose first day: `portal.pack.buildings.Who`.
    who: Mapped[str] = mapped_column(default="resident", server_default="resident")
    purpose: Mapped[str]
    people: Mapped[int]
    # The price as it was on the day of booking, and its parts as JSON.
    yen: Mapped[int]
    price: Mapped[str]
    channel: Mapped[str]
    hold_until: Mapped[datetime | None]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]
    changed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    came_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        Index("ix_booking_building_day", "building", "starts_at"),
        # Holds are few and short; the sweep reads no other.
        Index("ix_booking_hold", "hold_until", sqlite_where=_HELD, postgresql_where=_HELD),
    )


class Block(Base):
    """A time that nobody may book: closure, repair, 投票所, 避難所, the office's own use."""

    __tablename__ = "booking_block"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    building: Mapped[str]
    # Empty: the whole building.
    unit: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    kind: Mapped[str]
    # For everybody to read.
    reason: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_booking_block_building_day", "building", "starts_at"),)
