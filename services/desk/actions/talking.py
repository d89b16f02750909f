"""The desk's side of the messages about a case: written by who works on it, read by who may see it."""

from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from sqlalchemy.orm import Session

from portal import audit, conversation, files, inbox
from portal.conversation import FIELD, MOST_FILES, Said
from portal.db import new_id, writing
from portal.files import Limits
from portal.inbox import Case
from portal.people import StaffSeat
from portal.refused import Refused
from services.desk.actions.standing import actor, find

WRITES = "case.work"
# One upload: its content and what it calls itself.
Upload = tuple[BinaryIO, str]


def read(session: Session, seat: StaffSeat, case_id: UUID, now: datetime) -> tuple[Case, tuple[Said, ...]]:
    """All messages of a case; the look is in the audit, and who works on it has read what the resident wrote."""
    case = find(session, seat, case_id)
    with writing(session):
        audit.saw(session, "staff", seat.id, "read", "case", case.id, now)
        if seat.may(WRITES, case.division):
            conversation.see(session, case, actor(seat), now)
    return case, conversation.of(session, case)


def write(
    session: Session, seat: StaffSeat, case_id: UUID, text: str, uploads: Sequence[Upload], now: datetime
) -> None:
    """連絡: the resident is told by the way they chose that there is something to read."""
    conversation.worded(text)
    _may(seat, find(session, seat, case_id))
    if len(uploads) > MOST_FILES:
        raise Refused("too_many_files", 422, count=MOST_FILES)
    origin, limits = new_id(), Limits(count=MOST_FILES)
    staged = [
        files.stage(session, content, name, now, origin=origin, field=FIELD, limits=limits)
        for content, name in uploads
    ]
    sent = [one.id for one in staged]
    with writing(session):
        case = inbox.take_hold(session, case_id)
        _may(seat, case)
        conversation.write(session, case, actor(seat), text, now, sent=sent, origin=origin)
        inbox.note(session, case, "message_sent", actor(seat), now, public=False)
        audit.did(session, "staff", seat.id, "wrote", "case", case.id, now)


def _may(seat: StaffSeat, case: Case) -> None:
    if not seat.may(WRITES, case.division):
        raise Refused("not_permitted", status=403)
