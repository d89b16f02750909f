"""What was stored on SQLite is on the disk before anybody is told, and nobody else waits for it."""

import errno
import fcntl
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from portal import flushing
from portal.db import Base, Database, new_id, writing
from portal.slots.claiming import count
from portal.slots.tables import QuotaCount

BUILDING = "sogo_taiikukan"
SYNC = os.fdatasync


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    """A file of our own; a server flushes for itself."""
    found = Database(f"sqlite:///{tmp_path / 'town.db'}")
    Base.metadata.create_all(found.engine, tables=[Base.metadata.tables[QuotaCount.__tablename__]])
    yield found
    found.dispose()


def store(database: Database, holder: bytes = b"") -> None:
    with database.session() as session, writing(session):
        count(session, holder or new_id().bytes, BUILDING, "2026-11", 9)


def log_of(database: Database) -> Path:
    return Path(f"{database.url.database}-wal")


def rows(database: Database) -> int:
    with database.session() as session:
        return len(session.scalars(select(QuotaCount.holder)).all())


def test_the_log_is_on_the_disk_when_a_block_ends_and_the_turn_is_free_meanwhile(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[bool, bool]] = []

    def sync(file: int) -> None:
        with Path(f"{sqlite.url.database}.queue").open("a") as other:
            # Refused where somebody has the turn.
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        there = log_of(sqlite).stat()
        seen.append((os.path.samestat(os.fstat(file), there), rows(sqlite) == 1))
        SYNC(file)

    monkeypatch.setattr(os, "fdatasync", sync)

    store(sqlite)

    assert seen == [(True, True)]


def test_whoever_stores_while_the_disk_is_busy_shares_the_next_way_there(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(sqlite)
    began, go, ways = threading.Event(), threading.Event(), list[int]()

    def sync(file: int) -> None:
        ways.append(rows(sqlite))
        began.set()
        assert go.wait(10)
        SYNC(file)

    monkeypatch.setattr(os, "fdatasync", sync)
    first = threading.Thread(target=store, args=(sqlite,))
    first.start()
    assert began.wait(10)
    others = [threading.Thread(target=store, args=(sqlite,)) for _ in range(5)]
    for one in others:
        one.start()
    while rows(sqlite) < 7:
        # Each has stored its row, though the disk is still busy with the first.
        assert not ways[1:]
    go.set()
    for one in (first, *others):
        one.join(10)

    assert ways[0] == 2
    assert len(ways) <= 3


def test_a_disk_that_fails_is_told_to_everybody_whose_pages_went_there(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(sqlite)

    def fail(_file: int) -> None:
        raise OSError(errno.EIO, "the disk fails")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fdatasync", fail)
        with pytest.raises(OperationalError, match="did not take"):
            store(sqlite)

    store(sqlite)


def test_a_log_that_was_made_anew_is_the_one_that_is_flushed(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(sqlite)
    # The last to close the database takes the log away with it.
    sqlite.engine.dispose()
    files: list[os.stat_result] = []

    def sync(file: int) -> None:
        files.append(os.fstat(file))
        SYNC(file)

    monkeypatch.setattr(os, "fdatasync", sync)
    store(sqlite)

    assert os.path.samestat(files[0], log_of(sqlite).stat())
    assert files[0].st_nlink == 1


def test_without_a_log_there_is_nothing_to_wait_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ways: list[int] = []
    monkeypatch.setattr(os, "fdatasync", ways.append)

    flushing.Log(str(tmp_path / "none.db")).flush()

    assert ways == []
