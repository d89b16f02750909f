"""The dates of a series, one short block each: booked, given back, and told in one message when the last is done.

What is to be done stands in the rows before it begins, so that a worker ends whatever was interrupted. Locks are taken in
one order: the series, its case, its dates, and then as for every booking.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import inbox
from portal.db import new_id, writing
from portal.inbox import Actor
from portal.pack import Pack
from portal.pack.buildings import Who
from portal.refused import Refused
from portal.slots import claiming
from services.reservations.actions import cancelling, charging, noticing, standing
from services.reservations.actions.noticing import Dates, Line
from services.reservations.actions.series_plan import Plan, look, wish_of
from services.reservations.actions.wishes import NOTHING, Terms, asked, placed
from services.reservations.models.bookings import Booking
from services.reservations.models.series import Series, SeriesDate
from services.reservations.rules import prices, series
from services.reservations.rules.series import Met, State

# Whoever began a series has so long to end it before the worker does.
_BEGUN = timedelta(minutes=2)


def work(session: Session, id: UUID, now: datetime, by: Actor = inbox.HOUSE, reason: str = "") -> None:
    """Do what its dates wait for, then tell."""
    row = session.get_one(Series, id, populate_existing=True)
    plan = plan_of(row)
    query = select(SeriesDate.day, SeriesDate.state).where(
        SeriesDate.series_id == id, SeriesDate.state.in_([State.PLANNED, State.LEAVING])
    )
    for day, state in session.execute(query.order_by(SeriesDate.day)).all():
        if state == State.PLANNED:
            _book(session, row, plan, day, now)
        else:
            _give_back(session, row, day, by, now, reason)
    _tell(session, id, now)


def work_due(session: Session, now: datetime) -> None:
    """End what was interrupted."""
    due = select(Series.id).where(Series.told_at.is_(None), Series.made_at < now - _BEGUN)
    for id in session.scalars(due.order_by(Series.id)).all():
        work(session, id, now)


def plan_of(row: Series) -> Plan:
    """A series as the plan it was made by."""
    rhythm = series.thawed(row.rhythm)
    return Plan(
        row.building, row.unit, rhythm, row.first_day, row.last_day, row.purpose, row.people, Who(row.who), row.relief
    )  # fmt: skip


def _book(session: Session, row: Series, plan: Plan, day: date, now: datetime) -> None:
    """Take one date; where somebody was faster it waits for staff, with the reason."""
    try:
        _take(session, row, plan, day, now)
    except Refused:
        place = placed(session, row.building, row.unit, row.purpose)
        met = look(session, place, plan, day).met or Met.BOOKING
        with writing(session):
            mine = _date(session, row.id, day)
            if mine.state == State.PLANNED:
                mine.state, mine.met = State.OPEN, met
            session.flush()


def _take(session: Session, row: Series, plan: Plan, day: date, now: datetime) -> None:
    unit = session.get_one(SeriesDate, (row.id, day), populate_existing=True).unit
    wish = wish_of(
        plan, day, unit, once_key=new_id(), holder=row.holder, group=row.group_id, series=row.id, made_by=row.made_by
    )  # fmt: skip
    place = asked(session, wish, now)
    bill = prices.price(place.building, place.unit, wish.starts, wish.ends, wish.who, row.relief)
    terms = Terms(row.holder, row.relief, NOTHING, row.group_id)
    with writing(session):
        case = inbox.take_hold(session, row.case_id)
        mine = _date(session, row.id, day)
        if mine.state != State.PLANNED:
            return
        booked = standing.stand(session, place, wish, bill, now)
        standing.keep(session, booked, place, terms, now)
        standing.settle(session, booked, place, terms, bill, now)
        charging.owe(session, booked, place.building, bill, case, now)
        mine.state, mine.booking_id = State.BOOKED, booked.id
        session.flush()
        claiming.changed(session, row.building)


def _give_back(session: Session, row: Series, day: date, by: Actor, now: datetime, reason: str) -> None:
    with writing(session):
        inbox.take_hold(session, row.case_id)
        mine = _date(session, row.id, day)
        if mine.state != State.LEAVING or mine.booking_id is None:
            return
        try:
            cancelling.within(session, mine.booking_id, by, now, reason, tell=False)
        except Refused:
            # It was used in the meantime.
            mine.state, mine.told = State.BOOKED, True
        else:
            mine.state = State.CANCELLED
        session.flush()


def _tell(session: Session, id: UUID, now: datetime) -> None:
    """One message about everything that is new, once nothing waits any more."""
    with writing(session):
        query = select(Series).where(Series.id == id).with_for_update()
        row = session.scalars(query.execution_options(populate_existing=True)).one()
        if row.told_at is not None:
            return
        mine = session.scalars(
            select(SeriesDate).where(SeriesDate.series_id == id).order_by(SeriesDate.day)
            .execution_options(populate_existing=True)
        ).all()  # fmt: skip
        if any(one.state in (State.PLANNED, State.LEAVING) for one in mine):
            return
        new = [one for one in mine if not one.told]
        pack: Pack = session.info["pack"]
        house = pack.buildings.get(row.building)
        if new and house is not None:
            case = inbox.take_hold(session, row.case_id)
            noticing.dates(session, case, house, _lines(session, row, new), now)
        for one in new:
            one.told = True
        row.told_at = now
        session.flush()


def _lines(session: Session, row: Series, new: list[SeriesDate]) -> Dates:
    rhythm = series.thawed(row.rhythm)
    ids = [one.booking_id for one in new if one.booking_id]
    booked = {one.id: one for one in session.scalars(select(Booking).where(Booking.id.in_(ids)))}
    lines: dict[str, list[Line]] = {state: [] for state in State}
    for one in new:
        made = booked.get(one.booking_id) if one.booking_id else None
        span = (made.starts_at, made.ends_at) if made else rhythm.span(one.day)
        lines[one.state].append(Line(made.unit if made else one.unit, *span, why=one.met))
    return Dates(lines[State.BOOKED], lines[State.CANCELLED], lines[State.LEFT], lines[State.OPEN])


def _date(session: Session, id: UUID, day: date) -> SeriesDate:
    query = select(SeriesDate).where(SeriesDate.series_id == id, SeriesDate.day == day).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()
