"""Times that bereaved families have booked, and the seats they claim; what was answered lies under a key of its own."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import CLUSTERED, Base, new_id


class Booking(Base):
    """One visit that is expected; after its day the key is destroyed and only the bare line stays for a while."""

    __tablename__ = "window_booking"
    __table_args__ = (Index("ix_window_booking_day", "day", "office"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    # What the code on paper and in the mail is found by; the code itself is kept nowhere in the clear.
    code: Mapped[bytes] = mapped_column(unique=True)
    event: Mapped[str]
    office: Mapped[str]
    division: Mapped[str]
    day: Mapped[date]
    starts: Mapped[str]
    state: Mapped[str]
    channel: Mapped[str]
    locale: Mapped[str]
    # 支援措置: whoever comes must not be found through this booking.
    shielded: Mapped[bool] = mapped_column(default=False)
    key_id: Mapped[UUID | None]
    sealed: Mapped[bytes | None]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]
    changed_at: Mapped[datetime]
    came_at: Mapped[datetime | None]


class SlotClaim(Base):
    """One seat at one time: its key forbids that two families are promised the same."""

    __tablename__ = "window_slot_claim"
    __table_args__ = (CLUSTERED,)

    office: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    starts: Mapped[str] = mapped_column(primary_key=True)
    seat: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[UUID] = mapped_column(ForeignKey("window_booking.id"), index=True)
