"""What is counted of a talk: what was asked and how it was answered, what people said of that, and what their silence says."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from chatbot.dialogue import Event, Pressed, Said
from chatbot.dialogue.replies import AskResolved, Call, Handover, Options, Reply
from chatbot.dialogue.world import World
from chatbot.grams import asked_grams
from portal import ledger
from portal.db import new_id, put
from portal.journeys import UNREAD
from portal.ledger import Kind
from portal.opening import today
from services.chat.models import Question
from services.chat.rules.keeping import Line

YES, NO = "yes", "no"
SURE, CHOICES, UNKNOWN, URGENT, SMALL = "sure", "choices", "unknown", "urgent", "small"
REPHRASED, HANDED_OVER = "rephrased", "handed_over"
# Who asks the same in other words so soon was not helped.
SOON = timedelta(minutes=2)


@dataclass(frozen=True)
class Counted:
    """What one step adds to the figures."""

    channel: str
    locale: str
    # The question that this step is about: a new one, or the one before, of which somebody chose an answer.
    question: UUID | None = None
    fresh: bool = False
    text: str = ""
    how: str = ""
    key: str = ""
    division: str = ""
    # What was said of the answer before.
    vote: str = ""
    # The question before, and what their silence said of it.
    before: Line | None = None
    silent: str = ""

    def __repr__(self) -> str:
        return "Counted(…)"


def counted(
    event: Event, text: str, replies: Sequence[Reply], world: World, channel: str, before: Sequence[Line]
) -> Counted:
    """What a step adds: from what happened, what was answered, and the lines before."""
    last = _last(before)
    key = next((one.key for one in replies if isinstance(one, AskResolved)), "")
    matter = world.matter(key, world.locale) if key else None
    found = Counted(
        channel, world.locale, how=_how(replies, key), key=key, division=matter.division if matter else "", before=last
    )  # fmt: skip
    if isinstance(event, Said):
        silent = REPHRASED if last and _rephrased(last, text, world.now) else ""
        return replace(found, question=new_id(), fresh=True, text=text, silent=silent)
    if isinstance(event, Pressed) and last:
        if event.action in (YES, NO) and not last.vote and last.key:
            return replace(found, vote=event.action, silent=_silence(replies))
        return replace(found, question=last.question, silent=_silence(replies))
    return found


def voted(lines: Sequence[Line], vote: str) -> tuple[Line, ...]:
    """The lines with what was said of the last answer, so that nobody is asked twice."""
    last = _last(lines)
    return tuple(replace(one, vote=vote) if one is last else one for one in lines)


def count(session: Session, made: Counted, now: datetime) -> None:
    """Keep it, inside the caller's writing block."""
    if made.fresh:
        _asked(session, made, now)
    elif made.question is not None and made.how in (SURE, UNKNOWN):
        # One of the choices was taken, or none of them.
        chosen = {"key": made.key, "division": made.division}
        _change(session, made.question, **(chosen if made.key else {"how": UNKNOWN}))
    if made.key and made.how == SURE:
        _event(session, Kind.ANSWERED, made.key, made, now)
    if made.before is not None and made.before.question is not None:
        if made.vote:
            _change(session, made.before.question, vote=made.vote)
            _event(session, Kind.VOTED, made.before.key, made, now, value=float(made.vote == YES))
        if made.silent:
            _change(session, made.before.question, silent=made.silent)
            kind = Kind.REPHRASED if made.silent == REPHRASED else Kind.HANDED_OVER
            _event(session, kind, made.before.key, made, now)


def handed_over(session: Session, lines: Sequence[Line], channel: str, now: datetime) -> None:
    """Somebody wrote to people instead: a silent no to what was answered last, inside the caller's writing block."""
    last = _last(lines)
    if last is not None and last.question is not None:
        _change(session, last.question, silent=HANDED_OVER)
    key = last.key if last else ""
    ledger.event(session, Kind.HANDED_OVER, key, channel, "", today(now))


def take_back(session: Session, question: UUID) -> None:
    """What was asked is forgotten, that something was asked is not; inside the caller's writing block."""
    _change(session, question, text="")


def _asked(session: Session, made: Counted, now: datetime) -> None:
    row = {
        "id": made.question, "at": now, "channel": made.channel, "locale": made.locale, "text": made.text,
        "how": made.how, "key": made.key, "division": made.division, "vote": "", "silent": "", "noted_by": None,
        "settled_at": None,
    }  # fmt: skip
    put(session, Question, row)
    _event(session, Kind.ASKED, made.key, made, now)
    if made.how == UNKNOWN:
        _event(session, Kind.UNANSWERED, "", made, now)


def _event(
    session: Session, kind: Kind, key: str, made: Counted, now: datetime, value: float | None = None
) -> None:
    ledger.event(session, kind, key, made.channel, made.division, today(now), value=value)


def _change(session: Session, question: UUID, **values: str) -> None:
    # Said of the table, and unread: a block that asks nothing is one journey (portal.at_once).
    table: Any = Question.__table__
    change = update(table).where(table.c.id == question).values(**values)
    session.execute(change.execution_options(**{UNREAD: True}))


def _how(replies: Sequence[Reply], key: str) -> str:
    if key:
        return SURE
    if any(isinstance(one, Handover) for one in replies):
        return UNKNOWN
    if any(isinstance(one, Call) for one in replies):
        return URGENT
    chosen = [one for part in replies if isinstance(part, Options) for one in part.options]
    return CHOICES if any(one.action.startswith("matter:") for one in chosen) else SMALL


def _silence(replies: Sequence[Reply]) -> str:
    return HANDED_OVER if any(isinstance(one, Handover) for one in replies) else ""


def _last(lines: Sequence[Line]) -> Line | None:
    return next((one for one in reversed(lines) if one.question), None)


def _rephrased(last: Line, text: str, now: datetime) -> bool:
    """Whether the same is asked in other words: soon, with a word in common, and not after a yes."""
    shared = asked_grams(last.said).keys() & asked_grams(text).keys()
    return last.vote != YES and now - last.at <= SOON and bool(shared) and last.said != text
