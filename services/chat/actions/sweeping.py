"""What was said and asked goes when its time is over."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.db import writing
from services.chat.actions.talks import erase
from services.chat.models import Question, Talk, Trial

_AT_ONCE = 500


def talks(session: Session, now: datetime, hours: int) -> int:
    """Erase the talks in which nothing was said for so long."""
    over = select(Talk).where(Talk.last_at < now - timedelta(hours=hours)).limit(_AT_ONCE)
    with writing(session):
        rows = session.scalars(over).all()
        for row in rows:
            erase(session, row)
    return len(rows)


def questions(session: Session, now: datetime, days: int) -> None:
    """Forget what was asked so long ago; how often it was asked stands in the ledger."""
    with writing(session):
        session.execute(delete(Question).where(Question.at < now - timedelta(days=days)))
        # What came of trying a draft quotes them.
        session.execute(delete(Trial).where(Trial.asked_at < now - timedelta(days=days)))
