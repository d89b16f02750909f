"""The room's work beside requests: days are closed at night, speech is made ahead of the calls; a sample is loaded."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.house import House
from portal.jobs import Every
from services.queue.actions import closing, samples, speaking

# A number is seldom called within so short a time after it was given.
_OFTEN = timedelta(seconds=5)


def close(session: Session, now: datetime) -> None:
    """Close the days that are over."""
    closing.nightly(session, now)


def speak(session: Session, now: datetime) -> None:
    """Make what the displays will say."""
    speaking.prepare(session, now)


def sample(session: Session, house: House) -> Sequence[str]:
    """Fill the sample town's waiting room for today, once."""
    return samples.load(session, house.pack, house.now())


JOBS: Mapping[str, Callable[..., None]] = {"close": close, "speak": Every(_OFTEN, speak)}
