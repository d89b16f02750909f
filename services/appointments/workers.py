"""The room's work beside requests: holds lapse, closures are carried on, and people are reminded the day before."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import writing
from portal.house import House
from portal.inbox import Case
from portal.jobs import Every
from portal.opening import TOKYO, midnight, today
from portal.pack import Pack
from portal.slots import claiming
from services.appointments.actions import closing, drawing, ending, noticing, samples, standing
from services.appointments.actions.noticing import News
from services.appointments.models import Appointment
from services.appointments.rules.states import State

_AT_ONCE = 500
# The day before, at hours when a message wakes nobody.
_FROM, _UNTIL = 9, 20


def lapse(session: Session, now: datetime) -> None:
    """Give back what was held for somebody who did not come back."""
    pack: Pack = session.info["pack"]
    over = select(Appointment.id).where(Appointment.hold_until <= now).order_by(Appointment.hold_until)
    for appointment_id in session.scalars(over.limit(_AT_ONCE)).all():
        with writing(session):
            row = standing.take_hold(session, appointment_id)
            found = pack.appointments.get(row.bookable)
            if found is None or row.hold_until is None or row.hold_until > now:
                continue
            standing.end(session, found, row, State.LAPSED, now)
            claiming.changed(session, found.name)


def move_up(session: Session, now: datetime) -> None:
    """Give places to those who wait where that was interrupted, or staff made room."""
    pack: Pack = session.info["pack"]
    for found in pack.appointments.values():
        ending.move_up(session, found, now)


def remind(session: Session, now: datetime) -> None:
    """Tell everybody who has a time tomorrow, once."""
    pack: Pack = session.info["pack"]
    here = now.astimezone(TOKYO)
    if not _FROM <= here.hour < _UNTIL:
        return
    begin = midnight(today(now) + timedelta(days=1))
    due = select(Appointment.id).where(
        Appointment.state == State.BOOKED,
        Appointment.reminded_at.is_(None),
        Appointment.starts_at >= begin,
        Appointment.starts_at < begin + timedelta(days=1),
    )
    for appointment_id in session.scalars(due.order_by(Appointment.id).limit(_AT_ONCE)).all():
        with writing(session):
            row = standing.take_hold(session, appointment_id)
            found = pack.appointments.get(row.bookable)
            case = session.get(Case, row.case_id) if row.case_id else None
            if found is None or row.reminded_at is not None or row.state != State.BOOKED:
                continue
            row.reminded_at = now
            session.flush()
            noticing.tell(session, case, found, row, News.REMINDER, now)


def sample(session: Session, house: House) -> Sequence[str]:
    """Give the sample town a few appointments, once."""
    return samples.load(session, house.now())


WORKERS: dict[str, Callable[..., None]] = {
    "lapse_appointments": Every(timedelta(minutes=1), lapse),
    "move_up_appointments": Every(timedelta(minutes=1), move_up),
    "call_off_appointments": Every(timedelta(minutes=1), closing.sweep_due),
    "draw_courses": Every(timedelta(minutes=1), drawing.work_due),
    "remind_appointments": Every(timedelta(minutes=10), remind),
}
