"""What the sample town has from the beginning."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal.house import House
from services.reports.actions import samples


def sample(session: Session, house: House) -> Sequence[str]:
    """Give the sample town a few reports, once."""
    return samples.load(session, house.now())
