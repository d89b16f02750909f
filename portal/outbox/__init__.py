"""The outbox: what must be sent or called, stored with the change it belongs to and done by a worker afterwards."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from portal.db import inserting, must_write, new_id, put
from portal.outbox.ending import TRIES, backoff, bury, end, finish, forget, note, release, retry
from portal.outbox.rows import (
    DEAD,
    DONE,
    EXPIRED,
    LEASED,
    VALUES,
    WAITING,
    Later,
    Never,
    Outbox,
    Over,
    Row,
)
from portal.outbox.taking import claim, due, opened
from portal.vault import vault_of

__all__ = [
    "DEAD", "DONE", "EXPIRED", "LEASED", "TRIES", "VALUES", "WAITING", "Later", "Never", "Outbox", "Over", "Row",
    "add", "backoff", "bury", "claim", "due", "end", "finish", "forget", "is_free", "known", "note", "opened", "release",
    "retry",
]  # fmt: skip

_IS_TAKEN = select(exists().where(Outbox.lane == bindparam("lane"), Outbox.done_at.is_(None)))


def add(  # noqa: PLR0913 (each is a column of the row; a value to hold them would name them twice)
    session: Session,
    kind: str,
    *,
    lane: str,
    template: str,
    locale: str,
    refs: Mapping[str, str],
    values: Mapping[str, Any],
    now: datetime,
    dedupe_key: str | None = None,
    expires_at: datetime | None = None,
    not_before: datetime | None = None,
    key_id: UUID | None = None,
) -> UUID | None:
    """Store something to send, in the caller's writing block; None where its dedupe key is already there.

    With `key_id` (a case's key, say) the values die with that key; without, the row gets a key of its own.
    """
    must_write(session)
    if dedupe_key is not None and known(session, dedupe_key):
        return None
    vault, row_id = vault_of(session), new_id()
    key = key_id or vault.new_key(session)
    row = {
        "id": row_id, "kind": kind, "lane": lane, "template": template, "locale": locale, "refs": dict(refs),
        "key_id": key, "own_key": key_id is None, "sealed": vault.seal(session, key, dict(values), VALUES),
        "state": WAITING, "attempts": 0, "not_before": not_before or now, "expires_at": expires_at,
        "dedupe_key": dedupe_key, "made_at": now,
    }  # fmt: skip
    if dedupe_key is None:
        put(session, Outbox, row)
    elif not _insert_once(session, row):
        if key_id is None:
            vault.erase(session, key)
        return None
    return row_id


def known(session: Session, dedupe_key: str) -> bool:
    """Whether something with this key was stored already, and done perhaps."""
    return session.scalar(select(Outbox.no).where(Outbox.dedupe_key == dedupe_key)) is not None


def is_free(session: Session, lane: str) -> bool:
    """Whether nothing of a lane is still to be done."""
    return not session.scalar(_IS_TAKEN, {"lane": lane})


def _insert_once(session: Session, row: Mapping[str, Any]) -> bool:
    """Insert unless somebody else, whose block is not over yet, adds the same; on PostgreSQL that is waited for."""
    added = (
        inserting(session, Outbox)
        .values(row)
        .on_conflict_do_nothing(index_elements=["dedupe_key"])
        .returning(Outbox.no)
    )
    return session.execute(added).first() is not None
