"""人事異動: the open cases of somebody who left a division become nobody's, and their colleagues are told."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import inbox, tasks
from portal.inbox import HOUSE, Case
from portal.opening import today
from portal.states import OPEN
from services.desk.actions.standing import pack_of

HAND_OVER = "hand_over"


def hand_over(
    session: Session, *, staff_id: UUID, division: str, until: date, now: datetime, **_more: Any
) -> None:
    """Within the transaction that ended the role: whatever was theirs here is open to anybody."""
    divisions = pack_of(session).lineage(division, today(now)) | {division}
    theirs = session.scalars(
        select(Case)
        .where(Case.assignee == staff_id, Case.division.in_(divisions), Case.state.in_(OPEN))
        .with_for_update()
    ).all()
    for case in theirs:
        case.assignee = None
        case.version += 1
        inbox.note(session, case, "handed_over", HOUSE, now, public=False)
    if theirs:
        session.flush()
        tasks.add(
            session,
            HAND_OVER,
            division=division,
            refs={"staff": str(staff_id), "cases": str(len(theirs))},
            now=now,
            key=f"{HAND_OVER}:{division}:{staff_id}:{until.isoformat()}",
        )
