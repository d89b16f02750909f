"""The inbox page by page, the most pressing first, with the counts of its tabs; every part of it is read in an index's order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.inbox import Case
from portal.opening import midnight, today
from portal.people import StaffSeat
from portal.states import OPEN, State
from services.desk.actions import bounded, works
from services.desk.actions.listing import Line, lines
from services.desk.actions.standing import READ
from services.desk.models import AT_WORK, CaseLabel
from services.desk.rules import STATES, Tab, Wanted, Whose, Work

PAGE = 50
_AT_WORK = frozenset({State.ARRIVED, State.ACCEPTED, State.REVIEW})


@dataclass(frozen=True)
class Page:
    """Some rows, where to go on, and how many each tab holds, counted up to `bounded.MOST`."""

    lines: tuple[Line, ...]
    after: str
    counts: dict[Tab, int]
    overdue: int


@dataclass(frozen=True)
class _Part:
    """One stretch of a list: which cases, in which order, and how its places are written into an address."""

    name: str
    states: frozenset[State]
    condition: ColumnElement[bool]
    key: InstrumentedAttribute[Any]
    read: Callable[[str], Any]
    newest: bool = False


# What has a deadline that runs comes first, by the deadline; then what has none, what is decided, and what waits for its
# resident, for there the office's clock stands still.
_PARTS = (
    _Part("a", _AT_WORK, and_(AT_WORK, Case.due_on.is_not(None)), Case.due_on, date.fromisoformat),
    _Part("b", _AT_WORK, and_(AT_WORK, Case.due_on.is_(None)), Case.arrived_at, datetime.fromisoformat),
    _Part(
        "c", frozenset({State.DECIDED}), Case.state == State.DECIDED, Case.arrived_at, datetime.fromisoformat
    ),
    _Part(
        "d",
        frozenset({State.CORRECTION}),
        Case.state == State.CORRECTION,
        Case.arrived_at,
        datetime.fromisoformat,
    ),
)
_ENDED = _Part(
    "z",
    frozenset(STATES[Tab.CLOSED]),
    Case.closed_at.is_not(None),
    Case.closed_at,
    datetime.fromisoformat,
    newest=True,
)


@dataclass(frozen=True)
class _Place:
    part: str
    key: Any
    id: UUID


def page(session: Session, seat: StaffSeat, wanted: Wanted, now: datetime) -> Page:
    """The part of the inbox that somebody asks for."""
    cases = chosen(session, seat, wanted, now, PAGE + 1)
    shown = cases[:PAGE]
    after = _cursor(shown[-1], wanted.tab) if len(cases) > PAGE else ""
    count = _counts_of_work if wanted.work else _counts
    counts, overdue = count(session, _scope(session, seat, wanted, now), today(now))
    return Page(lines(session, shown, now), after, counts, overdue)


def chosen(session: Session, seat: StaffSeat, wanted: Wanted, now: datetime, most: int) -> list[Case]:
    """The first cases from a place on, in the order of the list."""
    parts = _parts(wanted.tab)
    place = _place(wanted.after, parts)
    if place:
        parts = parts[[one.name for one in parts].index(place.part) :]
    found: list[Case] = []
    for part in parts:
        arms = [_arm(session, seat, wanted, part, place, some, now) for some in _groups(seat, wanted)]
        missing = most - len(found)
        found += bounded.top(session, arms, missing, most=missing, newest=part.newest).cases
        if len(found) >= most:
            break
    return found


def _groups(seat: StaffSeat, wanted: Wanted) -> list[list[str]]:
    """The divisions of a list, each read by itself; what was paid is few, and found once for all of them."""
    divisions = _divisions(seat, wanted)
    if wanted.work is Work.PAID and divisions:
        return [divisions]
    return [[one] for one in divisions]


def _parts(tab: Tab) -> list[_Part]:
    if tab is Tab.CLOSED:
        return [_ENDED]
    return [part for part in _PARTS if part.states & set(STATES[tab])]


def _arm(
    session: Session,
    seat: StaffSeat,
    wanted: Wanted,
    part: _Part,
    place: _Place | None,
    divisions: list[str],
    now: datetime,
) -> Select[Any]:
    conditions = [Case.division.in_(divisions), part.condition, *_filters(seat, wanted)]
    if part.states != part.states & set(STATES[wanted.tab]):
        conditions.append(Case.state.in_(sorted(part.states & set(STATES[wanted.tab]))))
    if wanted.work:
        conditions.append(works.among(session, seat, wanted.work, divisions, now))
    if place and place.part == part.name:
        here = tuple_(literal(place.key, part.key.type), literal(place.id, Case.id.type))
        there = tuple_(part.key, Case.id)
        conditions.append(there < here if part.newest else there > here)
    return select(Case.id.label("id"), part.key.label("key")).where(*conditions)


def _divisions(seat: StaffSeat, wanted: Wanted) -> list[str]:
    allowed = works.divisions(seat, wanted.work)
    if wanted.division:
        allowed &= seat.reach.get(wanted.division, frozenset())
    return sorted(allowed)


def _filters(seat: StaffSeat, wanted: Wanted) -> list[ColumnElement[bool]]:
    """What somebody chose, beside tab and division."""
    conditions = [*_whose(seat, wanted), *_days(wanted)]
    if wanted.procedure:
        conditions.append(Case.procedure == wanted.procedure)
    if wanted.channel:
        conditions.append(Case.channel == wanted.channel)
    if wanted.shielded:
        conditions.append(and_(Case.shielded))
    if wanted.label:
        labelled = select(CaseLabel.case_id).where(CaseLabel.label == wanted.label)
        conditions.append(Case.id.in_(labelled.where(CaseLabel.division.in_(seat.divisions_for(READ)))))
    if wanted.tab is Tab.PROPOSED:
        conditions.append(Case.id.in_(works.pending()))
    return conditions


def _whose(seat: StaffSeat, wanted: Wanted) -> list[ColumnElement[bool]]:
    if wanted.clerk:
        return [Case.assignee == wanted.clerk]
    if wanted.whose is Whose.MINE:
        return [Case.assignee == seat.id]
    return [Case.assignee.is_(None)] if wanted.whose is Whose.NOBODYS else []


def _days(wanted: Wanted) -> list[ColumnElement[bool]]:
    """From one day to another, both included."""
    found: list[ColumnElement[bool]] = []
    if wanted.arrived_from:
        found.append(Case.arrived_at >= midnight(wanted.arrived_from))
    if wanted.arrived_to:
        found.append(Case.arrived_at < midnight(wanted.arrived_to + timedelta(days=1)))
    if wanted.due_from:
        found.append(Case.due_on >= wanted.due_from)
    if wanted.due_to:
        found.append(Case.due_on <= wanted.due_to)
    return found


def _scope(session: Session, seat: StaffSeat, wanted: Wanted, now: datetime) -> ColumnElement[bool]:
    """What the tabs are counted over: everything chosen but the tab itself."""
    whole = replace(wanted, tab=Tab.OPEN)
    divisions = _divisions(seat, wanted)
    inside = (
        works.among(session, seat, wanted.work, divisions, now)
        if wanted.work
        else Case.division.in_(divisions)
    )
    return and_(inside, *_filters(seat, whole))


def _cursor(last: Case, tab: Tab) -> str:
    """Where the next page begins; it holds a day or moment and an id, and nothing about anybody."""
    part = next(
        one
        for one in _parts(tab)
        if State(last.state) in one.states
        and (one.name not in "ab" or (one.name == "a") == bool(last.due_on))
    )
    key: date | datetime = getattr(last, part.key.key)
    return f"{part.name}_{key.isoformat()}_{last.id}"


def _place(after: str, parts: Sequence[_Part]) -> _Place | None:
    """What a cursor of this list says; anything else begins at the beginning."""
    name, _, rest = after.partition("_")
    part = next((one for one in parts if one.name == name), None)
    if part is None:
        return None
    key, _, id = rest.partition("_")
    try:
        place = _Place(name, part.read(key), UUID(id))
    except ValueError:
        return None
    return None if isinstance(place.key, datetime) and place.key.tzinfo is None else place


def _counts(session: Session, scope: ColumnElement[bool], day: date) -> tuple[dict[Tab, int], int]:
    """How many there are, counted in one statement and never beyond `bounded.MOST`, for a list is no statistic."""
    late = _counted(and_(scope, AT_WORK, Case.due_on < day))
    waiting = _counted(and_(scope, Case.state == State.REVIEW, Case.id.in_(works.pending())))
    states = [_counted(and_(scope, Case.state == state)) for state in OPEN]
    overdue, proposed, *numbers = session.execute(select(late, waiting, *states)).one()
    return _by_tab(dict(zip(map(str, OPEN), numbers, strict=True)), proposed), overdue


def _counts_of_work(session: Session, scope: ColumnElement[bool], day: date) -> tuple[dict[Tab, int], int]:
    """The same for a part of the day's work: few cases by a costly condition, so that it is asked once and not by state."""
    counted = (
        func.count(),
        func.count().filter(Case.id.in_(works.pending())),
        func.count().filter(and_(AT_WORK, Case.due_on < day)),
    )
    rows = session.execute(select(Case.state, *counted).where(scope).group_by(Case.state)).all()
    by_state = {str(state): int(number) for state, number, _, _ in rows}
    return _by_tab(by_state, sum(int(row[2]) for row in rows)), sum(int(row[3]) for row in rows)


def _by_tab(by_state: Mapping[str, int], proposed: int) -> dict[Tab, int]:
    found = {tab: sum(by_state.get(state, 0) for state in STATES[tab]) for tab in Tab}
    return {**found, Tab.PROPOSED: proposed}


def _counted(condition: ColumnElement[bool]) -> Any:
    some = select(literal(1)).select_from(Case).where(condition).limit(bounded.MOST).subquery()
    return select(func.count()).select_from(some).scalar_subquery()
