"""Appointments, the people in them, and what staff changed of a day; who they are lies in the case's answers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, new_id

_HELD = text("hold_until IS NOT NULL")


class Appointment(Base):
    """One party's time: held for some minutes, then booked or waiting, and at last come, missed or given back."""

    __tablename__ = "appointment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    # A form sent twice is one appointment.
    once_key: Mapped[UUID] = mapped_column(unique=True)
    # The file of the town that tells what it is.
    bookable: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[str]
    people: Mapped[int]
    # 1, or 2 for the second dose; both stand in one case.
    dose: Mapped[int]
    # The request in the inbox, from the moment it is sent in.
    case_id: Mapped[UUID | None] = mapped_column(index=True)
    # Of a second dose: the first.
    after_id: Mapped[UUID | None] = mapped_column(index=True)
    channel: Mapped[str]
    hold_until: Mapped[datetime | None]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]
    changed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        Index("ix_appointment_day", "bookable", "starts_at"),
        # Holds are few and short; the sweep reads no other.
        Index("ix_appointment_hold", "hold_until", sqlite_where=_HELD, postgresql_where=_HELD),
    )


class Visitor(Base):
    """One person of an appointment: from when, and what for; the name is that of the same place in the case's answers."""

    __tablename__ = "appointment_visitor"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    appointment_id: Mapped[UUID]
    place: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    # The keys of what they come for, with a space between.
    matters: Mapped[str]
    came_at: Mapped[datetime | None]
    # Given back while the others of the party still come; the place stays theirs, for the names hang on it.
    gone_at: Mapped[datetime | None]
    # A token of who it is, where the same may be had once a year; it cannot be read back.
    person: Mapped[bytes | None] = mapped_column(LargeBinary(16))

    __table_args__ = (UniqueConstraint("appointment_id", "place"),)


class DayChange(Base):
    """What staff changed beside the town's files: a time closed, a session added, places made more or fewer."""

    __tablename__ = "appointment_change"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    bookable: Mapped[str]
    kind: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    # How many at a time; of a closure none.
    places: Mapped[int]
    # For everybody to read.
    reason: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]
    # When it was taken back.
    ended_at: Mapped[datetime | None]
    # Whether everybody who had a time then was told; a closure that was interrupted is carried on.
    told_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_appointment_change_day", "bookable", "starts_at"),)


class CourseDraw(Base):
    """The draw of a course: its secret from the first look on, its list when it closes, its public number, its result."""

    __tablename__ = "appointment_draw"

    bookable: Mapped[str] = mapped_column(primary_key=True)
    commitment: Mapped[str]
    # The secret behind the commitment, sealed until the draw publishes it.
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]
    list_hash: Mapped[str | None]
    # What is published, as it is downloaded.
    body: Mapped[str | None] = mapped_column(Text)
    # Two members of staff type the number, each without the other's; it holds when both typed the same.
    typed_first: Mapped[str | None]
    typed_by: Mapped[UUID | None]
    entropy: Mapped[str | None]
    entropy_by: Mapped[UUID | None]
    drawn_at: Mapped[datetime | None]
    # When everybody had their places, or was told that there were none.
    settled_at: Mapped[datetime | None]
    made_at: Mapped[datetime]


class CourseEntry(Base):
    """An appointment in a draw: its published number, and where it came in the drawn order."""

    __tablename__ = "appointment_entry"

    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointment.id"), primary_key=True)
    bookable: Mapped[str]
    who: Mapped[str]
    # A token of name and telephone: nobody applies twice; it goes when the case is erased.
    person: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    turn: Mapped[int | None]

    __table_args__ = (UniqueConstraint("bookable", "who"), UniqueConstraint("bookable", "person"))


class VisitorAnswers(Base):
    """問診票 of one person of an appointment, sealed under the key of their case."""

    __tablename__ = "appointment_answers"

    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointment.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]
    changed_at: Mapped[datetime]
