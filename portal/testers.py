"""Who of the staff reads a notice before anybody else does: a code from their desk, written in their own talk on LINE."""

import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal import friends
from portal.db import Base, must_write
from portal.friends import Friend
from portal.vault import vault_of

# Without what is mistaken for something else; nobody guesses eight of them in ten minutes.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_LENGTH, LASTS = 8, timedelta(minutes=10)
_SAID = re.compile(rf"(?:テスト|test)\s*([{_LETTERS}]{{{_LENGTH}}})", re.IGNORECASE)


class Tester(Base):
    """A member of staff whose own account gets test messages, or who was given a code for it just now."""

    __tablename__ = "line_tester"

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    code: Mapped[bytes | None] = mapped_column(unique=True)
    until: Mapped[datetime | None]
    friend_id: Mapped[UUID | None] = mapped_column(ForeignKey("line_friend.id"), index=True)


def code_in(text: str) -> str:
    """The code in what somebody wrote; empty where they wrote something else."""
    found = _SAID.fullmatch(text.strip())
    return found[1].upper() if found else ""


def give(session: Session, staff: UUID, now: datetime) -> str:
    """A code for a member of staff, in the caller's writing block; told once, good for ten minutes."""
    must_write(session)
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    found = session.get(Tester, staff, populate_existing=True)
    if found is None:
        found = Tester(staff_id=staff, friend_id=None)
        session.add(found)
    found.code, found.until = _hidden(session, code), now + LASTS
    session.flush()
    return code


def take(session: Session, user: str, code: str, now: datetime) -> bool:
    """Whoever wrote a code in their talk gets tests from now on, in the caller's writing block."""
    must_write(session)
    found = session.scalar(select(Tester).where(Tester.code == _hidden(session, code)).with_for_update())
    friend = friends.find(session, user)
    if found is None or friend is None or found.until is None or found.until <= now:
        return False
    found.friend_id, found.code, found.until = friend.id, None, None
    session.flush()
    return True


def leave(session: Session, staff: UUID) -> None:
    """No tests any more, in the caller's writing block."""
    must_write(session)
    session.execute(delete(Tester).where(Tester.staff_id == staff))


def forget(session: Session, resident: UUID) -> None:
    """The account is erased with its resident, in the caller's writing block."""
    must_write(session)
    theirs = select(Friend.id).where(Friend.resident_id == resident)
    session.execute(delete(Tester).where(Tester.friend_id.in_(theirs)))


def every(session: Session) -> Sequence[tuple[UUID, UUID, str]]:
    """Who gets tests: the member of staff, the account, its language."""
    rows = session.execute(
        select(Tester.staff_id, Friend.id, Friend.locale)
        .join(Friend, Friend.id == Tester.friend_id)
        .where(*friends.reached())
        .order_by(Tester.staff_id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _hidden(session: Session, code: str) -> bytes:
    return vault_of(session).token("line_tester", code)
