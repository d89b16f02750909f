"""Redeeming: what a scanner or a voice gives becomes a visit, in the one block that erases the slip."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal import throttle
from portal.db import writing
from portal.people import StaffSeat
from portal.refused import Refused
from portal.throttle import Claim, Limit
from services.window.actions import slips, spoken, visits
from services.window.rules import tokens

# A counter scans a person every few minutes; whoever tries token after token is slowed down to four a minute.
TRIES = Limit(burst=20, every=timedelta(seconds=15))


def redeem(session: Session, seat: StaffSeat, typed: str, now: datetime) -> UUID:
    """Take a slip over into a visit: a crash between the two loses nothing, for there is no between."""
    meant = tokens.read(typed)
    if not meant:
        raise Refused("slip_unreadable", status=422)
    claims = [Claim("slip_redeem", (seat.id.bytes,), TRIES)]
    with writing(session):
        throttle.take(session, claims, now)
    token = spoken.token_of(session, meant, seat.id, now) if tokens.is_code(meant) else meant
    with writing(session):
        payload = slips.redeem(session, token, seat.id, now)
        visit_id = visits.place(session, seat, payload, now, from_slip=True)
        throttle.give_back(session, claims)
    return visit_id
