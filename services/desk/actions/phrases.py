"""文例: sentences a division keeps for its acts; its workers and its editors write them, whoever writes to a case inserts them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.numbers import find_individual_numbers
from portal import audit
from portal.db import new_id, writing
from portal.inbox import Case
from portal.people import StaffSeat
from portal.refused import Refused
from services.desk.actions.standing import pack_of
from services.desk.models import Phrase
from services.desk.rules import LONGEST_NOTE, Act

# Where something is written that is written often; the values stand in rows and never change.
TALK = "talk"
ACTS = (Act.CORRECT.value, TALK, Act.PROPOSE.value, Act.RETURN.value, Act.NOTE.value, Act.CALL.value)
KEEPS = ("case.work", "content.edit")
LONGEST_TITLE = 60
# More than anybody looks through in a list.
MOST = 60


@dataclass(frozen=True)
class Wording:
    """A sentence as somebody typed it."""

    division: str
    act: str
    title: str
    text: str


def divisions(seat: StaffSeat) -> frozenset[str]:
    """Whose sentences this seat keeps."""
    return frozenset().union(*(seat.divisions_for(one) for one in KEEPS))


def kept(session: Session, seat: StaffSeat) -> Sequence[Phrase]:
    """All sentences of the seat's divisions, in the order of the page."""
    if not divisions(seat):
        raise Refused("not_permitted", status=403)
    mine = select(Phrase).where(Phrase.division.in_(divisions(seat)))
    return session.scalars(mine.order_by(Phrase.division, Phrase.act, Phrase.title)).all()


def offered(session: Session, case: Case, act: str, lineage: frozenset[str]) -> Sequence[Phrase]:
    """What may be inserted here: the sentences of the case's division, those of its forerunners too."""
    wanted = (Phrase.division.in_(lineage | {case.division}), Phrase.act == act)
    return session.scalars(select(Phrase).where(*wanted).order_by(Phrase.title).limit(MOST)).all()


def one(session: Session, seat: StaffSeat, phrase_id: UUID) -> Phrase:
    """A sentence to change; another division's is not there."""
    found = session.get(Phrase, phrase_id)
    if found is None or found.division not in divisions(seat):
        raise Refused("phrase_unknown", status=404)
    return found


def keep(
    session: Session, seat: StaffSeat, wording: Wording, now: datetime, phrase_id: UUID | None = None
) -> UUID:
    """Write a sentence down, or change one."""
    values = _checked(session, seat, wording)
    with writing(session):
        phrase = one(session, seat, phrase_id) if phrase_id else Phrase(id=new_id())
        for name, value in values.items():
            setattr(phrase, name, value)
        phrase.changed_at, phrase.changed_by = now, seat.id
        session.add(phrase)
        session.flush()
        audit.did(session, "staff", seat.id, "kept", "phrase", phrase.id, now)
    return phrase.id


def drop(session: Session, seat: StaffSeat, phrase_id: UUID, now: datetime) -> None:
    """Take a sentence away."""
    with writing(session):
        session.delete(one(session, seat, phrase_id))
        session.flush()
        audit.did(session, "staff", seat.id, "dropped", "phrase", phrase_id, now)


def insert(
    session: Session, case: Case, act: str, phrase_id: UUID | None, typed: str, lineage: frozenset[str]
) -> str:
    """What was typed with the chosen sentence below it; nothing typed is ever lost."""
    chosen = next((one for one in offered(session, case, act, lineage) if one.id == phrase_id), None)
    return typed if chosen is None else "\n".join(part for part in (typed.rstrip(), chosen.text) if part)


def lineage(session: Session, case: Case, day: Any) -> frozenset[str]:
    """The divisions whose work the case's division took over."""
    return pack_of(session).lineage(case.division, day)


def _checked(session: Session, seat: StaffSeat, wording: Wording) -> dict[str, str]:
    title, text = wording.title.strip(), wording.text.replace("\r\n", "\n").strip()
    if wording.division not in divisions(seat):
        raise Refused("not_permitted", status=403)
    if wording.act not in ACTS or not title or len(title) > LONGEST_TITLE:
        raise Refused("phrase_title", status=422, longest=LONGEST_TITLE)
    if not text or len(text) > LONGEST_NOTE:
        raise Refused("reason_needed", status=422, longest=LONGEST_NOTE)
    if find_individual_numbers(f"{title}\n{text}"):
        raise Refused("individual_number_in_text", status=422)
    return {"division": wording.division, "act": wording.act, "title": title, "text": text}
