"""What is left after a use was given back or not come to: times that open again later, and points."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, new_id


class Reopening(Base):
    """A time given back that nobody has yet: it keeps its claims until a moment that nobody could foresee."""

    __tablename__ = "slot_reopening"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    building: Mapped[str]
    unit: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reopens_at: Mapped[datetime] = mapped_column(index=True)


class Point(Base):
    """A point for not coming (無断キャンセル); whose it is is a token, and staff can take it back."""

    __tablename__ = "booking_point"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    booking_id: Mapped[UUID] = mapped_column(unique=True)
    holder: Mapped[bytes]
    building: Mapped[str]
    points: Mapped[int]
    # Until when it counts.
    until: Mapped[datetime]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]
    waived_at: Mapped[datetime | None]
    waived_by: Mapped[UUID | None]

    __table_args__ = (Index("ix_booking_point_holder", "holder", "building"),)
