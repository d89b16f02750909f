"""The rows of a list of cases: the name each was filed under, how pressing it is; and the search."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, union
from sqlalchemy.orm import Session

from portal import inbox
from portal.corrections import Correction
from portal.decisions import Decision
from portal.inbox import Case, CaseToken
from portal.opening import count_open_days, today
from portal.people import StaffSeat
from portal.search_forms import RECEIPT, tokens_of_query
from portal.states import State
from portal.vault import Unreadable, vault_of
from services.desk.actions.standing import READ, answering, pack_of
from services.desk.rules import Press, press

# More hits than this are no answer; the clerk asks for more of the name.
MOST_HITS = 100


@dataclass(frozen=True)
class Line:
    """One row of the list."""

    id: UUID
    receipt_no: str
    procedure: str
    name: str
    state: State
    arrived_at: datetime
    due_on: date | None
    days_left: int
    press: Press
    assignee: UUID | None
    proposed: bool
    corrected: bool
    asked_until: date | None
    shielded: bool = False
    version: int = 0


def lines(session: Session, cases: Sequence[Case], now: datetime) -> tuple[Line, ...]:
    """The rows of some cases, with the name each was filed under."""
    ids = [one.id for one in cases]
    left = _days_left(session, cases, now)
    vault_of(session).fetch(session, [one.key_id for one in cases])
    proposed = set(session.scalars(_pending(ids)))
    asked, corrected = _corrections(session, ids)
    return tuple(
        Line(
            id=one.id, receipt_no=one.receipt_no, procedure=one.procedure, name=name_in(session, one),
            state=State(one.state), arrived_at=one.arrived_at, due_on=one.due_on,
            days_left=left[one.division, one.due_on], assignee=one.assignee,
            press=press(State(one.state), one.due_on, left[one.division, one.due_on], today(now)),
            proposed=one.id in proposed, asked_until=asked.get(one.id),
            corrected=one.id in corrected and one.state == State.REVIEW, shielded=one.shielded,
            version=one.version,
        )
        for one in cases
    )  # fmt: skip


def search(session: Session, seat: StaffSeat, query: str, now: datetime) -> tuple[Line, ...]:
    """The cases that what was typed may mean, within the divisions of the seat, the newest first."""
    tokens = [vault_of(session).token(*form) for form in tokens_of_query(query)]
    if not tokens:
        return ()
    # A surname that one case in fifty carries is read from its newest end, and no further than is shown: the division
    # is looked up for each hit, since a database that may join walks through the cases instead.
    division = select(Case.division).where(Case.id == CaseToken.case_id).scalar_subquery()
    newest = (
        select(CaseToken.case_id)
        .where(CaseToken.token == token, division.in_(seat.divisions_for(READ)))
        .order_by(CaseToken.case_id.desc())
        .limit(MOST_HITS)
        .subquery()
        for token in tokens
    )
    hits = union(*(select(one.c.case_id) for one in newest))
    found = session.scalars(
        select(Case).where(Case.id.in_(hits)).order_by(Case.id.desc()).limit(MOST_HITS)
    ).all()
    return lines(session, found, now)


def elsewhere(session: Session, seat: StaffSeat, query: str) -> str | None:
    """The division in charge of a receipt number that is not this seat's: where to send the resident, and no more."""
    numbers = [text for kind, text in tokens_of_query(query) if kind == RECEIPT]
    if not numbers:
        return None
    division = session.scalar(select(Case.division).where(Case.receipt_no.in_(numbers)))
    return None if division is None or seat.may(READ, division) else division


def name_in(session: Session, found: Case) -> str:
    """The name that a case was filed under."""
    try:
        held = inbox.answers(session, found)
    except Unreadable:
        # Erased at the resident's wish or after its time; the rest of the row is still counted.
        return ""
    dictionary = pack_of(session).dictionary
    named = (key for key in held if (field := dictionary.get(key)) and field.kind == "name" and held[key])
    key = "name" if held.get("name") else next(named, None)
    return str(held[key]) if key else ""


def days_left(session: Session, found: Case, now: datetime) -> int:
    """How many open days the office still has."""
    day = today(now)
    if found.due_on is None or found.due_on < day:
        return 0
    return count_open_days(
        pack_of(session), answering(session, found.division, day).office, day, found.due_on
    )


def _days_left(session: Session, cases: Sequence[Case], now: datetime) -> dict[tuple[str, date | None], int]:
    """The same for a list, whose cases share few divisions and few days: each pair is counted once."""
    first = {(one.division, one.due_on): one for one in cases}
    return {pair: days_left(session, one, now) for pair, one in first.items()}


def _pending(ids: Sequence[UUID]) -> Select[Any]:
    open_ones = (Decision.decided_at.is_(None), Decision.sent_back_at.is_(None))
    return select(Decision.case_id).where(Decision.case_id.in_(ids), *open_ones)


def _corrections(session: Session, ids: Sequence[UUID]) -> tuple[dict[UUID, date], set[UUID]]:
    """Until when each case waits for its resident's answer, and which cases were answered about."""
    rows = session.execute(
        select(Correction.case_id, Correction.due_on, Correction.answered_at, Correction.dropped_at).where(
            Correction.case_id.in_(ids)
        )
    ).all()
    asked = {row.case_id: row.due_on for row in rows if row.answered_at is None and row.dropped_at is None}
    return asked, {row.case_id for row in rows if row.answered_at is not None}
