"""定期利用: a fixed user gets their hours for a 年度, loses some of them, or gets more; staff decide what is in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal import audit, filing
from portal.db import put, writing
from portal.inbox import Actor, Case
from portal.pack import Pack
from portal.pack.buildings import Building, Unit, Who
from portal.people import StaffSeat
from portal.refused import Refused
from services.reservations.actions import reach, series_plan, series_work
from services.reservations.actions.counter import Told, whose, written
from services.reservations.actions.handing import handed
from services.reservations.actions.reach import MANAGE
from services.reservations.actions.series_plan import Plan, Seen
from services.reservations.actions.wishes import Terms, placed
from services.reservations.models.bookings import Booking
from services.reservations.models.series import Series, SeriesDate
from services.reservations.rules import series
from services.reservations.rules.series import Choice, State
from services.reservations.rules.states import State as BookingState

SUBJECT = "booking_series"
_STANDING = (BookingState.PENDING, BookingState.CONFIRMED)


def make(
    session: Session,
    seat: StaffSeat,
    plan: Plan,
    told: Told,
    choices: Mapping[date, str],
    now: datetime,
    once: UUID,
) -> Series:
    """Store a series with its request and all its dates, then book them one by one; the same form twice is one series."""
    house = reach.building(session, seat, plan.building, MANAGE)
    pack: Pack = session.info["pack"]
    terms, answers = whose(session, house, told, plan.first, now)
    plan = replace(plan, relief=terms.relief)
    found = series_plan.seen(session, plan, now)
    filed = handed(session, answers, now, locale=told.locale, channel="window", origin=once)
    # Nobody has to decide about it any more, and one message tells of all dates once they are booked.
    filed = replace(filed, division=house.operator, at_once=True, message="")
    made = filing.ready(session, filed, pack, now)
    with writing(session):
        row = _row(plan, seat, once, terms, now)
        if session.get(Series, once) is not None:
            return session.get_one(Series, once)

        def beside(session: Session, case: Case) -> None:
            row.case_id = case.id
            session.add(row)
            session.flush()
            _store(session, row, found, choices)

        filing.arrive(session, made, now, beside)
        audit.did(session, "staff", seat.id, "series_made", SUBJECT, row.id, now)
    series_work.work(session, row.id, now)
    return row


def longer(session: Session, row: Series, last: date) -> Plan:
    """The plan of what comes after a series' last day, up to a later one."""
    thawed = series.thawed(row.rhythm)
    latest = (
        select(SeriesDate.day).where(SeriesDate.series_id == row.id).order_by(SeriesDate.day.desc()).limit(1)
    )
    after = max(session.scalar(latest) or row.last_day, row.last_day)
    first = date.fromordinal(after.toordinal() + 1)
    if not series.within_a_year(row.first_day, last):
        raise Refused("series_days", 422)
    return Plan(
        row.building, row.unit, thawed, first, last, row.purpose, row.people, Who(row.who), row.relief, row.first_day
    )  # fmt: skip


def extend(
    session: Session, seat: StaffSeat, id: UUID, last: date, choices: Mapping[date, str], now: datetime
) -> None:
    """Add the dates up to a later day, within the 年度."""
    _, row = of_seat(session, seat, id, MANAGE)
    plan = longer(session, row, last)
    found = series_plan.seen(session, plan, now)
    with writing(session):
        mine = _locked(session, id)
        _store(session, mine, found, choices)
        mine.last_day, mine.told_at = max(last, mine.last_day), None
        audit.did(session, "staff", seat.id, "series_extended", SUBJECT, id, now)
        session.flush()
    series_work.work(session, id, now)


def cancel(session: Session, seat: StaffSeat, id: UUID, first: date, reason: str, now: datetime) -> None:
    """Give back every date from one on; what was undecided from there on is left out. One date is a booking like any other."""
    _, row = of_seat(session, seat, id, MANAGE)
    written(reason)
    mine = (SeriesDate.series_id == id, SeriesDate.day >= first)
    with writing(session):
        row = _locked(session, id)
        ahead = select(Booking.id).where(
            Booking.series_id == id, Booking.starts_at > now, Booking.state.in_(_STANDING)
        )
        session.execute(
            update(SeriesDate)
            .where(*mine, SeriesDate.state == State.BOOKED, SeriesDate.booking_id.in_(ahead))
            .values(state=str(State.LEAVING), told=False)
        )
        session.execute(
            update(SeriesDate)
            .where(*mine, SeriesDate.state.in_([State.OPEN, State.PLANNED]))
            .values(state=str(State.LEFT), told=False)
        )
        row.told_at = None
        audit.did(session, "staff", seat.id, "series_cancelled", SUBJECT, id, now)
        session.flush()
    series_work.work(session, id, now, Actor("staff", seat.id), reason.strip())


