"""People take over: what somebody writes to a division becomes a request in its inbox, with the talk where they agree."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from chatbot.dialogue.replies import Fact, Say
from forms import journey
from forms.procedure import Assurance, Procedure
from portal import filing
from portal.db import writing
from portal.filing import Handed
from portal.inbox import Case
from portal.opening import today
from portal.pack import Pack
from portal.refused import Refused
from portal.vault import vault_of
from services.chat.actions import counting, talks
from services.chat.actions.talks import Door
from services.chat.rules.keeping import Line, Lines

PROCEDURE, WAY, TALK = "toiawase", "online", "inquiry_talk"
# As much of a talk as the question of the procedure takes.
_LONGEST = 8000
Speak = Callable[[Say], str]


@dataclass(frozen=True)
class Message:
    """What somebody sends to a division; the form's id is the request's, so that a second click sends nothing."""

    origin: UUID
    division: str
    answers: Mapping[str, Any]
    locale: str
    holders: tuple[bytes, ...] = ()
    login: bool = False

    def __repr__(self) -> str:
        return "Message(…)"


def form(pack: Pack) -> Procedure:
    """What is asked."""
    return pack.procedure(PROCEDURE)


def send(session: Session, door: Door, message: Message, now: datetime) -> Case:
    """Put it into the inbox of the division; the answer before it was none, and that is counted."""
    pack: Pack = session.info["pack"]
    existing = session.scalar(select(Case).where(Case.origin == message.origin))
    if existing is not None:
        return existing
    made = filing.ready(session, _handed(session, pack, message, now), pack, now)
    talk = talks.load(session, door)
    with writing(session):
        case = filing.arrive(session, made, now)
        counting.handed_over(session, talk.lines, door.channel, now)
    return case


def told(talk: Lines, speak: Speak) -> str:
    """A talk as the division reads it: what was asked and what was answered, oldest first."""
    lines = [part for line in talk.lines for part in _line(line, speak)]
    return "\n".join(lines)[-_LONGEST:]


def _line(line: Line, speak: Speak) -> list[str]:
    asked = [f"― {line.said}"] if line.said else []
    return [*asked, *(speak(one) for reply in line.replies if isinstance(reply, Fact) for one in reply.say)]


def _handed(session: Session, pack: Pack, message: Message, now: datetime) -> Handed:
    procedure, day = form(pack), today(now)
    way = procedure.way(WAY)
    answers = {"way": WAY, **{ask.key: None for ask in procedure.asks}, **message.answers}
    if (
        way is None
        or journey.first_unanswered(procedure, answers)
        or journey.check(procedure, answers, today=day)
    ):
        raise Refused("answers_incomplete")
    try:
        division = pack.division(message.division or pack.town.reception, day)
    except LookupError:
        division = pack.division(pack.town.reception, day)
    vault = vault_of(session)
    with writing(session):
        key_id = vault.new_key(session)
    return Handed(
        origin=message.origin, procedure=procedure, way=way, answers=journey.effective(procedure, answers),
        key_id=key_id, locale=message.locale, channel="chat",
        assurance=int(Assurance.login if message.login else Assurance.none), holders=message.holders,
        division=division.id,
    )  # fmt: skip
