"""What stays of a booking whose case is erased: when and where, and not whose."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.inbox import Case
from services.reservations.models.bookings import Booking
from services.reservations.models.given_back import Point


def forget(session: Session, case: Case, now: datetime) -> None:
    """Empty whose it was, in the transaction that erases the case; the points for it go too."""
    mine = select(Booking.id).where(Booking.case_id == case.id)
    session.execute(delete(Point).where(Point.booking_id.in_(mine)))
    session.execute(update(Booking).where(Booking.case_id == case.id).values(holder=None, group_id=None))
