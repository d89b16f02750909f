"""What stays of a booking whose case is erased, or whose resident is forgotten: when and where, and not whose."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from portal.inbox import Case
from portal.slots.tables import QuotaCount
from portal.vault import vault_of
from services.reservations.actions import entries, favourites, waiting, wishes
from services.reservations.models.bookings import Booking
from services.reservations.models.given_back import Point
from services.reservations.models.rounds import Carry, Entry
from services.reservations.models.series import Series


def forget(session: Session, case: Case, now: datetime) -> None:
    """Empty whose it was, in the transaction that erases the case; the points for it go too."""
    series = select(Series.id).where(Series.case_id == case.id)
    _empty(session, or_(Booking.case_id == case.id, Booking.series_id.in_(series)))
    session.execute(update(Series).where(Series.case_id == case.id).values(holder=None, group_id=None))


def forget_resident(session: Session, resident: UUID, holders: Collection[bytes], now: datetime) -> None:
    """Nothing leads to somebody who is forgotten: not their bookings, quotas, points, entries, favourites, nor luck carried over."""
    mine = wishes.holder(vault_of(session), resident=resident)
    people = select(Entry.person).where(Entry.holder == mine)
    session.execute(delete(Carry).where(Carry.person.in_(people)))
    entries.forget(session, resident, holders, now)
    if mine is not None:
        waiting.forget_resident(session, mine)
        favourites.forget(session, mine)
    session.execute(delete(QuotaCount).where(QuotaCount.holder == mine))
    session.execute(delete(Point).where(Point.holder == mine))
    _empty(session, Booking.holder == mine)


def _empty(session: Session, which: ColumnElement[bool]) -> None:
    mine = select(Booking.id).where(which)
    session.execute(delete(Point).where(Point.booking_id.in_(mine)))
    session.execute(update(Booking).where(which).values(holder=None, group_id=None))
