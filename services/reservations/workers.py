"""The room's work beside requests: holds that nobody came back to lapse, times given back open again, rounds are drawn and told."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import writing
from portal.house import House
from portal.jobs import Every
from portal.opening import TOKYO
from portal.pack import Pack
from portal.slots import claiming
from services.reservations.actions import (
    attending,
    drawing,
    groups_keeping,
    passing_on,
    photos,
    reminding,
    rounds,
    samples,
    standing,
    telling,
    undecided,
    waiting,
)
from services.reservations.actions.series_work import work_due
from services.reservations.actions.wishes import Place, placed
from services.reservations.models.bookings import Booking
from services.reservations.models.given_back import Reopening
from services.reservations.rules.states import State

_AT_ONCE = 500
_DAYTIME = 9, 19
_LONGEST_TURNAROUND = timedelta(hours=4)


def lapse(session: Session, now: datetime) -> None:
    """Give back what was held for somebody who did not come back."""
    over = select(Booking.id).where(Booking.hold_until <= now).order_by(Booking.hold_until).limit(_AT_ONCE)
    for booking_id in session.scalars(over).all():
        with writing(session):
            row = standing.take_hold(session, booking_id)
            if row.state != State.HELD or row.hold_until is None or row.hold_until > now:
                continue
            place = placed(session, row.building, row.unit, row.purpose)
            offered = row.channel == waiting.CHANNEL
            if offered:
                waiting.over(session, row)
            standing.end(session, row, place, State.LAPSED, now, later=offered)
            claiming.changed(session, row.building)


def reopen(session: Session, now: datetime) -> None:
    """Open the times whose moment has come."""
    pack: Pack = session.info["pack"]
    due = select(Reopening).where(Reopening.reopens_at <= now).order_by(Reopening.id).limit(_AT_ONCE)
    for found in session.scalars(due).all():
        with writing(session):
            house = pack.buildings.get(found.building)
            if house is not None and (room := house.unit(found.unit)) is not None:
                span = found.starts_at, found.ends_at
                standing.freeing(session, found.id, Place(house, room, None), span, now)
            claiming.release(session, [found.id])
            if house is not None:
                standing.refill(session, house, found.starts_at, found.ends_at + _LONGEST_TURNAROUND)
            standing.freed(session, found.building, found.unit, (found.starts_at, found.ends_at), now)
            session.delete(found)
            session.flush()
            claiming.changed(session, found.building)


def pass_on(session: Session, now: datetime) -> None:
    """Offer what can be had again to whoever waits for it."""
    passing_on.offer_due(session, now)


def remind(session: Session, now: datetime) -> None:
    """Tell whoever booked that the day comes near, while people are awake."""
    if _DAYTIME[0] <= now.astimezone(TOKYO).hour < _DAYTIME[1]:
        reminding.remind(session, now)


def close_uses(session: Session, now: datetime) -> None:
    """End the uses of days that are over: those of which nobody noted anything, and those that nobody allowed."""
    attending.close_due(session, now)
    undecided.end_due(session, now)


def sweep_waiting(session: Session, now: datetime) -> None:
    """Erase who waited for times that are over."""
    passing_on.sweep(session, now)


def draw(session: Session, now: datetime) -> None:
    """Take every round a step further whose time has come."""
    rounds.close_due(session, now)
    drawing.draw_due(session, now)
    drawing.pass_on_due(session, now)
    telling.tell_due(session, now)


def sweep_rounds(session: Session, now: datetime) -> None:
    """Erase who took part in rounds that are long over."""
    rounds.sweep(session, now)


def sweep_photos(session: Session, now: datetime) -> None:
    """Erase pictures that no edition shows."""
    photos.sweep(session, now)


def keep_groups(session: Session, now: datetime) -> None:
    """Remind groups whose registration ends, let those expire whose last day is over, erase those long over."""
    groups_keeping.remind(session, now)
    groups_keeping.expire(session, now)
    groups_keeping.sweep(session, now)


def sample(session: Session, house: House) -> Sequence[str]:
    """Fill the sample town's calendar, once."""
    return samples.load(session, house.pack, house.now())


WORKERS: dict[str, Callable[..., None]] = {
    "lapse_holds": Every(timedelta(minutes=1), lapse),
    # What a request began and did not end.
    "book_series": Every(timedelta(minutes=5), work_due),
    "reopen_times": Every(timedelta(minutes=1), reopen),
    "remind_uses": Every(timedelta(hours=2), remind),
    "offer_times": Every(timedelta(minutes=1), pass_on),
    "close_uses": close_uses,
    "sweep_waiting": sweep_waiting,
    "draw_rounds": Every(timedelta(minutes=1), draw),
    "sweep_rounds": sweep_rounds,
    "keep_groups": keep_groups,
    "sweep_photos": sweep_photos,
}
