"""What each part of 今日の仕事 holds, as conditions on cases: the same for the page of the day and for the list it leads to."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.corrections import Correction
from portal.decisions import Decision
from portal.inbox import Case
from portal.opening import last_closing, last_open_day, today
from portal.payments import Due, Move, Payment
from portal.people import StaffSeat
from portal.states import OPEN, State
from services.desk.actions.standing import READ, answering, pack_of
from services.desk.models import AT_WORK
from services.desk.rules import Work

# A case without a deadline comes after all that have one.
NEVER = date(9996, 1, 1)
DECIDE = "case.decide"


@dataclass(frozen=True)
class Day:
    """The day of a division: when its office closed last, which working day came before."""

    today: date
    closed_at: datetime
    before: date


Condition = Callable[[StaffSeat, Day], ColumnElement[bool]]


def divisions(seat: StaffSeat, work: Work | None) -> frozenset[str]:
    """Whose cases count: proposals are shown to those who decide about them."""
    return seat.divisions_for(DECIDE if work is Work.PROPOSED else READ)


def day_of(session: Session, division: str, now: datetime) -> Day:
    """The day as one division's office has it."""
    pack, day = pack_of(session), today(now)
    office = answering(session, division, day).office
    return Day(day, last_closing(pack, office, now), last_open_day(pack, office, day))


def arms(session: Session, seat: StaffSeat, work: Work, now: datetime) -> list[Select[Any]]:
    """A block's part of each division, in the order in which a clerk takes it up."""
    chosen, key = divisions(seat, work), ORDER.get(work, Case.arrived_at)
    parts = _parts(session, seat, work, chosen, now)
    return [select(Case.id.label("id"), key.label("key")).where(one) for one in parts]


def among(
    session: Session, seat: StaffSeat, work: Work, chosen: Collection[str], now: datetime
) -> ColumnElement[bool]:
    """The same as one condition over several divisions, for the list."""
    parts = _parts(session, seat, work, chosen, now)
    return or_(*parts) if parts else false()


def _parts(
    session: Session, seat: StaffSeat, work: Work, chosen: Collection[str], now: datetime
) -> list[ColumnElement[bool]]:
    """A condition for each division, or for those together that share a day where one question is cheaper than many."""
    together: dict[Any, tuple[Day, list[str]]] = {}
    for one in sorted(set(chosen) & divisions(seat, work)):
        day = day_of(session, one, now)
        # Few were paid in two days, but finding them is costly; so that is asked once for all divisions.
        together.setdefault(day.before if work is Work.PAID else one, (day, []))[1].append(one)
    return [and_(Case.division.in_(some), WHERE[work](seat, day)) for day, some in together.values()]


def pending() -> Select[Any]:
    """The cases whose outcome was proposed and waits."""
    return select(Decision.case_id).where(Decision.decided_at.is_(None), Decision.sent_back_at.is_(None))


def _arrived(_seat: StaffSeat, day: Day) -> ColumnElement[bool]:
    return and_(Case.state.in_((State.ARRIVED, State.ACCEPTED)), Case.arrived_at >= day.closed_at)


def _due(_seat: StaffSeat, day: Day) -> ColumnElement[bool]:
    return and_(AT_WORK, Case.due_on <= day.today)


def _corrected(_seat: StaffSeat, _day: Day) -> ColumnElement[bool]:
    answered = exists().where(Correction.case_id == Case.id, Correction.answered_at.is_not(None))
    return and_(Case.state == State.REVIEW, answered, Case.id.not_in(pending()))


def _lapsed(_seat: StaffSeat, day: Day) -> ColumnElement[bool]:
    late = select(Correction.case_id).where(
        Correction.answered_at.is_(None), Correction.dropped_at.is_(None), Correction.due_on < day.today
    )
    return and_(Case.state == State.CORRECTION, Case.id.in_(late))


def _proposed(seat: StaffSeat, _day: Day) -> ColumnElement[bool]:
    # Four eyes: whoever proposed has nothing to decide here.
    others = or_(Decision.proposed_by.is_(None), Decision.proposed_by != seat.id)
    return and_(Case.state == State.REVIEW, Case.id.in_(pending().where(others)))


def _paid(seat: StaffSeat, day: Day) -> ColumnElement[bool]:
    # Looked up one by one and before the cases are: joined, PostgreSQL reads every due the town ever had, or all that is
    # open, for the payments of two days. A case stays in the division that its dues name.
    mine = (Due.subject_kind == "case", Due.division.in_(seat.divisions_for(READ)))
    about = select(Due.subject_id).where(Due.id == Payment.due_id, *mine).scalar_subquery()
    lately = select(about.label("id")).where(Payment.move == Move.PAID, Payment.booked_on >= day.before)
    paid = lately.cte().prefix_with("MATERIALIZED", dialect="postgresql")
    return and_(Case.state.in_(OPEN), Case.id.in_(select(paid.c.id).where(paid.c.id.is_not(None))))


def _nobodys(_seat: StaffSeat, _day: Day) -> ColumnElement[bool]:
    return and_(Case.state.in_(OPEN), Case.assignee.is_(None))


WHERE: Mapping[Work, Condition] = {
    Work.ARRIVED: _arrived,
    Work.DUE: _due,
    Work.CORRECTED: _corrected,
    Work.LAPSED: _lapsed,
    Work.PROPOSED: _proposed,
    Work.PAID: _paid,
    Work.NOBODYS: _nobodys,
}
ORDER: Mapping[Work, InstrumentedAttribute[Any] | ColumnElement[Any]] = {
    Work.DUE: Case.due_on,
    Work.CORRECTED: func.coalesce(Case.due_on, literal(NEVER)),
}