def settle(session: Session, seat: StaffSeat, id: UUID, day: date, choice: str, now: datetime) -> None:
    """Decide a date that waits: leave it out, try the same room again, or take another."""
    building, row = of_seat(session, seat, id, MANAGE)
    room = choice or row.unit
    if choice != Choice.LEAVE and building.unit(room) is None:
        raise Refused("facility_unknown", 404)
    waiting = (SeriesDate.series_id == id, SeriesDate.day == day, SeriesDate.state == State.OPEN)
    given = (
        {"state": str(State.LEFT)} if choice == Choice.LEAVE else {"state": str(State.PLANNED), "unit": room}
    )
    with writing(session):
        row = _locked(session, id)
        done = session.execute(
            update(SeriesDate).where(*waiting).values(told=False, **given).returning(SeriesDate.day)
        )
        if done.first() is None:
            raise Refused("use_over", 409)
        row.told_at = None
        audit.did(session, "staff", seat.id, "series_settled", SUBJECT, id, now)
        session.flush()
    series_work.work(session, id, now)


def listed(session: Session, houses: Sequence[Building], since: date) -> Sequence[Series]:
    """The series of some buildings that are not over, the newest 年度 first."""
    query = select(Series).where(Series.building.in_([one.key for one in houses]), Series.last_day >= since)
    return session.scalars(query.order_by(Series.building, Series.unit, Series.id)).all()


def waiting(session: Session, ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many dates of each series somebody still has to decide about."""
    query = (
        select(SeriesDate.series_id, func.count())
        .where(SeriesDate.series_id.in_(ids), SeriesDate.state == State.OPEN)
        .group_by(SeriesDate.series_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def others(
    session: Session, row: Series, found: Sequence[tuple[SeriesDate, Booking | None]]
) -> Mapping[date, tuple[Unit, ...]]:
    """For each date that waits the rooms that are free at its time now; its own comes first where it is."""
    plan, opened = series_work.plan_of(row), [one.day for one, _ in found if one.state == State.OPEN]
    place = placed(session, row.building, row.unit, row.purpose)
    seen = {day: series_plan.look(session, place, plan, day) for day in opened}
    return {day: one.others if one.met else (place.unit, *one.others) for day, one in seen.items()}


def number(session: Session, row: Series) -> str:
    """The receipt number of its request."""
    return session.scalar(select(Case.receipt_no).where(Case.id == row.case_id)) or ""


def dates(session: Session, id: UUID) -> Sequence[tuple[SeriesDate, Booking | None]]:
    """Every date of a series in order, with its booking."""
    query = (
        select(SeriesDate, Booking)
        .outerjoin(Booking, Booking.id == SeriesDate.booking_id)
        .where(SeriesDate.series_id == id)
        .order_by(SeriesDate.day)
    )
    return [(row[0], row[1]) for row in session.execute(query.execution_options(populate_existing=True))]


def of_seat(
    session: Session, seat: StaffSeat, id: UUID, permission: str = reach.READ
) -> tuple[Building, Series]:
    """A series of the seat's buildings; what another operator has given is as unknown as what nobody has."""
    found = session.get(Series, id, populate_existing=True)
    if found is None:
        raise Refused("facility_unknown", 404)
    return reach.building(session, seat, found.building, permission), found


def _row(plan: Plan, seat: StaffSeat, id: UUID, terms: Terms, now: datetime) -> Series:
    return Series(
        id=id, holder=terms.holder, group_id=terms.group, building=plan.building, unit=plan.unit, rhythm=plan.rhythm.json(),
        first_day=plan.first, last_day=plan.last, purpose=plan.purpose, people=plan.people, who=str(plan.who),
        relief=plan.relief, made_at=now, made_by=seat.id, told_at=None,
    )  # fmt: skip


def _store(session: Session, row: Series, found: Sequence[Seen], choices: Mapping[date, str]) -> None:
    decided = series_plan.rooms(found, choices)
    states = {str(Choice.LEAVE): State.LEFT, str(Choice.LATER): State.OPEN}
    put(
        session,
        SeriesDate,
        [
            {
                "series_id": row.id,
                "day": one.day,
                "unit": decided[one.day] if decided[one.day] not in ("", *states) else row.unit,
                "met": str(one.met),
                "state": str(states.get(decided[one.day], State.PLANNED)),
                "booking_id": None,
                "told": False,
            }
            for one in found
        ],
    )


def _locked(session: Session, id: UUID) -> Series:
    query = select(Series).where(Series.id == id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()
