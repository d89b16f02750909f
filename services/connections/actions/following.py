"""The feed: what happened to cases, in one order that never changes behind the reader's back."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit
from portal.db import new_id, writing
from portal.inbox import Case, CaseEvent
from portal.states import State
from services.connections.actions.reading import covered
from services.connections.rules.granting import Grant
from services.connections.rules.questions import ChangeQuestion
from services.connections.rules.shapes import Change, Changes

# An id is made a moment before its line can be read by others, and another process may be slower with an earlier one.
# A reader who is told nothing younger than this never steps over a line that comes to light late.
SETTLED = timedelta(seconds=5)
# So many lines of the whole town are looked through at once: a token that covers few of them gets a short page, or an
# empty one, and asks on from where the looking ended.
SPAN = 2000
_MILLIS = timedelta(milliseconds=1)


def changes(session: Session, grant: Grant, asked: ChangeQuestion, now: datetime) -> Changes:
    """The next lines of history that the token covers; without new ones `next` stays where it was."""
    with writing(session):
        audit.saw(session, "system", grant.token_id, "listed", "changes", None, now)
    window = [CaseEvent.id < horizon(SETTLED)]
    if asked.after is not None:
        window.append(CaseEvent.id > asked.after)
    end = session.scalar(select(CaseEvent.id).where(*window).order_by(CaseEvent.id).offset(SPAN - 1).limit(1))
    if end is not None:
        window.append(CaseEvent.id <= end)
    query = (
        select(CaseEvent, Case)
        .join(Case, Case.id == CaseEvent.case_id)
        .where(covered(grant), *window)
        .order_by(CaseEvent.id)
        .limit(asked.limit + 1)
    )
    rows = session.execute(query).all()
    items = [_told(line, case) for line, case in rows[: asked.limit]]
    if len(rows) > asked.limit:
        return Changes(items=items, next=items[-1].id, more=True)
    last = items[-1].id if items else asked.after
    return Changes(items=items, next=end or last, more=end is not None)


def horizon(settled: timedelta) -> UUID:
    """The id below which every line has come to light; told by the clock that makes ids."""
    fresh = new_id().int
    return UUID(int=fresh - (int(settled / _MILLIS) << 80))


def _told(line: CaseEvent, case: Case) -> Change:
    return Change(
        id=line.id, at=line.at, kind=line.kind, state=State(line.state), case=case.id, receipt_no=case.receipt_no,
        procedure=case.procedure, division=case.division,
    )  # fmt: skip
