"""Another time for the same people: the new one first, the old one after, in one block."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal import inbox
from portal.db import writing
from portal.inbox import Actor
from portal.opening import today
from portal.pack.appointments import Bookable, Sort
from portal.refused import Refused
from portal.slots import claiming
from services.appointments.actions import charging, looking, noticing, standing, yearly
from services.appointments.actions.noticing import News
from services.appointments.actions.wishes import Wish, asked
from services.appointments.models import Appointment
from services.appointments.rules import doses, laying, times
from services.appointments.rules.states import PLACED, STANDING, State


def move(
    session: Session, appointment_id: UUID, starts: datetime, actor: Actor, now: datetime, reason: str = ""
) -> Appointment:
    """Move everybody of an appointment; refused where the new time is not to be had, and then nothing has changed."""
    seen = session.get(Appointment, appointment_id)
    if seen is None:
        raise Refused("use_unknown", 404)
    found = looking.find(session, seen.bookable)
    _may(found, seen, starts, actor, now)
    people = standing.who(session, seen.id)
    wishes = [tuple(one for key in keys if (one := found.matter(key)) is not None) for _, keys, _ in people]
    laid = looking.laid(session, found, starts, wishes, standing.has(session, found, seen))
    with writing(session):
        case = inbox.take_hold(session, seen.case_id) if seen.case_id else None
        row = standing.take_hold(session, appointment_id)
        if row.state != State.BOOKED or row.version != seen.version:
            raise Refused("use_changed", 409)
        _interval(session, found, row, starts)
        yearly.move(session, found, row, starts)
        claiming.reseat(session, laying.seats(found, laid), standing.has(session, found, row))
        standing.still(session, found, laid)
        standing.write_people(session, row.id, people, laid, starts)
        row.starts_at, row.ends_at = starts, max(one.ends for one in laid)
        row.reminded_at = None
        standing.touched(row, now)
        session.flush()
        standing.note(session, row, "moved", actor, now)
        if case is not None:
            inbox.note(session, case, "booking_moved", actor, now, public=True)
            # Whoever moved it themselves has it on the page; whoever was moved is told as they asked to be told.
            news = News.MOVED if actor.kind == "resident" else News.RESCHEDULED
            noticing.tell(session, case, found, row, news, now, reason)
        claiming.changed(session, found.name)
    return row


def second(
    session: Session, first_id: UUID, starts: datetime, once_key: UUID, actor: Actor, now: datetime
) -> Appointment:
    """A second dose for the people of a first: held with it while they type, or booked beside it in the same case."""
    seen = session.get(Appointment, first_id)
    found = looking.find(session, seen.bookable) if seen else None
    if seen is None or found is None or found.doses is None or seen.dose != 1:
        raise Refused("use_unknown", 404)
    mine = standing.visitors(session, [seen.id])[seen.id]
    people, places = tuple(tuple(one.matters.split()) for one in mine), tuple(one.place for one in mine)
    wish = Wish(
        found.key, starts, people, once_key, seen.channel, seen.made_by, after=first_id, places=places
    )
    want = asked(session, wish, now)
    laid = looking.laid(session, found, starts, want.wishes)
    with writing(session):
        case = inbox.take_hold(session, seen.case_id) if seen.case_id else None
        first = standing.take_hold(session, first_id)
        if first.case_id != seen.case_id or first.state not in PLACED:
            raise Refused("use_changed", 409)
        if not doses.fits(found.doses, today(first.starts_at), today(starts)):
            raise Refused("interval_broken", 409)
        if (other := second_of(session, first)) is not None:
            return other
        row = standing.stand(session, want, laid, now, first.hold_until)
        if case is not None:
            standing.settle(session, found, row, case.id, now)
            charging.owe(session, found, row, case, inbox.answers(session, case), now)
            noticing.tell(session, case, found, row, News.BOOKED, now)
        claiming.changed(session, found.name)
    return row


def window(session: Session, found: Bookable, first: Appointment, now: datetime) -> tuple[looking.Day, ...]:
    """The days on which the second dose of a first can be had."""
    if found.doses is None:
        return ()
    least, most = doses.window(found.doses, today(first.starts_at))
    begin, end = looking.bookable_span(found, now)
    wishes = [standing.matters_of(found, one) for one in standing.visitors(session, [first.id])[first.id]]
    days = looking.days(session, found, max(least, begin), min(most, end), wishes, now)
    return tuple(one for one in days if one.free)


def second_of(session: Session, first: Appointment) -> Appointment | None:
    """The second dose that stands beside a first."""
    query = select(Appointment).where(Appointment.after_id == first.id, Appointment.state.in_(tuple(PLACED)))
    return session.scalar(query.order_by(Appointment.id))


def _may(found: Bookable, row: Appointment, starts: datetime, actor: Actor, now: datetime) -> None:
    if found.sort is Sort.COURSE or row.state not in STANDING:
        raise Refused("use_over", 409)
    if actor.kind != "resident":
        return
    if row.starts_at <= now or starts <= now:
        raise Refused("time_is_past", 409)
    if code := times.fault(found, today(starts), now):
        raise Refused(code, 409)


def _interval(session: Session, found: Bookable, row: Appointment, starts: datetime) -> None:
    """The other dose of a pair keeps its interval, or the move is refused."""
    if found.doses is None:
        return
    query = select(Appointment).where(
        or_(Appointment.after_id == row.id, Appointment.id == row.after_id),
        Appointment.state.in_((State.BOOKED, State.CAME)),
    )
    for other in session.scalars(query):
        pair = (starts, other.starts_at) if other.dose == 2 else (other.starts_at, starts)
        if not doses.fits(found.doses, today(pair[0]), today(pair[1])):
            raise Refused("interval_broken", 409)
