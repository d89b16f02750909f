"""The resident's side of the messages about a case: read, and answered with text and files."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal import conversation, files, inbox, throttle
from portal.conversation import FIELD, MOST_FILES
from portal.db import new_id, writing
from portal.files import MEGABYTE, Limits
from portal.inbox import RESIDENT, Case
from portal.refused import Refused
from portal.throttle import Claim, Limit
from services.applications.actions.attached import Upload

# Enough for anybody who explains something in pieces, too little to bury an office.
WRITES = Limit(burst=6, every=timedelta(minutes=10))


def read(session: Session, case: Case, now: datetime) -> tuple[conversation.Said, ...]:
    """All messages; what the office wrote counts as read from now on."""
    if conversation.unread(session, case, conversation.STAFF):
        with writing(session):
            conversation.see(session, case, RESIDENT, now)
    return conversation.of(session, case)


def answer(session: Session, case_id: UUID, text: str, uploads: Sequence[Upload], now: datetime) -> None:
    """Write to the office; a file that cannot be taken keeps the message back, so that nobody sends half of it."""
    conversation.worded(text)
    if len(uploads) > MOST_FILES:
        raise Refused("too_many_files", 422, count=MOST_FILES)
    with writing(session):
        throttle.take(session, [Claim("message", (case_id.bytes,), WRITES)], now)
    origin = new_id()
    sent = stage(session, origin, uploads, now)
    with writing(session):
        case = inbox.take_hold(session, case_id)
        conversation.write(session, case, RESIDENT, text, now, sent=sent, origin=origin)


def stage(session: Session, origin: UUID, uploads: Sequence[Upload], now: datetime) -> list[UUID]:
    """Check, seal and store what comes with a message."""
    limits = Limits(count=MOST_FILES, size=10 * MEGABYTE)
    staged = [
        files.stage(session, content, name, now, origin=origin, field=FIELD, limits=limits)
        for content, name in uploads
    ]
    return [one.id for one in staged]
