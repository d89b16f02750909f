"""Sessions kept on our side, so that any of them can be ended, and devices that are known."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import Index, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db import Base, new_id
from portal.vault import digest

Kind = Literal["resident", "staff"]
# A member of staff who gave a password and still owes the second factor holds a session of this level.
HALF, FULL = 1, 2
LASTS = timedelta(hours=10)
# A clock may be set back by an hour or two without having been wrong about the day; what lies further ahead was written by a wrong one.
_SET_BACK = timedelta(hours=2)
IDLE = {"resident": timedelta(minutes=60), "staff": timedelta(minutes=20)}
# Writing the moment of every request would make each reader a writer.
TOUCH_AFTER = timedelta(minutes=1)
# The longest that browsers keep a cookie.
KNOWN_FOR = timedelta(days=400)


class WebSession(Base):
    """A browser that signed in: the cookie's hash, whose it is, how sure we were, and when it ends."""

    __tablename__ = "web_session"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    kind: Mapped[str]
    person_id: Mapped[UUID]
    level: Mapped[int]
    device: Mapped[bytes | None]
    label: Mapped[str]
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_web_session_person", "kind", "person_id"),)


class KnownDevice(Base):
    """A browser somebody signed in on before: strangers who try the same account elsewhere do not slow it down."""

    __tablename__ = "known_device"

    device: Mapped[bytes] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    used_at: Mapped[datetime]
    password_at: Mapped[datetime | None]


def begin(
    session: Session,
    kind: Kind,
    person_id: UUID,
    level: int,
    now: datetime,
    *,
    device: bytes | None = None,
    label: str = "",
) -> str:
    """Open a session inside the caller's writing block; the answer is the cookie's value, kept nowhere."""
    token = secrets.token_urlsafe(32)
    session.add(
        WebSession(
            id=new_id(), token_hash=digest(token), kind=kind, person_id=person_id, level=level, device=device,
            label=label, made_at=now, seen_at=now, ends_at=now + LASTS, revoked_at=None,
        )
    )  # fmt: skip
    session.flush()
    return token


def find(session: Session, kind: Kind, token: str, now: datetime) -> WebSession | None:
    """The living session of a cookie; an idle one is still found, for its owner may take it up again.

    One that would live longer than any may was begun under a clock that has been put back since, and is over.
    """
    # Every page of somebody signed in asks this: one condition finds the row, the others are looked at here.
    query = select(WebSession).where(WebSession.token_hash == digest(token))
    found = session.scalar(query.execution_options(populate_existing=True))
    if found is None or found.kind != kind or found.revoked_at is not None:
        return None
    return found if now < found.ends_at <= now + LASTS + _SET_BACK else None


def is_idle(found: WebSession, now: datetime) -> bool:
    """Whether nobody used it for so long that its owner may have left the desk."""
    return now - found.seen_at > IDLE[found.kind] or found.seen_at - now > _SET_BACK


def is_stale(found: WebSession, now: datetime) -> bool:
    """Whether its last use is worth writing down again."""
    return abs(now - found.seen_at) > TOUCH_AFTER


def touch(session: Session, found: WebSession, now: datetime) -> None:
    """Note that it was used, inside the caller's writing block."""
    session.execute(update(WebSession).where(WebSession.id == found.id).values(seen_at=now))


def of_person(session: Session, kind: Kind, person_id: UUID, now: datetime) -> Sequence[WebSession]:
    """A person's living sessions, the last used first."""
    return session.scalars(
        select(WebSession)
        .where(
            WebSession.kind == kind,
            WebSession.person_id == person_id,
            WebSession.revoked_at.is_(None),
            WebSession.ends_at > now,
        )
        .order_by(WebSession.seen_at.desc())
    ).all()


def revoke(session: Session, kind: Kind, person_id: UUID, now: datetime, only: UUID | None = None) -> None:
    """End a person's sessions, or one of them."""
    query = update(WebSession).where(
        WebSession.kind == kind, WebSession.person_id == person_id, WebSession.revoked_at.is_(None)
    )
    session.execute((query if only is None else query.where(WebSession.id == only)).values(revoked_at=now))


def revoke_token(session: Session, token: str, now: datetime) -> None:
    """End the session of a cookie, whoever's it is."""
    session.execute(
        update(WebSession)
        .where(WebSession.token_hash == digest(token), WebSession.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def sweep(session: Session, now: datetime, keep: timedelta = timedelta(days=30)) -> None:
    """Forget sessions that ended and browsers nobody came back on, inside the caller's writing block."""
    session.execute(delete(WebSession).where(WebSession.ends_at < now - keep))
    session.execute(delete(KnownDevice).where(KnownDevice.used_at < now - KNOWN_FOR))


def remember_device(
    session: Session, device: bytes, kind: Kind, person_id: UUID, now: datetime, *, with_password: bool
) -> None:
    """Note that a person signed in on a browser, inside the caller's writing block."""
    known = session.get(KnownDevice, (device, kind, person_id))
    if known is None:
        known = KnownDevice(device=device, kind=kind, person_id=person_id, password_at=None)
        session.add(known)
    known.used_at = now
    if with_password:
        known.password_at = now
    session.flush()


def forget_device(session: Session, device: bytes, kind: Kind, person_id: UUID) -> None:
    """The browser is no longer known for this person."""
    session.execute(
        delete(KnownDevice).where(
            KnownDevice.device == device, KnownDevice.kind == kind, KnownDevice.person_id == person_id
        )
    )


def knows(session: Session, device: bytes | None, kind: Kind, person_id: UUID) -> KnownDevice | None:
    """What is noted of a person on this browser."""
    return None if device is None else session.get(KnownDevice, (device, kind, person_id))
