"""What a new edition of a building would leave without its room or its time: bookings, and rounds that are being drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.pack import Pack
from portal.pack.buildings import Building
from portal.slots.tables import SlotClaim
from services.reservations.models.bookings import Booking
from services.reservations.models.rounds import Round
from services.reservations.rules import claims, editions
from services.reservations.rules.rounds import State as Stage
from services.reservations.rules.states import CLAIMING

_RUNNING = (Stage.OPEN, Stage.CLOSED, Stage.DRAWN)


@dataclass(frozen=True)
class InTheWay:
    """Bookings and rounds that stand against it; `steps`: times that are taken in steps of another length."""

    bookings: tuple[Booking, ...] = ()
    rounds: tuple[Round, ...] = ()
    steps: bool = False

    def __bool__(self) -> bool:
        return bool(self.bookings or self.rounds or self.steps)


def found(session: Session, after: Building, now: datetime) -> InTheWay:
    """What stands in the way of an edition, from now on."""
    pack: Pack = session.info["pack"]
    before = pack.buildings.get(after.key)
    if before is None:
        return InTheWay()
    holidays = pack.closed_days
    bookings = tuple(
        row for row in _bookings(session, before, now) if not editions.carries(before, after, row, holidays)
    )
    rounds = tuple(row for row in _rounds(session, before) if not _drawn_as_before(row, before, after, pack))
    steps = before.raster != after.raster and _taken(session, before, now)
    return InTheWay(bookings, rounds, steps)


def _bookings(session: Session, house: Building, now: datetime) -> Sequence[Booking]:
    # Nothing is booked over more than a day.
    query = select(Booking).where(
        Booking.building == house.key,
        Booking.starts_at > now - timedelta(days=1),
        Booking.ends_at > now,
        Booking.state.in_(CLAIMING),
    )
    return session.scalars(query.order_by(Booking.starts_at, Booking.id)).all()


def _rounds(session: Session, house: Building) -> Sequence[Round]:
    query = select(Round).where(Round.building == house.key, Round.state.in_(_RUNNING))
    return session.scalars(query.order_by(Round.opens_at)).all()


def _drawn_as_before(row: Round, before: Building, after: Building, pack: Pack) -> bool:
    days = [row.first_day + timedelta(days=n) for n in range((row.last_day - row.first_day).days + 1)]
    return all(
        editions.offers_as_before(before, after, unit, days, pack.closed_days) for unit in row.units.split()
    )


def _taken(session: Session, house: Building, now: datetime) -> bool:
    names = [claims.space(house, one.key) for one in house.spaces]
    query = select(SlotClaim.slot).where(
        SlotClaim.space.in_(names), SlotClaim.slot >= claims.slot(house, now)
    )
    return session.scalar(query.limit(1)) is not None
