"""The room's regular work: the last days are summed every few minutes, every day there is once a night."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.jobs import Every
from services.dashboard.actions import summing

FRESH = timedelta(minutes=10)


def sum_lately(session: Session, now: datetime) -> None:
    """Bring the last days up to now."""
    summing.sum_lately(session, now)


def sum_all(session: Session, now: datetime) -> None:
    """Look through every day there is."""
    summing.sum_all(session, now)


JOBS: Mapping[str, Callable[..., None]] = {
    "sum_lately": Every(FRESH, sum_lately),
    "sum_all": sum_all,
}
