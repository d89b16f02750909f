"""The room's regular work: every night what is over is proposed; what four eyes approved is erased soon after."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.jobs import Every
from services.records.actions import erasing, proposing


def propose(session: Session, now: datetime) -> None:
    """List what is over; nothing is erased by this."""
    proposing.propose_due(session, now)


def erase(session: Session, now: datetime) -> None:
    """Erase what was approved and is not held."""
    erasing.run(session, now)


JOBS: Mapping[str, Callable[..., None]] = {"propose": propose, "erase": Every(timedelta(minutes=10), erase)}
