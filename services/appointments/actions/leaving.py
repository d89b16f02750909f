"""One of a party does not come: their places are free again, and the others keep the same case, page and receipt."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import inbox
from portal.db import writing
from portal.inbox import Actor, Case
from portal.pack.appointments import Bookable, FirstCancelled
from portal.refused import Refused
from portal.slots import claiming
from services.appointments.actions import charging, ending, looking, noticing, party, standing, yearly
from services.appointments.actions.noticing import News
from services.appointments.models import Appointment, Visitor
from services.appointments.rules import laying
from services.appointments.rules.laying import Laid
from services.appointments.rules.states import STANDING, State


def leave(session: Session, appointment_id: UUID, place: int, actor: Actor, now: datetime) -> Appointment:
    """Take one out of a party; a second click changes nothing, and the last one ends the whole appointment."""
    seen = session.get(Appointment, appointment_id)
    if seen is None:
        raise Refused("use_unknown", 404)
    found = looking.find(session, seen.bookable)
    with writing(session):
        case = inbox.take_hold(session, seen.case_id) if seen.case_id else None
        row = standing.take_hold(session, appointment_id)
        if row.state not in STANDING or (row.starts_at <= now and actor.kind == "resident"):
            raise Refused("use_over", 409)
        if [one.place for one in party.there(session, row)] == [place]:
            ending.within(session, appointment_id, actor, now)
        elif _out(session, found, row, place, now):
            charging.forgo(session, row, case, now, place)
            _second(session, found, row, case, place, now)
            _tell(session, found, row, case, actor, now)
    ending.move_up(session, found, now)
    return row


def _out(session: Session, found: Bookable, row: Appointment, place: int, now: datetime) -> bool:
    """Give the places of one back; false where they had left before."""
    query = select(Visitor).where(Visitor.appointment_id == row.id, Visitor.place == place)
    one = session.scalar(query.execution_options(populate_existing=True))
    if one is None:
        raise Refused("use_unknown", 404)
    if one.gone_at is not None:
        return False
    if row.state == State.BOOKED:
        laid = Laid(one.starts_at, one.ends_at, standing.matters_of(found, one), 0)
        claiming.reseat(session, (), laying.seats(found, (laid,)))
        if row.dose == 1:
            yearly.leave_one(session, found, one, row.starts_at)
    one.gone_at = now
    row.people -= 1
    standing.touched(row, now)
    session.flush()
    return True


def _second(
    session: Session, found: Bookable, first: Appointment, case: Case | None, place: int, now: datetime
) -> None:
    """Their second dose goes with the first, where the file says so."""
    if found.doses is None or first.dose != 1 or found.doses.first_cancelled is not FirstCancelled.CANCEL:
        return
    query = select(Appointment.id).where(Appointment.after_id == first.id, Appointment.state.in_(STANDING))
    for second_id in session.scalars(query.order_by(Appointment.id)).all():
        row = standing.take_hold(session, second_id)
        if _out(session, found, row, place, now):
            charging.forgo(session, row, case, now, place)


def _tell(
    session: Session, found: Bookable, row: Appointment, case: Case | None, actor: Actor, now: datetime
) -> None:
    standing.note(session, row, "one_left", actor, now)
    if case is not None:
        inbox.note(session, case, "booking_moved", actor, now, public=True)
        noticing.tell(session, case, found, row, News.LEFT, now)
    claiming.changed(session, found.name)
