"""The room's regular work: the last days are summed every few minutes, every day there is once a night; old words go."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal import remarks
from portal.db import writing
from portal.jobs import Every
from portal.opening import today
from portal.service import Sender
from services.dashboard.actions import reporting, summing

FRESH = timedelta(minutes=10)


def sum_lately(session: Session, now: datetime) -> None:
    """Bring the last days up to now."""
    summing.sum_lately(session, now)


def sum_all(session: Session, now: datetime) -> None:
    """Look through every day there is."""
    summing.sum_all(session, now)


def forget_remarks(session: Session, now: datetime) -> None:
    """What people wrote is kept for a year."""
    with writing(session):
        remarks.forget(session, today(now))


JOBS: Mapping[str, Callable[..., None]] = {
    "sum_lately": Every(FRESH, sum_lately),
    "sum_all": sum_all,
    "forget_remarks": forget_remarks,
    "monthly_report": reporting.nightly,
}
SENDERS: Mapping[str, Sender] = {reporting.KIND: reporting.send}
