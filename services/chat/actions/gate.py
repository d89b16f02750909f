"""The gate: a worker answers gold and recent questions by the mind as it is and as a draft would make it; then it may go live."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from portal import knowledge
from portal.db import writing
from portal.knowledge import DRAFT, KnowledgeEdition
from portal.outbox import Row
from portal.pack import Pack
from portal.people import StaffSeat
from portal.refused import Refused
from services.chat.actions import knowledge as desk
from services.chat.actions import minds, trials, trying
from services.chat.actions.trying import Answerer

# Who answers what a town tells, in a mind of its own place: built where nobody reads it, or the one that answers now.
Thinking = Callable[[Session, Pack, datetime, str], Answerer]
# Beside the mind that answers, so that nobody is ever answered by a draft.
FOLDER = "mind-draft"


def work(session: Session, row: Row, thinking: Thinking = minds.answering) -> None:
    """Try a draft, unless it was changed or given up since; nobody waits for it in front of a page."""
    number, named, now = int(row.refs["edition"]), str(row.refs["mark"]), row.made_at
    draft = session.get(KnowledgeEdition, number)
    if draft is None or draft.state != DRAFT or trials.mark(session, draft) != named:
        return
    # What this process has read of the town may be older than what was published a moment ago.
    pack = knowledge.renewed(session.connection(), session.info["pack"])
    changed = knowledge.with_rows(pack, knowledge.merged(knowledge.first(pack), desk.changes(session, draft)))
    gold, asked = trying.gold_questions(session), trying.recent(session)
    before, after = thinking(session, pack, now, minds.FOLDER), thinking(session, changed, now, FOLDER)
    # Nothing stays open in the database meanwhile.
    session.rollback()
    found = trying.compared(gold, asked, before, after)
    with writing(session):
        trials.keep(session, number, named, found)


def again(session: Session, seat: StaffSeat, now: datetime) -> None:
    """Have one's draft tried once more: something else is answered since, or the gold questions are others."""
    with writing(session):
        draft = desk.mine(session, seat)
        if draft is not None:
            trials.ask(session, draft, now)
    trials.ring(session)


def publish(
    session: Session, seat: StaffSeat, revision: int, note: str, now: datetime, knowingly: frozenset[str]
) -> None:
    """Publish what was tried; what makes a gold question worse, or was waited for too long, only knowingly."""
    draft = desk.mine(session, seat)
    if draft is not None and draft.revision == revision and desk.changes(session, draft):
        how = trials.standing(session, draft)
        if how.tried is None and not (how.late(now) and "untried" in knowingly):
            raise Refused("knowledge_untried", 409)
        if how.tried is not None and how.tried.worse and "worse" not in knowingly:
            raise Refused("knowledge_worse", 422)
    desk.publish(session, seat, revision, note, now)
