"""到達: a request as it is handed in, and how it is stored: worked out first, written in one short moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, make_transient_to_detached

from portal import inbox, service
from portal.at_once import together
from portal.db import new_id, put
from portal.inbox import ANSWERS, RESIDENT, Case, CaseHolder, CaseToken, State
from portal.receipt_numbers import receipt_number
from portal.vault import vault_of


@dataclass(frozen=True)
class Filing:
    """What is handed in when a request arrives."""

    origin: UUID
    procedure: str
    form_digest: str
    division: str
    channel: str
    way: str
    assurance: int
    locale: str
    key_id: UUID
    answers: Mapping[str, Any]
    holders: Sequence[bytes]
    tokens: Iterable[bytes]
    due_on: date | None
    shielded: bool = False
    safe_way: str = ""
    by_letter: bool = False


@dataclass(frozen=True)
class Arrival:
    """A request with everything that is stored of it, worked out before the writing block so that the block stays short."""

    case: Case
    row: Mapping[str, Any]
    holders: Sequence[Mapping[str, Any]]
    tokens: Sequence[Mapping[str, Any]]
    by_letter: bool = False

    def __repr__(self) -> str:
        return "Arrival(…)"


def receive(session: Session, filing: Filing, now: datetime) -> Case:
    """到達: store a request for good; the same origin twice gives the same case (a double click files once)."""
    existing = session.scalar(select(Case).where(Case.origin == filing.origin))
    return store(session, prepare(session, filing, now)) if existing is None else existing


def prepare(session: Session, filing: Filing, now: datetime) -> Arrival:
    """Number and seal what is handed in at this moment; nothing is written yet."""
    vault, row = vault_of(session), _row(session, filing, now)
    case = Case(**row)
    # The row will stand before the session follows what is changed in it.
    make_transient_to_detached(case)
    tokens = {*filing.tokens, vault.token("receipt", case.receipt_no)}
    return Arrival(
        case,
        row,
        [{"holder": holder, "case_id": case.id} for holder in filing.holders],
        [{"token": token, "case_id": case.id} for token in sorted(tokens)],
        filing.by_letter,
    )


def store(session: Session, arrival: Arrival) -> Case:
    """到達, for who knows that this origin has no case yet: only they spare the question that `receive` asks."""
    case = arrival.case
    with together(session):
        put(session, Case, arrival.row)
        if arrival.holders:
            put(session, CaseHolder, arrival.holders)
        put(session, CaseToken, arrival.tokens)
        inbox.note(session, case, "arrived", RESIDENT, case.arrived_at, public=True)
    session.add(case)
    if case.shielded:
        inbox.remind(session, case, case.arrived_at)
    service.fire(session, "case.arrived", case=case, now=case.arrived_at, by_letter=arrival.by_letter)
    return case


def _row(session: Session, filing: Filing, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(), "receipt_no": receipt_number(), "origin": filing.origin, "procedure": filing.procedure,
        "form_digest": filing.form_digest, "division": filing.division, "channel": filing.channel,
        "way": filing.way, "assurance": filing.assurance, "state": State.ARRIVED, "locale": filing.locale,
        "key_id": filing.key_id,
        "answers": vault_of(session).seal(session, filing.key_id, dict(filing.answers), ANSWERS),
        "arrived_at": now, "accepted_at": None, "decided_at": None, "closed_at": None,
        "due_on": filing.due_on, "paused_at": None, "paused_days": 0, "assignee": None, "version": 1,
        "shielded": filing.shielded, "safe_way": filing.safe_way, "shield_confirmed_at": None, "erased_at": None,
    }  # fmt: skip
