"""One act for several cases: each in a block of its own, each checked as if it were alone, none stopping the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.inbox import Case
from portal.people import StaffSeat
from portal.refused import Refused
from services.desk.actions.standing import READ, Hold

# As many as two pages of the list; whoever wants more does it twice.
MOST = 100


@dataclass(frozen=True)
class Result:
    """What became of one case: nothing in `code` where it was done; a number only for who may see it."""

    case_id: UUID
    receipt_no: str
    code: str = ""
    values: dict[str, Any] = field(default_factory=dict)


def each(
    session: Session, seat: StaffSeat, holds: Sequence[Hold], do: Callable[[Hold], None]
) -> tuple[Result, ...]:
    """Do it to one after the other; whatever is refused is told with its reason, and the rest is done."""
    if not holds:
        raise Refused("nothing_ticked", status=422)
    if len(holds) > MOST:
        raise Refused("too_many_ticked", status=422, most=MOST)
    numbers = _numbers(session, seat, holds)
    return tuple(_one(hold, numbers.get(hold.case_id, ""), do) for hold in holds)


def _one(hold: Hold, number: str, do: Callable[[Hold], None]) -> Result:
    try:
        do(hold)
    except Refused as refused:
        return Result(hold.case_id, number, refused.code, dict(refused.values))
    return Result(hold.case_id, number)


def _numbers(session: Session, seat: StaffSeat, holds: Sequence[Hold]) -> dict[UUID, str]:
    """The receipt numbers of those that this seat may see; of the others it learns nothing."""
    mine = Case.division.in_(seat.divisions_for(READ))
    query = select(Case.id, Case.receipt_no).where(Case.id.in_([one.case_id for one in holds]), mine)
    return {row.id: row.receipt_no for row in session.execute(query)}
