"""What follows from a row: stored in one block with the end of that row, and held already by whoever stores it.

Where somebody waits in front of a screen, a row that is stored, looked for, taken and only then sent costs two more blocks
and a look; whoever made it can send it at once. It lies in the outbox all the same: who dies with it loses it to another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Insert, insert
from sqlalchemy.orm import Session

from portal import outbox
from portal.at_once import together
from portal.db import must_write, new_id, put
from portal.outbox.ending import finish
from portal.outbox.rows import LEASED, VALUES, WAITING, Later, Outbox, Over, Row
from portal.vault import DataKey, vault_of

# What was begun was begun by this very hand, a moment ago.
HERE = "here"


@dataclass(frozen=True)
class Following:
    """A row ready to be stored; sealed beforehand, so that the block is short."""

    before: Row
    key: Mapping[str, Any]
    columns: Mapping[str, Any]
    held: Row | None

    def store(self, session: Session, now: datetime) -> Over:
        """Store it and the end of the row before, in the caller's writing block."""
        must_write(session)
        if not finish(session, self.before, now):
            raise Later("lease_lost")
        with together(session):
            put(session, DataKey, self.key)
            session.execute(_stored(), self.columns)
        return Over(self.held)


def after(  # noqa: PLR0913 (as in `outbox.add`)
    session: Session,
    before: Row,
    kind: str,
    *,
    lane: str,
    template: str,
    refs: Mapping[str, str],
    begun: Mapping[str, str],
    values: Mapping[str, Any],
    dedupe_key: str,
    lease: timedelta | None,
) -> Following:
    """What follows from `before`; held for so long from the moment that one was taken, unless its lane is not free.

    Nobody but the holder of `before` may store in that lane: else it would be taken between this question and the block.
    `begun` is what it says besides where it is held: whoever finds it after a crash knows that sending was begun.
    """
    vault, key_id, row_id, now = vault_of(session), new_id(), new_id(), before.taken_at
    key, hand = vault.key_row(session, key_id), lease is not None and outbox.is_free(session, lane)
    until, token = now + (lease or timedelta()), new_id()
    columns = {
        "id": row_id, "kind": kind, "lane": lane, "template": template, "locale": before.locale,
        "refs": {**refs, **(begun if hand else {})}, "key_id": key_id, "own_key": True,
        "sealed": vault.seal(session, key_id, dict(values), VALUES), "state": LEASED if hand else WAITING,
        "attempts": int(hand), "not_before": now, "lease": token if hand else None,
        "leased_until": until if hand else None, "dedupe_key": dedupe_key, "made_at": now,
    }  # fmt: skip
    held = _held(columns, values, {**refs, **dict.fromkeys(begun, HERE)}) if hand else None
    return Following(before, key, columns, held)


def _held(columns: Mapping[str, Any], values: Mapping[str, Any], refs: Mapping[str, str]) -> Row:
    """The row as its sender gets it; its place in the queue is known to the database alone."""
    names = (
        "id",
        "kind",
        "lane",
        "template",
        "locale",
        "attempts",
        "made_at",
        "lease",
        "leased_until",
        "key_id",
        "own_key",
    )
    told = {name: columns[name] for name in names}
    return Row(**told, no=0, refs=refs, expires_at=None, taken_at=columns["made_at"], values=values)


@cache
def _stored() -> Insert:
    # Inline: nobody asks for its place in the queue, so that a block in one journey does not wait for it.
    table: Any = Outbox.__table__
    return insert(table).inline()
