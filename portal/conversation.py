"""Messages both ways: what office and resident write to each other about one case, sealed under its key, with read marks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from forms.numbers import find_individual_numbers
from portal import files, notify, tasks
from portal.db import Base, must_write, new_id
from portal.inbox import OPEN, RESIDENT, Actor, Case
from portal.refused import Refused
from portal.vault import vault_of

TEXT = "case_message.text"
STAFF, PERSON = "staff", "resident"
# What files of a message are filed under; no question of a procedure has such a name.
FIELD = "_message"
LONGEST = 2000
MOST_FILES = 5
# So long after its end a case can still be written about; then a new question needs a new call.
AFTERWARDS = timedelta(days=60)
# The task that tells staff of an answer.
ANSWERED = "answered"


class CaseMessage(Base):
    """One message about a case; `files` names what came with it, and `seen_at` when the other side first opened it."""

    __tablename__ = "case_message"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    side: Mapped[str]
    author: Mapped[UUID | None]
    text: Mapped[bytes]
    files: Mapped[list[str]] = mapped_column(JSON)
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Said:
    """A message opened for somebody who may read it."""

    id: UUID
    side: str
    author: UUID | None
    at: datetime
    seen_at: datetime | None
    text: str = field(repr=False)
    files: tuple[UUID, ...] = ()

    @property
    def by_staff(self) -> bool:
        """Whether the office wrote it."""
        return self.side == STAFF


def is_open(case: Case, now: datetime) -> bool:
    """Whether messages are still taken: while the case is open, and some time after its end."""
    return case.state in OPEN or (case.closed_at is not None and now < case.closed_at + AFTERWARDS)


def write(
    session: Session,
    case: Case,
    by: Actor,
    text: str,
    now: datetime,
    *,
    sent: Sequence[UUID] = (),
    origin: UUID,
) -> CaseMessage:
    """Keep a message with its files, in the caller's writing block; the other side is told that there is one."""
    must_write(session)
    if not is_open(case, now):
        raise Refused("conversation_closed", status=409)
    files.claim(session, sent, origin=origin, owner_kind="case", owner_id=case.id, now=now)
    message = CaseMessage(
        id=new_id(), case_id=case.id, side=PERSON if by.kind == RESIDENT.kind else STAFF, author=by.id,
        text=vault_of(session).seal(session, case.key_id, worded(text), TEXT), files=[str(one) for one in sent],
        at=now, seen_at=None,
    )  # fmt: skip
    session.add(message)
    session.flush()
    if message.side == STAFF:
        # A mail says only that there is something to read; a letter or a call has no page to lead to.
        notify.notify_case(session, case, "message", now, values={"text": worded(text)})
    else:
        refs = {"case": str(case.id), "procedure": case.procedure}
        tasks.add(session, ANSWERED, division=case.division, refs=refs, now=now, key=key(case))
    return message


def of(session: Session, case: Case) -> tuple[Said, ...]:
    """Everything written about a case, the oldest first."""
    vault = vault_of(session)
    rows = session.scalars(select(CaseMessage).where(CaseMessage.case_id == case.id).order_by(CaseMessage.id))

    def opened(row: CaseMessage) -> Said:
        text: Any = vault.open(session, case.key_id, row.text, TEXT)
        return Said(row.id, row.side, row.author, row.at, row.seen_at, str(text), tuple(map(UUID, row.files)))

    return tuple(map(opened, rows))


def see(session: Session, case: Case, by: Actor, now: datetime) -> None:
    """Mark what the other side wrote as read, in the caller's writing block; staff's task is done with it."""
    must_write(session)
    theirs = STAFF if by.kind == RESIDENT.kind else PERSON
    unread = (CaseMessage.case_id == case.id, CaseMessage.side == theirs, CaseMessage.seen_at.is_(None))
    session.execute(update(CaseMessage).where(*unread).values(seen_at=now))
    if theirs == PERSON and by.id is not None:
        tasks.close(session, key(case), by.id, now)


def unread(session: Session, case: Case, side: str) -> int:
    """How many messages of one side the other has not opened."""
    wanted = (CaseMessage.case_id == case.id, CaseMessage.side == side, CaseMessage.seen_at.is_(None))
    return len(session.scalars(select(CaseMessage.id).where(*wanted)).all())


def any_of(session: Session, case: Case) -> bool:
    """Whether anything was written about a case at all."""
    return session.scalar(select(CaseMessage.id).where(CaseMessage.case_id == case.id).limit(1)) is not None


def worded(text: str) -> str:
    """A message as it is kept, or why it cannot be."""
    written = text.replace("\r\n", "\n").strip()
    if not written or len(written) > LONGEST:
        raise Refused("message_length", status=422, longest=LONGEST)
    if find_individual_numbers(written):
        raise Refused("individual_number_in_text", status=422)
    return written


def key(case: Case) -> str:
    """What its task is known by: one, however often somebody writes before it is read."""
    return f"{ANSWERED}:{case.id}"


def attached(session: Session, case: Case, said: Sequence[Said]) -> dict[UUID, files.StoredFile]:
    """The files of messages by their ids, as far as they are still there."""
    wanted = {one for message in said for one in message.files}
    return {one.id: one for one in files.of(session, "case", case.id) if one.id in wanted}
