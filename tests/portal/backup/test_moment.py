"""A backup is of one moment: what is written while it is taken is in it whole or not at all."""

import io
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import func, select

from portal.backup.bringing_back import bring_back
from portal.backup.taking import take
from portal.db import Database, new_id, put, writing
from portal.files import open_store
from portal.ledger import Entry
from portal.vault import DataKey

KEY = secrets.token_bytes(32)


def pair(database: Database, day: date) -> None:
    """One row in a table that is read early and one in a table that is read late, in one block."""
    line = {"id": new_id(), "kind": "filed", "key": "k", "channel": "online", "division": "d", "day": day, "n": 1, "value": None}  # fmt: skip
    with database.session() as session, writing(session):
        put(session, DataKey, {"id": new_id(), "town_key": "a", "wrapped": b"w"})
        put(session, Entry, line)


@contextmanager
def writers(write: Callable[[], None]) -> Iterator[None]:
    """Two who write without a pause."""
    over = threading.Event()

    def go_on() -> None:
        while not over.is_set():
            write()

    threads = [threading.Thread(target=go_on) for _ in range(2)]
    for one in threads:
        one.start()
    try:
        yield
    finally:
        over.set()
        for one in threads:
            one.join()


def test_writers_go_on_and_none_of_their_blocks_is_torn(
    database: Database, tmp_path: Path, now: datetime
) -> None:
    backups = [io.BytesIO() for _ in range(3)]
    for _ in range(300):
        pair(database, now.date())

    with writers(lambda: pair(database, now.date())):
        for out in backups:
            take(database, open_store("memory:"), "hinata", out, KEY, now)

    for place, out in enumerate(backups):
        scratch = Database(f"sqlite:///{tmp_path / f'{place}.db'}")
        bring_back(scratch, None, io.BytesIO(out.getvalue()), KEY, "hinata", ())
        with scratch.engine.connect() as connection:
            keys = connection.scalar(select(func.count()).select_from(DataKey))
            entries = connection.scalars(select(func.count()).select_from(Entry)).one()
        scratch.dispose()
        assert keys == entries
        assert entries >= 300
