"""A family that booked has come: what it answered becomes a visit at the counter, and nothing is asked again."""

from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit, ledger
from portal.db import new_id, writing
from portal.opening import today
from portal.people import StaffSeat
from portal.refused import Refused
from portal.shielded import COUNTER
from services.window.actions import booked_days, visits
from services.window.actions.bookings import EVENT, SUBJECT
from services.window.actions.slips import Payload
from services.window.models.bookings import Booking
from services.window.models.visits import Visit
from services.window.rules.booking import State


def start(session: Session, seat: StaffSeat, booking_id: UUID, now: datetime) -> UUID:
    """Begin the visit with the answers of the booking, which stay with it until its day is over; gives the visit."""
    found = booked_days.standing(session, seat, booking_id)
    with writing(session):
        row = session.scalar(
            select(Booking)
            .where(Booking.id == booking_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if row is None or row.sealed is None or row.state not in (State.BOOKED, State.CAME, State.MISSED):
            raise Refused("booking_over", 409)
        first = row.state != State.CAME
        row.state, row.came_at, row.changed_at = State.CAME, row.came_at or now, now
        session.flush()
        visit_id = uuid5(row.id, "visit")
        there = session.get(Visit, visit_id, populate_existing=True)
        if there is not None and there.ended_at is None and there.ends_at > now:
            # Pressed a second time, or by a colleague: the visit goes on.
            return visit_id
        if there is not None and there.handed_at is not None:
            raise Refused("booking_over", 409)
        safe = ("mail" if found.mail_is_safe else COUNTER) if row.shielded else ""
        payload = Payload(row.event, dict(found.answers), row.locale, row.made_at, safe)
        # Called off by mistake, it begins anew, under a number of its own.
        begun = new_id() if there is not None else visit_id
        visit_id = visits.place(session, seat, payload, now, from_slip=True, visit_id=begun)
        audit.did(session, "staff", seat.id, "visit_begun", SUBJECT, row.id, now)
        if first:
            ledger.event(session, ledger.Kind.CHECKED_IN, EVENT, row.channel, row.division, today(now))
    return visit_id
