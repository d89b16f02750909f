"""Booking: a time is held while somebody types, booked with what they typed, or booked at once by staff."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import filing
from portal.db import writing
from portal.filing import Handed
from portal.inbox import Case
from portal.pack import Pack
from portal.pack.appointments import Bookable
from portal.refused import Refused
from portal.slots import claiming
from services.appointments.actions import charging, draws, looking, noticing, standing, yearly
from services.appointments.actions.noticing import News
from services.appointments.actions.wishes import Wish, asked
from services.appointments.models import Appointment
from services.appointments.rules import laying
from services.appointments.rules.lots import Stage
from services.appointments.rules.states import State

# Long enough to type the names of a family; short enough that nobody is kept out by somebody who left.
HOLD = timedelta(minutes=15)


def hold(session: Session, wish: Wish, now: datetime) -> Appointment:
    """Keep a time for somebody who begins to type; the same form sent twice is one hold."""
    want = asked(session, wish, now)
    laid = () if wish.waits or want.applies else looking.laid(session, want.found, wish.starts, want.wishes)
    with writing(session):
        row = standing.stand(session, want, laid, now, now + HOLD)
        claiming.changed(session, want.found.name)
    return row


def confirm(session: Session, appointment_id: UUID, handed: Handed, now: datetime, relief: str = "") -> Case:
    """Send in what was typed: the case and every dose held for it are stored together or not at all."""
    seen = session.get(Appointment, appointment_id)
    if seen is None:
        raise Refused("use_unknown", 404)
    pack: Pack = session.info["pack"]
    found = looking.find(session, seen.bookable)
    drawn = found.lot is not None and draws.stage(session, found, now) is not Stage.DONE
    news = News.APPLIED if drawn else News.WAITING if seen.state == State.WAITING else News.BOOKED
    handed = replace(
        handed,
        origin=appointment_id,
        division=found.division,
        # Nobody has anything to decide: the case is closed as it arrives.
        at_once=True,
        message=noticing.template(news),
        said=noticing.said(session, found, seen, news, handed.locale),
    )
    made = filing.ready(session, handed, pack, now)
    with writing(session):
        rows = [standing.take_hold(session, one) for one in _together(session, appointment_id)]
        if rows[0].case_id is not None:
            # A second click: what it asks for is done.
            return session.get_one(Case, rows[0].case_id)
        for row in rows:
            _keep(session, found, row, drawn=drawn)

        def beside(session: Session, case: Case) -> None:
            for row in rows:
                yearly.enter(session, found, row, handed.answers)
                if row.state == State.APPLIED:
                    draws.enter(session, found, row, handed.answers, now)
                standing.settle(session, found, row, case.id, now)
                if row.state == State.BOOKED:
                    charging.owe(session, found, row, case, handed.answers, now, relief)

        case = filing.arrive(session, made, now, beside)
        claiming.changed(session, found.name)
    return case


def book(session: Session, wish: Wish, handed: Handed, now: datetime, relief: str = "") -> Appointment:
    """Book at once, for whoever stands at the counter or telephones."""
    row = hold(session, wish, now)
    confirm(session, row.id, handed, now, relief)
    return session.get_one(Appointment, row.id, populate_existing=True)


def _together(session: Session, first: UUID) -> list[UUID]:
    """An appointment and the second dose held with it, in the order in which everybody locks them."""
    query = select(Appointment.id).where(
        Appointment.after_id == first, Appointment.state.in_((State.HELD, State.LAPSED))
    )
    return [first, *session.scalars(query.order_by(Appointment.id))]


def _keep(session: Session, found: Bookable, row: Appointment, *, drawn: bool) -> None:
    """Whoever typed for too long gets it all the same where nobody has taken it since."""
    if drawn and row.state == State.LAPSED:
        row.state = State.APPLIED
    elif row.state == State.LAPSED:
        laid = tuple(
            laying.Laid(one.starts_at, one.ends_at, standing.matters_of(found, one), 0)
            for one in standing.visitors(session, [row.id])[row.id]
        )
        again = looking.laid(session, found, row.starts_at, [one.matters for one in laid])
        if [one.starts for one in again] != [one.starts for one in laid]:
            raise Refused("seats_taken", 409)
        claiming.reseat(session, laying.seats(found, again), ())
        standing.still(session, found, again)
        row.state = State.HELD
    elif row.state not in ((State.APPLIED,) if drawn else (State.HELD, State.WAITING)):
        raise Refused("use_over", 409)
