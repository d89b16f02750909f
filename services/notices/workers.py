"""The room's work beside requests: notices go out, alert mails are read."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from portal.house import House
from portal.jobs import Every
from portal.service import Pace, Sender
from services.notices.actions import alerts, samples, sending

SENDERS: Mapping[str, Sender] = {sending.KIND: sending.run}
# Two at once, so that a notice to a whole town does not keep a disaster waiting.
PACES: Mapping[str, Pace] = {sending.KIND: Pace(hands=2)}
JOBS: Mapping[str, Callable[..., None]] = {"alert_mails": Every(timedelta(seconds=15), alerts.sweep)}


def sample(session: Session, house: House) -> Sequence[str]:
    """Give the sample town a few notices, once."""
    return samples.load(session, house.now())
