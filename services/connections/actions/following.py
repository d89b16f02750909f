"""The feed: what happened to cases, in one order that never changes behind the reader's back."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit
from portal.db import new_id, writing
from portal.inbox import Case, CaseEvent
from services.connections.actions.reading import covered
from services.connections.rules.granting import Grant
from services.connections.rules.questions import ChangeQuestion
from services.connections.rules.shapes import Change, Changes

# An id is made a moment before its line can be read by others, and another process may be slower with an earlier one.
# A reader who is told nothing younger than this never steps over a line that comes to light late.
SETTLED = timedelta(seconds=5)
_MILLIS = timedelta(milliseconds=1)


def changes(session: Session, grant: Grant, asked: ChangeQuestion, now: datetime) -> Changes:
    """The next lines of history that the token covers; without new ones `next` stays where it was."""
    with writing(session):
        audit.saw(session, "system", grant.token_id, "listed", "changes", None, now)
    query = (
        select(CaseEvent, Case)
        .join(Case, Case.id == CaseEvent.case_id)
        .where(covered(grant), CaseEvent.id < horizon(SETTLED))
        .order_by(CaseEvent.id)
        .limit(asked.limit + 1)
    )
    if asked.after is not None:
        query = query.where(CaseEvent.id > asked.after)
    rows = session.execute(query).all()
    items = [_told(line, case) for line, case in rows[: asked.limit]]
    return Changes(items=items, next=items[-1].id if items else asked.after, more=len(rows) > asked.limit)


def horizon(settled: timedelta) -> UUID:
    """The id below which every line has come to light; told by the clock that makes ids."""
    fresh = new_id().int
    return UUID(int=fresh - (int(settled / _MILLIS) << 80))


def _told(line: CaseEvent, case: Case) -> Change:
    return Change(
        id=line.id, at=line.at, kind=line.kind, state=line.state, case=case.id, receipt_no=case.receipt_no,
        procedure=case.procedure, division=case.division,
    )  # fmt: skip
