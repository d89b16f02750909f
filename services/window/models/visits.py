"""Visits: somebody stands at the counter; what is typed lies sealed until it is handed over or the office closes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import CLUSTERED, Base, new_id


class Visit(Base):
    """One person at one counter, from the first question to the paper; everything about them lies under the key."""

    __tablename__ = "window_visit"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    # Whose counter it is: colleagues of the division see it, others only once they joined by its code.
    division: Mapped[str]
    staff_id: Mapped[UUID]
    event: Mapped[str]
    from_slip: Mapped[bool]
    key_id: Mapped[UUID]
    # Emptied together with its key when the visit ends; the row itself stays for the papers of the day.
    sealed: Mapped[bytes | None]
    version: Mapped[int] = mapped_column(default=1)
    join_code: Mapped[bytes | None] = mapped_column(unique=True)
    join_until: Mapped[datetime | None]
    started_at: Mapped[datetime]
    # 到達 of forms that were filled in on paper while the machines stood still.
    arrived_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    handed_at: Mapped[datetime | None]
    printed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ends_at: Mapped[datetime]
    # The cases it became, in the order of the papers.
    cases: Mapped[list[str]] = mapped_column(JSON, default=list)

    __table_args__ = (
        Index("ix_window_visit_division", "division", "started_at"),
        Index("ix_window_visit_ends", "ends_at"),
    )


class VisitSeat(Base):
    """オンライン窓口: a seat of another office that joined a visit by its code."""

    __tablename__ = "window_visit_seat"

    visit_id: Mapped[UUID] = mapped_column(
        ForeignKey("window_visit.id", ondelete="CASCADE"), primary_key=True
    )
    staff_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    joined_at: Mapped[datetime]

    __table_args__ = CLUSTERED


class Tablet(Base):
    """A screen that lies on the counter: bound to a clerk's seat for the day, it shows the visit that they put there."""

    __tablename__ = "window_tablet"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[UUID] = mapped_column(index=True)
    # Typed on the tablet once; from then on its browser is known by what it holds.
    code: Mapped[bytes | None] = mapped_column(unique=True)
    code_until: Mapped[datetime]
    holder: Mapped[bytes | None] = mapped_column(index=True)
    visit_id: Mapped[UUID | None]
    ends_at: Mapped[datetime]


class PadSignature(Base):
    """電子サイン: what was drawn on the tablet for one form, sealed under its case's key and erased with it."""

    __tablename__ = "window_signature"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    sealed: Mapped[bytes]
    signed_at: Mapped[datetime]
