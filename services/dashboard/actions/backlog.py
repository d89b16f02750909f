"""What waits in each division: the one thing that is read from the cases themselves, for it changes by the minute."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from portal.inbox import OPEN, Case


@dataclass(frozen=True)
class Waiting:
    """Open requests of a division, and those whose day has passed."""

    open: int
    late: int


def by_division(session: Session, day: date) -> Mapping[str, Waiting]:
    """The divisions in which something waits."""
    late = func.sum(case((Case.due_on < day, 1), else_=0))
    found = session.execute(
        select(Case.division, func.count(), late).where(Case.state.in_(OPEN)).group_by(Case.division)
    )
    return {division: Waiting(count, int(past or 0)) for division, count, past in found}
