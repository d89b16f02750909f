"""The room's work beside requests: what nobody came back for, and what a visit was booked with, is erased."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.house import House
from portal.jobs import Every
from services.window.actions import booked_days, ending, preparing, samples, slips


def sweep_prepared(session: Session, now: datetime) -> None:
    """Erase preparations, slips and spoken codes that ran out."""
    preparing.sweep(session, now)
    slips.sweep(session, now)


def sweep_bookings(session: Session, now: datetime) -> None:
    """Erase what families answered for a visit whose day is over."""
    booked_days.sweep(session, now)


def end_visits(session: Session, now: datetime) -> None:
    """Look whether an office has closed over a visit."""
    ending.sweep(session, now)


def sample(session: Session, house: House) -> Sequence[str]:
    """Fill the sample town's counter, once."""
    return samples.load(session, house.pack, house.now())


WORKERS: dict[str, Callable[..., None]] = {
    "sweep_prepared": sweep_prepared,
    "sweep_bookings": sweep_bookings,
    "end_visits": Every(timedelta(minutes=5), end_visits),
}
