"""A request whose day passed before anybody allowed it: ended, told, and shown to those who did not answer."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import inbox, tasks
from portal.db import writing
from portal.opening import midnight, today
from portal.refused import Refused
from services.reservations.actions import cancelling, standing
from services.reservations.actions.noticing import UNDECIDED
from services.reservations.actions.wishes import placed
from services.reservations.models.bookings import Booking
from services.reservations.rules.states import State

TASK = "use_undecided"


def end_due(session: Session, now: datetime) -> None:
    """End each request of a day that is over, in a block of its own."""
    over = select(Booking.id).where(Booking.state == State.PENDING, Booking.ends_at <= midnight(today(now)))
    for booking_id in session.scalars(over.order_by(Booking.id)).all():
        # Somebody may allow it, or give it up, at this very moment: then theirs stands.
        with suppress(Refused), writing(session):
            _end(session, booking_id, now)


def _end(session: Session, booking_id: UUID, now: datetime) -> None:
    case_id = standing.cases_of(session, [booking_id]).get(booking_id)
    if case_id is not None:
        inbox.take_hold(session, case_id)
    row = standing.take_hold(session, booking_id)
    if row.state != State.PENDING:
        return
    cancelling.within(session, booking_id, inbox.HOUSE, now, why=UNDECIDED)
    house = placed(session, row.building, row.unit, row.purpose).building
    refs = {"case": str(case_id)} if case_id else {"booking": str(booking_id)}
    tasks.add(session, TASK, division=house.operator, refs=refs, now=now, key=f"{TASK}:{booking_id}")
