"""What the town does not answer yet: questions and notes of calls that belong together, and what to do about each lot."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from chatbot.answers import Choices, Sure
from portal import audit, ledger
from portal.db import new_id, put, writing
from portal.finding import Finder
from portal.ledger import Kind
from portal.masking import masked
from portal.opening import today
from portal.people import StaffSeat
from portal.refused import Refused
from services.chat.actions.counting import NO, UNKNOWN
from services.chat.models import Question
from services.chat.rules import clusters

# As far back as somebody at a desk can do anything about it, and as many as they can read.
BACK, MOST = timedelta(days=90), 1000
TELEPHONE = "telephone"
LONGEST = 300


@dataclass(frozen=True)
class Lot:
    """Questions of one kind: the one that stands for them, what is nearest, and words to be found by."""

    ids: tuple[UUID, ...]
    title: str
    texts: tuple[tuple[str, int], ...]
    calls: int
    nearest: str
    words: tuple[str, ...]

    @property
    def size(self) -> int:
        """How often it was asked."""
        return len(self.ids)


def lots(session: Session, finder: Finder, now: datetime) -> list[Lot]:
    """What was not answered, not solved or asked again, in lots of the same matter, the largest first."""
    rows = open_questions(session, now)
    found = []
    for group in clusters.clusters([one.text for one in rows]):
        members = [rows[place] for place in group]
        texts = Counter(one.text for one in members).most_common()
        nearest = _nearest(finder, texts[0][0]) or next((one.key for one in members if one.key), "")
        known = finder.words(nearest) if nearest else ""
        found.append(
            Lot(
                ids=tuple(one.id for one in members),
                title=texts[0][0],
                texts=tuple(texts),
                calls=sum(1 for one in members if one.channel == TELEPHONE),
                nearest=nearest,
                words=clusters.words([text for text, _ in texts], known),
            )
        )
    return sorted(found, key=lambda lot: -lot.size)


def _nearest(finder: Finder, text: str) -> str:
    match finder.answer(text):
        case Sure(document):
            return document.key
        case Choices(documents):
            return documents[0].key
        case _:
            return ""


def open_questions(session: Session, now: datetime) -> Sequence[Question]:
    """The questions that nobody at the desk has dealt with yet."""
    missed = or_(Question.how == UNKNOWN, Question.vote == NO, Question.silent != "")
    wanted = select(Question).where(
        missed, Question.settled_at.is_(None), Question.at > now - BACK, Question.text != ""
    )
    return session.scalars(wanted.order_by(Question.at.desc()).limit(MOST)).all()


def settle(session: Session, seat: StaffSeat, ids: Sequence[UUID], now: datetime) -> None:
    """These are dealt with."""
    with writing(session):
        session.execute(update(Question).where(Question.id.in_(ids)).values(settled_at=now))
        audit.did(
            session, "staff", seat.id, "knowledge_settled", "knowledge", str(ids[0]) if ids else "", now
        )


def note(session: Session, seat: StaffSeat, text: str, division: str, now: datetime) -> None:
    """A clerk writes down what was asked by telephone; it stands beside what was asked of the bot."""
    kept = masked(text)[:LONGEST]
    if not kept:
        raise Refused("knowledge_note", 422)
    with writing(session):
        row = {
            "id": new_id(), "at": now, "channel": TELEPHONE, "locale": "ja", "text": kept, "how": UNKNOWN, "key": "",
            "division": division, "vote": "", "silent": "", "noted_by": seat.id, "settled_at": None,
        }  # fmt: skip
        put(session, Question, row)
        ledger.event(session, Kind.TELEPHONED, "chat", TELEPHONE, division, today(now))
