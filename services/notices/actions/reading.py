"""What residents read of notices: those that went to everybody, for a year."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.wording import Wording
from portal.service import News
from services.notices.models import Notice, Run

# What is older than a year is no news to anybody; a list of it would hide the rest.
KEPT, MOST = timedelta(days=365), 100


def published(session: Session, now: datetime, most: int = MOST) -> Sequence[Notice]:
    """What went to everybody, the newest first."""
    wanted = select(Notice).where(Notice.public_at > now - KEPT)
    return session.scalars(wanted.order_by(Notice.public_at.desc(), Notice.id).limit(most)).all()


def sent(session: Session, notice_id: UUID) -> Notice | None:
    """A notice that has begun to go out, by the address in its message; nothing of one that nobody was to read yet."""
    begun = select(Run.id).where(Run.notice_id == notice_id, Run.begun_at.is_not(None))
    if session.scalar(begun.limit(1)) is None:
        return None
    return session.get(Notice, notice_id)


def words_of(notice: Notice) -> Wording:
    """Its title in the languages it has."""
    return Wording(notice.title)


def news(session: Session, most: int) -> Sequence[News]:
    """For the front page of a disaster."""
    wanted = select(Notice).where(Notice.public_at.is_not(None)).order_by(Notice.public_at.desc(), Notice.id)
    return [
        News(words_of(one), f"/notices/{one.id}", one.public_at)
        for one in session.scalars(wanted.limit(most))
        if one.public_at is not None
    ]
