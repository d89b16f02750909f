"""Files the house makes or takes as they are: lists, letters, batches; sealed and kept like any other, without a draft."""

from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from sqlalchemy.orm import Session

from portal.db import new_id, writing
from portal.files import COMING, NAME, STAGED, StoredFile
from portal.files.checks import size_of
from portal.files.store import Store, seal
from portal.vault import vault_of


def stage(
    session: Session, content: BinaryIO, name: str, kind: str, now: datetime, *, origin: UUID
) -> StoredFile:
    """Seal and store a file; whoever owns it claims it (`portal.files.claim`), else the sweep takes it after a day.

    Not in a writing block. Nothing is checked: the content is our own, or read by whoever stages it.
    """
    store: Store = session.info["files"]
    with writing(session):
        key_id = vault_of(session).new_key(session)
        file = StoredFile(
            id=new_id(), origin=origin, field="", state=COMING, key_id=key_id,
            name=vault_of(session).seal(session, key_id, name, NAME), media_type=kind, size=size_of(content),
            made_at=now,
        )  # fmt: skip
        session.add(file)
    # The row stands before the object: whatever dies now, the sweep finds both.
    store.put(file.id, seal(vault_of(session).raw_key(session, key_id), content))
    with writing(session):
        file.state = STAGED
    return file
