"""The room's work beside requests: holds that nobody came back to lapse."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import writing
from portal.jobs import Every
from portal.pack import Pack
from portal.slots import claiming
from services.appointments.actions import standing
from services.appointments.models import Appointment
from services.appointments.rules.states import State

_AT_ONCE = 500


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


WORKERS: dict[str, Callable[..., None]] = {"lapse_appointments": Every(timedelta(minutes=1), lapse)}
