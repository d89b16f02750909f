"""The room's work beside requests: drafts nobody came back to are erased; a sample town is filled."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal.house import House
from services.applications.actions import drafts, samples


def sweep_drafts(session: Session, now: datetime) -> None:
    """Erase what has run out."""
    drafts.sweep(session, now)


def sample(session: Session, house: House) -> Sequence[str]:
    """Fill the sample town's inbox, once."""
    return samples.load(session, house.pack, house.now())


NIGHTLY = {"sweep_drafts": sweep_drafts}
