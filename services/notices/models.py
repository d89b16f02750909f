"""The room's tables: a notice, the times it goes out, the lots it goes out in, and the mails it may begin with."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, new_id


class Notice(Base):
    """Something told to many: words in three languages, for whom, when and how often, and who answers for it."""

    __tablename__ = "notice"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    stage: Mapped[str]
    category: Mapped[str]
    title: Mapped[dict[str, Any]] = mapped_column(JSON)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    # A page that says more; empty for the notice's own.
    link: Mapped[str]
    audience: Mapped[dict[str, Any]] = mapped_column(JSON)
    # A disaster: goes before everything else and may use what the month keeps for it.
    urgent: Mapped[bool]
    first_at: Mapped[datetime | None]
    repeats: Mapped[str]
    until: Mapped[date | None]
    # Nobody where a signed mail of the city's own system made it.
    written_by: Mapped[UUID | None]
    written_at: Mapped[datetime]
    released_by: Mapped[UUID | None]
    released_at: Mapped[datetime | None]
    # When it was first sent to everybody: from then on it stands on the list for all.
    public_at: Mapped[datetime | None] = mapped_column(index=True)

    __table_args__ = (Index("ix_notice_stage", "stage", "written_at"),)


class Run(Base):
    """One time a notice goes out: how far its lots are stored."""

    __tablename__ = "notice_run"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notice.id"))
    place: Mapped[int]
    due_at: Mapped[datetime]
    stage: Mapped[str]
    # The languages still to come, and the last friend who is in a lot.
    languages: Mapped[list[str]] = mapped_column(JSON)
    after: Mapped[UUID | None]
    lots: Mapped[int]
    people: Mapped[int]
    begun_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("notice_id", "place"),)


class Lot(Base):
    """At most five hundred who are told at once, and what became of it."""

    __tablename__ = "notice_lot"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("notice_run.id"), primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True)
    people: Mapped[int]
    # How many it went to, and how many had blocked the account by then; empty until it is known.
    sent: Mapped[int | None]
    blocked: Mapped[int | None]
    error: Mapped[str]
    done_at: Mapped[datetime | None]


class AlertMail(Base):
    """A mail that was dropped into the folder of 防災メール: what was decided of it and why; its words are the notice's or nowhere."""

    __tablename__ = "alert_mail"

    # Of what was signed, or of the whole file: the same mail dropped twice is one.
    digest: Mapped[bytes] = mapped_column(primary_key=True)
    got_at: Mapped[datetime] = mapped_column(index=True)
    verdict: Mapped[str]
    # Only what a listed sender is called; of a stranger the domain is enough to look for the cause.
    sender: Mapped[str]
    file: Mapped[str]
    notice_id: Mapped[UUID | None] = mapped_column(ForeignKey("notice.id"))
