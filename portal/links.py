"""Links that work once and not for long: to sign in by mail, to be invited, to make a device known."""

import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db import Base, inserting
from portal.refused import Refused
from portal.vault import digest, vault_of

SEALED = "one_time_link.sealed"


class OneTimeLink(Base):
    """A secret sent to somebody; only its hash is kept, and what it stands for is sealed under a key of its own."""

    __tablename__ = "one_time_link"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    person_id: Mapped[UUID | None]
    key_id: Mapped[UUID | None]
    sealed: Mapped[bytes | None]
    next_path: Mapped[str]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


def make(
    session: Session,
    purpose: str,
    now: datetime,
    lasts: timedelta,
    *,
    person_id: UUID | None = None,
    value: Any = None,
    next_path: str = "",
) -> str:
    """Make a link inside the caller's writing block; the answer is the secret, kept nowhere."""
    token = secrets.token_urlsafe(32)
    key_id = None if value is None else vault_of(session).new_key(session)
    sealed = None if key_id is None else vault_of(session).seal(session, key_id, value, SEALED)
    session.add(
        OneTimeLink(
            token_hash=digest(token), purpose=purpose, person_id=person_id, key_id=key_id, sealed=sealed,
            next_path=next_path, made_at=now, expires_at=now + lasts, used_at=None,
        )
    )  # fmt: skip
    session.flush()
    return token


def look(session: Session, purpose: str, token: str, now: datetime) -> OneTimeLink:
    """The link behind a secret, not used up by being looked at: scanners of mail open every link before its reader."""
    found = session.scalar(
        select(OneTimeLink)
        .where(OneTimeLink.token_hash == digest(token), OneTimeLink.purpose == purpose)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise Refused("link_unknown", 404)
    if found.used_at is not None:
        raise Refused("link_used", 410)
    if found.expires_at <= now:
        raise Refused("link_expired", 410)
    return found


def opened(session: Session, link: OneTimeLink) -> Any:
    """What the link stands for."""
    if link.key_id is None or link.sealed is None:
        return None
    return vault_of(session).open(session, link.key_id, link.sealed, SEALED)


def use(session: Session, purpose: str, token: str, now: datetime) -> OneTimeLink:
    """Use the link up, inside the caller's writing block; of two who press at once, one is refused."""
    found = look(session, purpose, token, now)
    used = update(OneTimeLink).where(
        OneTimeLink.token_hash == found.token_hash, OneTimeLink.used_at.is_(None)
    )
    if session.execute(used.values(used_at=now).returning(OneTimeLink.purpose)).first() is None:
        raise Refused("link_used", 410)
    return found


def spend(session: Session, purpose: str, secret: str, now: datetime, lasts: timedelta) -> None:
    """Note that a secret which carries its own proof was used, inside the caller's writing block; the second time is refused.

    Only used ones are stored: whoever asks for thousands of them fills nothing.
    """
    row = {
        "token_hash": digest(secret), "purpose": purpose, "next_path": "",
        "made_at": now, "expires_at": now + lasts, "used_at": now,
    }  # fmt: skip
    done = session.execute(
        inserting(session, OneTimeLink).values(row).on_conflict_do_nothing().returning(OneTimeLink.purpose)
    )
    if done.first() is None:
        raise Refused("link_used", 410)


def withdraw(session: Session, purpose: str, person_id: UUID) -> None:
    """Make a person's links of one purpose useless, inside the caller's writing block."""
    _forget(
        session, select(OneTimeLink).where(OneTimeLink.purpose == purpose, OneTimeLink.person_id == person_id)
    )


def sweep(session: Session, now: datetime, keep: timedelta = timedelta(days=1)) -> None:
    """Forget links that ended, with what they sealed, inside the caller's writing block."""
    _forget(session, select(OneTimeLink).where(OneTimeLink.expires_at < now - keep).limit(1000))


def _forget(session: Session, which: Select[OneTimeLink]) -> None:
    for link in session.scalars(which).all():
        if link.key_id is not None:
            vault_of(session).erase(session, link.key_id)
        session.delete(link)
    session.flush()
