"""The desk's regular work: requests are accepted when their office opens; and what it adds to a sample town."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.house import House
from portal.jobs import Every
from services.desk.actions import accepting, samples


def accept(session: Session, now: datetime) -> None:
    """Look whether an office has opened to what arrived."""
    accepting.accept_arrived(session, now)


def sample(session: Session, house: House) -> Sequence[str]:
    """The sentences of a sample town, once."""
    return samples.load(session, house.pack, house.now())


WORKERS = {"accept": Every(timedelta(minutes=1), accept)}
