"""Preparing at home: saved at every step without an account, held by a cookie, gone when the slip is made."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from portal.db import new_id, put, writing
from portal.refused import Refused
from portal.vault import DataKey, vault_of
from services.window.actions import slips
from services.window.actions.slips import Payload
from services.window.models.slips import Preparation, Slip
from services.window.rules.tokens import PREPARATION_LIVES

ANSWERS = "window_preparation.answers"
Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Prepared:
    """What somebody has prepared so far of one event."""

    id: UUID
    event: str
    key_id: UUID
    answers: dict[str, Any]
    # As it stood in the database when it was read, so that a change made meanwhile is noticed.
    sealed: bytes
    ends_at: datetime


def find(session: Session, holder: bytes, event: str, now: datetime) -> Prepared | None:
    """What this browser has prepared of an event, unless it ran out."""
    row = session.execute(
        select(Preparation, DataKey.town_key, DataKey.wrapped)
        .join(DataKey, DataKey.id == Preparation.key_id)
        .where(Preparation.holder == holder, Preparation.event == event, Preparation.ends_at > now)
    ).one_or_none()
    if row is None:
        return None
    found, vault = row.Preparation, vault_of(session)
    vault.hold(session, found.key_id, row.town_key, row.wrapped)
    answers = vault.open(session, found.key_id, found.answers, ANSWERS)
    return Prepared(found.id, event, found.key_id, answers, found.answers, found.ends_at)


def begin(session: Session, event: str, answers: Answers, holder: bytes, locale: str, now: datetime) -> None:
    """Keep the first answers; what this browser had prepared of the event before is forgotten."""
    vault = vault_of(session)
    with writing(session):
        _erase(session, (Preparation.holder == holder) & (Preparation.event == event))
        key_id = vault.new_key(session)
        row = {
            "id": new_id(), "holder": holder, "event": event, "locale": locale, "key_id": key_id,
            "answers": vault.seal(session, key_id, dict(answers), ANSWERS), "changed_at": now,
            "ends_at": now + PREPARATION_LIVES,
        }  # fmt: skip
        put(session, Preparation, row)


def change(
    session: Session, found: Prepared, changed: Callable[[dict[str, Any]], Answers], now: datetime
) -> Prepared:
    """Save a change of the answers; where another page was saved meanwhile, what was typed there stays too."""
    vault = vault_of(session)
    answers, seen = dict(changed(found.answers)), found.sealed
    kept = vault.seal(session, found.key_id, answers, ANSWERS)
    with writing(session):
        if not _replace(session, found.id, seen, kept, now):
            newest = select(Preparation.answers).where(Preparation.id == found.id).with_for_update()
            stored = session.scalar(newest)
            if stored is None:
                raise Refused("preparation_gone", 404)
            answers = dict(changed(vault.open(session, found.key_id, stored, ANSWERS)))
            kept = vault.seal(session, found.key_id, answers, ANSWERS)
            _replace(session, found.id, stored, kept, now)
    return replace(found, answers=answers, sealed=kept)


def _replace(session: Session, id: UUID, seen: bytes, answers: bytes, now: datetime) -> bool:
    row = session.execute(
        update(Preparation)
        .where(Preparation.id == id, Preparation.answers == seen)
        .values(answers=answers, changed_at=now, ends_at=now + PREPARATION_LIVES)
        .returning(Preparation.id)
    )
    return row.first() is not None


def finish(session: Session, found: Prepared, locale: str, now: datetime) -> str:
    """Make the slip out of it and erase it, in one block; the second of two clicks comes too late."""
    token, row = slips.sealed(Payload(found.event, found.answers, locale, now), now)
    with writing(session):
        mine = (Preparation.id == found.id) & (Preparation.answers == found.sealed)
        if not _erase(session, mine):
            raise Refused("draft_changed", 409)
        put(session, Slip, row)
    return token


def forget(session: Session, found: Prepared) -> None:
    """Erase it at the wish of whoever typed it."""
    with writing(session):
        _erase(session, Preparation.id == found.id)


def forget_all(session: Session, resident: UUID, holders: Collection[bytes], now: datetime) -> None:
    """What somebody who is forgotten has prepared goes with them, inside the caller's writing block."""
    _erase(session, Preparation.holder.in_(holders))


def sweep(session: Session, now: datetime) -> None:
    """Erase what nobody came back to, and the keys that sealed it."""
    with writing(session):
        _erase(session, Preparation.ends_at <= now)


def _erase(session: Session, which: ColumnElement[bool]) -> int:
    gone = session.execute(delete(Preparation).where(which).returning(Preparation.key_id)).scalars().all()
    session.execute(delete(DataKey).where(DataKey.id.in_(gone)))
    return len(gone)
