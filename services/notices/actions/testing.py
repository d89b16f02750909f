"""A member of staff lets their own talk on LINE get tests, or gets none any more."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal import audit, testers
from portal.db import writing
from portal.people import StaffSeat


def give(session: Session, seat: StaffSeat, now: datetime) -> str:
    """A code to write in one's own talk."""
    with writing(session):
        audit.did(session, "staff", seat.id, "tester_code", "staff", seat.id, now)
        return testers.give(session, seat.id, now)


def leave(session: Session, seat: StaffSeat, now: datetime) -> None:
    """No tests any more."""
    with writing(session):
        audit.did(session, "staff", seat.id, "tester_left", "staff", seat.id, now)
        testers.leave(session, seat.id)
