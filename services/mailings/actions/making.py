"""A mailing is begun, put before an approver, released, reminded of and ended."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms.numbers import find_individual_numbers
from forms.text import line
from portal import audit
from portal.db import new_id, writing
from portal.opening import today
from portal.people import StaffSeat
from portal.refused import Refused
from services.mailings.actions import loading, standing
from services.mailings.actions.standing import MANAGE, RELEASE
from services.mailings.models import LetterBatch, Mailing
from services.mailings.rules.stages import Stage

LONGEST_TITLE, LONGEST_LEAD = 60, 600


@dataclass(frozen=True)
class Wish:
    """What a clerk says about a new mailing."""

    procedure: str
    title: str
    lead: str
    answer_by: date | None


def make(session: Session, seat: StaffSeat, wish: Wish, now: datetime) -> UUID:
    """A new mailing of the division that owns the procedure."""
    pack, day = standing.pack_of(session), today(now)
    if not pack.offered(wish.procedure, day):
        raise Refused("mailing_incomplete", 422)
    division = pack.owner(wish.procedure, day).id
    if not seat.may(MANAGE, division):
        raise Refused("not_permitted", 403)
    title, lead = line(wish.title, LONGEST_TITLE), wish.lead.strip()
    if not title or not lead or len(lead) > LONGEST_LEAD or wish.answer_by is None or wish.answer_by <= day:
        raise Refused("mailing_incomplete", 422)
    if find_individual_numbers(lead):
        raise Refused("individual_number_in_text")
    mailing = Mailing(
        id=new_id(), procedure=wish.procedure, division=division, title=title, lead=lead,
        answer_by=wish.answer_by, stage=Stage.DRAFT, made_by=seat.id, made_at=now, file_id=None, file_hash="",
        report=None, proposed_by=None, released_by=None, released_at=None, closed_at=None, disposal_by=None,
        disposed_at=None,
    )  # fmt: skip
    with writing(session):
        session.add(mailing)
        session.flush()
        audit.did(session, "staff", seat.id, "mailing_made", "mailing", mailing.id, now)
    return mailing.id


def propose(session: Session, seat: StaffSeat, mailing_id: UUID, now: datetime) -> None:
    """Put it before somebody who may release it."""
    with standing.holding(session, seat, mailing_id, MANAGE, "mailing_proposed", now) as mailing:
        standing.go(mailing, Stage.PROPOSED)
        mailing.proposed_by = seat.id


def take_back(session: Session, seat: StaffSeat, mailing_id: UUID, now: datetime) -> None:
    """Not yet: whoever may manage it takes it back, and an approver sends it back the same way."""
    with standing.holding(session, seat, mailing_id, MANAGE, "mailing_taken_back", now) as mailing:
        standing.go(mailing, Stage.LOADED)
        mailing.proposed_by = None


def release(session: Session, seat: StaffSeat, mailing_id: UUID, now: datetime) -> None:
    """Released by a second pair of eyes: the worker makes the letters."""
    with standing.holding(session, seat, mailing_id, RELEASE, "mailing_released", now) as mailing:
        if mailing.proposed_by == seat.id:
            raise Refused("four_eyes", status=403)
        standing.go(mailing, Stage.RELEASED)
        mailing.released_by, mailing.released_at = seat.id, now
        loading.later(session, "plan/1", mailing.id, now)


def remind(session: Session, seat: StaffSeat, mailing_id: UUID, seen: int, now: datetime) -> None:
    """Another letter to those who have not answered; `seen` is the round the page showed, so that two presses are one."""
    with standing.holding(session, seat, mailing_id, RELEASE, "mailing_reminded", now) as mailing:
        if mailing.stage != Stage.RELEASED:
            raise Refused("mailing_stage")
        last = last_round(session, mailing.id)
        if last != seen:
            raise Refused("mailing_stage")
        _waits(session, mailing.id, last)
        loading.later(session, f"plan/{last + 1}", mailing.id, now)


def close(session: Session, seat: StaffSeat, mailing_id: UUID, now: datetime) -> None:
    """終了: the letters open nothing any more."""
    with standing.holding(session, seat, mailing_id, RELEASE, "mailing_closed", now) as mailing:
        standing.go(mailing, Stage.CLOSED)
        mailing.closed_at = now


def last_round(session: Session, mailing_id: UUID) -> int:
    """How many times letters were made."""
    found = select(func.max(LetterBatch.round)).where(LetterBatch.mailing_id == mailing_id)
    return session.scalar(found) or 0


def _waits(session: Session, mailing_id: UUID, number: int) -> None:
    """A reminder follows letters that exist; while some are still being made, it waits."""
    unmade = select(LetterBatch.id).where(LetterBatch.mailing_id == mailing_id, LetterBatch.made_at.is_(None))
    if not number or session.scalar(unmade.limit(1)) is not None:
        raise Refused("letters_unmade")
