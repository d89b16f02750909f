"""Mailings for the tests of actions, on either database and without pages: released lists, opened letters, filed answers."""

import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import services
from portal import arrivals, decisions, inbox
from portal.arrivals import Filing
from portal.db import Database, new_id, writing
from portal.decisions import Proposal
from portal.files.store import open_store
from portal.inbox import Actor, Case, State
from portal.opening import today
from portal.people import StaffSeat
from portal.service import listeners
from portal.states import Outcome as Decided
from portal.vault import vault_of
from services.mailings.actions import answering, letters, loading, making
from services.mailings.actions.answering import Letter
from services.mailings.actions.making import Wish
from services.mailings.models import Addressee, PrintedLetter
from services.mailings.rules import codes
from tests.portal.cases import hinata
from tests.services.applications.builders import furnished
from tests.services.mailings.town import ACCOUNT, csv, people

HOLDER = b"\x03" * 32


def ready(database: Database) -> Database:
    """A database whose sessions carry everything mailings use, every room listening."""
    furnished(database)
    database.info.update(files=open_store("memory:"), hear=listeners(services.ALL), settings=None)
    return database


def seat(role: str = "worker", division: str = "shimin") -> StaffSeat:
    """Somebody with a role."""
    reach = {division: frozenset({division})}
    return StaffSeat(new_id(), "1001", "見本 太郎", ((division, role),), reach, new_id())


def made(session: Session, now: datetime) -> UUID:
    """A mailing without a list."""
    wish = Wish("kurashi_ouen", "ご案内", "見本の文です。", today(now) + timedelta(days=30))
    return making.make(session, seat(), wish, now)


def loaded(session: Session, now: datetime, rows: Sequence[dict[str, str]] | None = None) -> UUID:
    """A mailing whose list was taken in."""
    mailing_id = made(session, now)
    loading.hand_in(session, seat(), mailing_id, io.BytesIO(csv(rows or people())), now)
    loading.count(session, seat(), mailing_id, now)
    return mailing_id


def released(session: Session, now: datetime, rows: Sequence[dict[str, str]] | None = None) -> UUID:
    """A mailing that was released and whose letters are planned."""
    mailing_id = loaded(session, now, rows)
    making.propose(session, seat(), mailing_id, now)
    making.release(session, seat("approver"), mailing_id, now)
    letters.plan(session, mailing_id, 1, now)
    return mailing_id


def addressees(session: Session, mailing_id: UUID) -> Sequence[Addressee]:
    """Everybody of a list, as they stand now."""
    mine = select(Addressee).where(Addressee.mailing_id == mailing_id).order_by(Addressee.place)
    return session.scalars(mine.execution_options(populate_existing=True)).all()


def code(session: Session, addressee_id: UUID) -> str:
    """The code of somebody's letter, as printing would have made it."""
    made = codes.new()
    with writing(session):
        mine = select(PrintedLetter).where(PrintedLetter.addressee_id == addressee_id)
        session.scalars(mine).one().code = letters.hashed(session, made)
    return made


def letter(session: Session, addressee_id: UUID) -> Letter:
    """The letter in somebody's hand."""
    found = answering.find(session, code(session, addressee_id))
    assert found is not None
    return found


def opened(session: Session, addressee_id: UUID, now: datetime, holder: bytes = HOLDER) -> UUID:
    """The draft that a letter opens."""
    held = letter(session, addressee_id)
    draft_id = answering.open_form(session, held, "1955-04-01", holder, "192.0.2.1", "ja", now)
    assert draft_id is not None
    return draft_id


def filed(session: Session, draft_id: UUID, now: datetime, *, shielded: bool = False, **changes: Any) -> Case:
    """A form handed in, in a block of its own."""
    procedure = hinata().procedure("kurashi_ouen")
    answers = {
        "way": "online", "benefit_amount": 1, "benefit_wish": "receive", "name": "見本 花子",
        "name_kana": "ミホン ハナコ", "payout_account": ACCOUNT, "declare_true": True, **changes,
    }  # fmt: skip
    with writing(session):
        filing = Filing(
            origin=draft_id, procedure=procedure.key, form_digest=procedure.digest, division="shimin",
            channel="online", way="online", assurance=0, locale="ja", key_id=vault_of(session).new_key(session),
            answers=answers, holders=[], tokens=[], due_on=None, shielded=shielded, by_letter=True,
        )  # fmt: skip
        return arrivals.receive(session, filing, now)


def approved(session: Session, addressee_id: UUID, now: datetime, **changes: Any) -> Case:
    """An answer that was handed in and approved."""
    case = filed(session, opened(session, addressee_id, now), now, **changes)
    decide(session, case.id, now)
    return case


def decide(session: Session, case_id: UUID, now: datetime, kind: Decided = Decided.APPROVE) -> None:
    """Take a case to its decision."""
    actor, other = Actor("staff", new_id()), Actor("staff", new_id())
    with writing(session):
        case = inbox.take_hold(session, case_id)
        inbox.move(session, case, State.ACCEPTED, actor, now)
        inbox.move(session, case, State.REVIEW, actor, now)
        decisions.propose(session, case, Proposal(kind, "見本の理由です。"), actor, now)
        decisions.decide(session, case, other, now)
