"""Cremations that are booked; who is cremated and who asks lies in the case's answers, here is what a calendar needs."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import CLUSTERED, Base, new_id

_WAITS = text("permit_until IS NOT NULL")


class Cremation(Base):
    """One admission to one furnace: tentative until the permit's number is told, then confirmed, held or given back."""

    __tablename__ = "cremation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    # A form sent twice is one booking.
    once_key: Mapped[UUID] = mapped_column(unique=True)
    # The request in the inbox.
    case_id: Mapped[UUID | None] = mapped_column(unique=True)
    furnace: Mapped[str]
    # 入炉, and when the cremation is over.
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[str]
    # 区分 in the town's data, and whose price: `portal.pack.crematorium.Who`.
    sort: Mapped[str]
    who: Mapped[str]
    # The undertaker whose booking it is; a family's has none.
    firm_id: Mapped[UUID | None] = mapped_column(ForeignKey("undertaker.id"), index=True)
    # A token of whoever booked, for the number held at once; it cannot be read back.
    holder: Mapped[bytes | None]
    # The fee of the cremation itself, what 減免 would spare of it, and which 減免 is claimed.
    yen: Mapped[int]
    relieved: Mapped[int]
    relief: Mapped[str]
    channel: Mapped[str]
    # Until when the permit's number has to be told; empty where none is awaited.
    permit_until: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]
    changed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    # Given back late, or lapsed: it counts against the undertaker until staff say otherwise.
    late_at: Mapped[datetime | None]
    came_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        Index("ix_cremation_day", "starts_at"),
        # The sweep reads no others.
        Index("ix_cremation_permit", "permit_until", sqlite_where=_WAITS, postgresql_where=_WAITS),
    )


class CremationExtra(Base):
    """Something taken along: which, how it is used, and its price."""

    __tablename__ = "cremation_extra"
    __table_args__ = CLUSTERED

    cremation_id: Mapped[UUID] = mapped_column(ForeignKey("cremation.id"), primary_key=True)
    extra: Mapped[str] = mapped_column(primary_key=True)
    use: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    yen: Mapped[int]


class FurnacePause(Base):
    """A time in which staff take nobody into a furnace: it broke, or is looked after."""

    __tablename__ = "furnace_pause"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    furnace: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    # For everybody to read.
    reason: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_furnace_pause_day", "starts_at"),)
