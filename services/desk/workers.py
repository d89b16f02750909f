"""The desk's regular work: requests accepted when their office opens, corrections that end, paper made and swept; its samples."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.house import House
from portal.jobs import Every
from portal.service import Sender
from services.desk.actions import accepting, lapsing, printing, samples


def accept(session: Session, now: datetime) -> None:
    """Look whether an office has opened to what arrived."""
    accepting.accept_arrived(session, now)


def remind(session: Session, now: datetime) -> None:
    """Look whether somebody's day to correct something is near."""
    lapsing.remind(session, now)


def lapse(session: Session, now: datetime) -> None:
    """Look whether such a day has passed."""
    lapsing.lapse(session, now)


def sample(session: Session, house: House) -> Sequence[str]:
    """The sentences of a sample town, once."""
    return samples.load(session, house.pack, house.now())


# Within the office's hours, so that a call or a letter can be made of it on the same day.
_HALF_HOUR = timedelta(minutes=30)
WORKERS = {
    "accept": Every(timedelta(minutes=1), accept),
    "remind_corrections": Every(_HALF_HOUR, remind),
    "lapse_corrections": Every(_HALF_HOUR, lapse),
    "prints": Every(timedelta(hours=1), printing.sweep),
}
SENDERS: Mapping[str, Sender] = {printing.KIND: printing.send}
