"""Talks as they stand, and what was asked: the one sealed and soon gone, the other masked and tied to nobody."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, new_id

# What a talk's lines are sealed for.
LINES = "chat_talk.lines"


class Talk(Base):
    """One talk with whoever holds a browser or an account of a messenger; its lines are sealed under its own key."""

    __tablename__ = "chat_talk"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    # A door has one talk with each: who it is, as that door tells them apart, kept as a token only.
    holder: Mapped[bytes] = mapped_column(unique=True)
    channel: Mapped[str]
    key_id: Mapped[UUID]
    lines: Mapped[bytes]
    version: Mapped[int] = mapped_column(default=1)
    begun_at: Mapped[datetime]
    # A talk in which nothing was said for some time is erased.
    last_at: Mapped[datetime] = mapped_column(index=True)


class Question(Base):
    """Something that was asked, masked before it came here: to see what the town does not answer, and who found it useful."""

    __tablename__ = "chat_question"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime]
    channel: Mapped[str]
    locale: Mapped[str]
    text: Mapped[str]
    # How it was answered (portal.ledger counts the same for good): sure, choices, unknown, urgent, or small for courtesies.
    how: Mapped[str]
    # What was answered, and who stands for that.
    key: Mapped[str]
    division: Mapped[str]
    # はい or いいえ, where somebody said so; and what their silence said: rephrased, handed_over.
    vote: Mapped[str] = mapped_column(default="")
    silent: Mapped[str] = mapped_column(default="")
    # A note of a call: which clerk wrote it down.
    noted_by: Mapped[UUID | None]
    # When the knowledge desk was done with it.
    settled_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_chat_question_at", "at"), Index("ix_chat_question_open", "settled_at", "at"))


class GoldQuestion(Base):
    """A question of which the town knows the right answer: tried again before anything new is published."""

    __tablename__ = "knowledge_gold"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    question: Mapped[str] = mapped_column(unique=True)
    # What answers it: faq:<ID>, procedure:<key>, or nothing where nothing should.
    wants: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]


class Trial(Base):
    """What a draft would answer otherwise: asked for when it changes, found by a worker with the bot's own mind."""

    __tablename__ = "knowledge_trial"

    edition: Mapped[int] = mapped_column(ForeignKey("knowledge_edition.number"), primary_key=True)
    # Of what it tells: the draft's revision, what is answered now, and the gold questions. Something else since: it is over.
    mark: Mapped[str]
    asked_at: Mapped[datetime]
    # What was found, as JSON; empty while it is waited for. Masked questions stand in it, so it goes when they go.
    found: Mapped[str] = mapped_column(default="")


class GarbageWish(Base):
    """ごみの日のお知らせ: a friend asked to be told of a district's collections; unsealed, for thousands are asked for at once."""

    __tablename__ = "garbage_wish"

    # Whoever is forgotten as a friend is forgotten here.
    friend_id: Mapped[UUID] = mapped_column(
        ForeignKey("line_friend.id", ondelete="CASCADE"), primary_key=True
    )
    district: Mapped[str] = mapped_column(primary_key=True)
    # evening (of the day before) or morning.
    at: Mapped[str]
    made_at: Mapped[datetime]

    __table_args__ = (Index("ix_garbage_wish_at", "at", "district"),)


class GarbageCalendar(Base):
    """A district's coming collections as those who asked know them: what differs from it is a change they are told of."""

    __tablename__ = "garbage_calendar"

    district: Mapped[str] = mapped_column(primary_key=True)
    # How often it changed; names the telling, so that each change is told once.
    version: Mapped[int]
    # Up to here it was looked at; what lies after it is new and no change.
    until: Mapped[date]
    # Kind and day (ISO), as a list of pairs.
    days: Mapped[list[list[str]]] = mapped_column(JSON)
