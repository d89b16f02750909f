"""The inbox as a list: the most pressing first, page by page, with the counts of its tabs; and the search."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from portal import inbox
from portal.corrections import Correction
from portal.decisions import Decision
from portal.inbox import Case, CaseToken
from portal.opening import count_open_days, today
from portal.people import StaffSeat
from portal.search_forms import RECEIPT, tokens_of_query
from portal.states import OPEN, State
from portal.vault import Unreadable, vault_of
from services.desk.actions.standing import READ, answering, pack_of
from services.desk.rules import STATES, Press, Tab, Wanted, Whose, press

PAGE = 50
# More hits than this are no answer; the clerk asks for more of the name.
MOST_HITS = 100
# Where a case has no deadline, or none that runs, it comes after all that have one.
_LATE, _DECIDED, _PAUSED = date(9996, 1, 1), date(9997, 1, 1), date(9998, 1, 1)
_AT_WORK = (State.ARRIVED, State.ACCEPTED, State.REVIEW)


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


@dataclass(frozen=True)
class Page:
    """Some rows, where to go on, and how many each tab holds."""

    lines: tuple[Line, ...]
    after: str
    counts: dict[Tab, int]
    overdue: int


def page(session: Session, seat: StaffSeat, wanted: Wanted, now: datetime) -> Page:
    """The part of the inbox that somebody asks for."""
    scope = _scope(seat, wanted)
    order = _order(wanted.tab)
    query = select(Case).where(scope, _in_tab(wanted.tab))
    if place := _place(wanted.after, wanted.tab):
        query = query.where(_beyond(order, place, wanted.tab))
    directed = [one.desc() for one in order] if wanted.tab is Tab.CLOSED else list(order)
    cases = session.scalars(query.order_by(*directed).limit(PAGE + 1)).all()
    shown = cases[:PAGE]
    after = _cursor(shown[-1], wanted.tab) if len(cases) > PAGE else ""
    counts = _counts(session, scope)
    return Page(lines(session, shown, now), after, counts, _overdue(session, scope, today(now)))


def lines(session: Session, cases: Sequence[Case], now: datetime) -> tuple[Line, ...]:
    """The rows of some cases, with the name each was filed under."""
    ids = [one.id for one in cases]
    vault_of(session).fetch(session, [one.key_id for one in cases])
    proposed = set(session.scalars(_pending().where(Decision.case_id.in_(ids))))
    asked = _asked(session, ids)
    corrected = set(
        session.scalars(
            select(Correction.case_id).where(Correction.case_id.in_(ids), Correction.answered_at.is_not(None))
        )
    )
    return tuple(
        Line(
            id=one.id, receipt_no=one.receipt_no, procedure=one.procedure, name=name_in(session, one),
            state=State(one.state), arrived_at=one.arrived_at, due_on=one.due_on,
            days_left=days_left(session, one, now), press=pressing(session, one, now), assignee=one.assignee,
            proposed=one.id in proposed, asked_until=asked.get(one.id),
            corrected=one.id in corrected and one.state == State.REVIEW, shielded=one.shielded,
        )
        for one in cases
    )  # fmt: skip


def search(session: Session, seat: StaffSeat, query: str, now: datetime) -> tuple[Line, ...]:
    """The cases that what was typed may mean, within the divisions of the seat, the newest first."""
    tokens = [vault_of(session).token(*form) for form in tokens_of_query(query)]
    if not tokens:
        return ()
    hits = select(CaseToken.case_id).where(CaseToken.token.in_(tokens))
    found = session.scalars(
        select(Case)
        .where(Case.id.in_(hits), Case.division.in_(seat.divisions_for(READ)))
        .order_by(Case.id.desc())
        .limit(MOST_HITS)
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


def pressing(session: Session, found: Case, now: datetime) -> Press:
    """How near the end of the 標準処理期間 a case is."""
    return press(State(found.state), found.due_on, days_left(session, found, now), today(now))


def _scope(seat: StaffSeat, wanted: Wanted) -> ColumnElement[bool]:
    divisions: Collection[str] = seat.divisions_for(READ)
    if wanted.division:
        divisions = frozenset(divisions) & seat.reach.get(wanted.division, frozenset())
    conditions: list[ColumnElement[bool]] = [Case.division.in_(divisions)]
    if wanted.whose is Whose.MINE:
        conditions.append(Case.assignee == seat.id)
    if wanted.whose is Whose.NOBODYS:
        conditions.append(Case.assignee.is_(None))
    if wanted.procedure:
        conditions.append(Case.procedure == wanted.procedure)
    return and_(*conditions)


def _in_tab(tab: Tab) -> ColumnElement[bool]:
    inside = Case.state.in_(STATES[tab])
    return and_(inside, Case.id.in_(_pending())) if tab is Tab.PROPOSED else inside


def _pending() -> Select[UUID]:
    return select(Decision.case_id).where(Decision.decided_at.is_(None), Decision.sent_back_at.is_(None))


def _asked(session: Session, ids: Sequence[UUID]) -> dict[UUID, date]:
    open_ones = select(Correction.case_id, Correction.due_on).where(
        Correction.case_id.in_(ids), Correction.answered_at.is_(None), Correction.dropped_at.is_(None)
    )
    return {row.case_id: row.due_on for row in session.execute(open_ones)}


def _order(tab: Tab) -> tuple[Any, Any]:
    if tab is Tab.CLOSED:
        return Case.closed_at, Case.id
    pressing_day = case(
        (Case.state == State.CORRECTION, literal(_PAUSED)),
        (Case.state == State.DECIDED, literal(_DECIDED)),
        else_=func.coalesce(Case.due_on, literal(_LATE)),
    )
    return pressing_day, Case.id


def _cursor(last: Case, tab: Tab) -> str:
    """Where the next page begins; it holds a day or moment and an id, and nothing about anybody."""
    if tab is Tab.CLOSED:
        return f"{last.closed_at.isoformat() if last.closed_at else ''}_{last.id}"
    resting = {State.CORRECTION: _PAUSED, State.DECIDED: _DECIDED}
    return f"{resting.get(State(last.state)) or last.due_on or _LATE}_{last.id}"


def _place(after: str, tab: Tab) -> tuple[date, UUID] | None:
    """What a cursor of this tab says; anything else begins at the beginning."""
    first, _, last = after.partition("_")
    read = datetime.fromisoformat if tab is Tab.CLOSED else date.fromisoformat
    try:
        key, id = read(first), UUID(last)
    except ValueError:
        return None
    return None if isinstance(key, datetime) and key.tzinfo is None else (key, id)


def _beyond(order: tuple[Any, Any], place: tuple[date, UUID], tab: Tab) -> ColumnElement[bool]:
    """The rows that come after a place in the order of the tab."""
    (first, second), (key, id) = order, place
    if tab is Tab.CLOSED:
        return or_(first < key, and_(first == key, second < id))
    return or_(first > key, and_(first == key, second > id))


def _counts(session: Session, scope: ColumnElement[bool]) -> dict[Tab, int]:
    counted = select(Case.state, func.count()).where(scope, Case.state.in_(OPEN)).group_by(Case.state)
    by_state = {str(row[0]): int(row[1]) for row in session.execute(counted)}
    found = {tab: sum(by_state.get(state, 0) for state in STATES[tab]) for tab in Tab}
    waiting = select(func.count()).select_from(Case).where(scope, _in_tab(Tab.PROPOSED))
    return {**found, Tab.PROPOSED: session.scalar(waiting) or 0}


def _overdue(session: Session, scope: ColumnElement[bool], day: date) -> int:
    late = or_(*(Case.state == state for state in _AT_WORK))
    return session.scalar(select(func.count()).select_from(Case).where(scope, late, Case.due_on < day)) or 0
