"""Proving a backup: it is brought back into a scratch database, everything is compared, and the town's keys are tried."""

import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import select

from portal.backup.bringing_back import Brought, bring_back
from portal.backup.stream import Broken
from portal.db import Database
from portal.vault import DataKey, Unreadable, Vault

# Opening every key of a large town would take as long as the backup; the newest ones show whether the town's keys fit.
_TRIED = 200


def prove(source: BinaryIO, key: bytes, town: str, vault: Vault) -> Brought:
    """What the backup holds; `Broken` where a row or a file is not as it was taken, or the town's keys do not open it."""
    with tempfile.TemporaryDirectory(prefix="kurashi-proof-") as folder:
        scratch = Database(f"sqlite:///{Path(folder) / 'scratch.db'}", {"vault": vault})
        try:
            brought = bring_back(scratch, None, source, key, town, ())
            opens(scratch, vault)
        finally:
            scratch.dispose()
    return brought


def opens(database: Database, vault: Vault) -> None:
    """Refuse keys of the town that do not open what the database holds: without them a backup is only noise."""
    with database.engine.connect() as connection:
        newest = select(DataKey.id).order_by(DataKey.id.desc()).limit(_TRIED)
        ids: Collection[UUID] = connection.scalars(newest).all()
    with database.session() as session:
        try:
            vault.fetch(session, ids)
        except Unreadable:
            raise Broken("other_keys") from None
