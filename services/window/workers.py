"""The room's work beside requests: what nobody came back for, and what a visit was booked with, is erased."""

from datetime import datetime

from sqlalchemy.orm import Session

from services.window.actions import booked_days, preparing, slips


def sweep_prepared(session: Session, now: datetime) -> None:
    """Erase preparations, slips and spoken codes that ran out."""
    preparing.sweep(session, now)
    slips.sweep(session, now)


def sweep_bookings(session: Session, now: datetime) -> None:
    """Erase what families answered for a visit whose day is over."""
    booked_days.sweep(session, now)


NIGHTLY = {"sweep_prepared": sweep_prepared, "sweep_bookings": sweep_bookings}
