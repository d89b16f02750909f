"""The database: writers take turns and undo whole blocks, readers wait for nobody, times keep their zone."""

import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from portal import turns
from portal.db import Database, new_id, writing
from portal.refused import Refused
from portal.tasks import Task
from portal.throttle import Bucket
from portal.vault import DataKey


def a_key(session: Session) -> None:
    session.add(DataKey(id=new_id(), town_key="test", wrapped=b"x"))
    session.flush()


def write_and_fail(session: Session) -> None:
    with writing(session):
        a_key(session)
        raise ZeroDivisionError


def add_a_task(session: Session, made_at: datetime) -> None:
    with writing(session):
        session.add(Task(id=new_id(), kind="letter", division="x", refs={}, key="k", made_at=made_at))


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(DataKey)) or 0


def test_a_block_that_fails_leaves_nothing(database: Database) -> None:
    with database.session() as session:
        with pytest.raises(ZeroDivisionError):
            write_and_fail(session)

        assert count(session) == 0


def test_a_block_sees_what_was_written_since_the_session_last_read(database: Database) -> None:
    with database.session() as first, database.session() as second:
        assert count(first) == 0
        with writing(second):
            a_key(second)

        with writing(first):
            assert count(first) == 1


def test_a_session_that_has_read_is_whole_after_a_block_that_failed(database: Database) -> None:
    with database.session() as session:
        assert count(session) == 0
        with pytest.raises(ZeroDivisionError):
            write_and_fail(session)

        assert count(session) == 0
        with writing(session):
            a_key(session)
        assert count(session) == 1


def test_who_waited_in_vain_for_a_turn_may_read_and_write_later(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'a.db'}")
    DataKey.metadata.create_all(database.engine, [DataKey.__table__])  # type: ignore[list-item]
    database.queue = turns.Queue(f"{tmp_path / 'a.db'}.queue", patience=0.05)
    with database.session() as first, database.session() as second:
        assert count(second) == 0
        with writing(first):
            a_key(first)
            with pytest.raises(Refused, match="too_crowded"), writing(second):
                a_key(second)

        assert count(second) == 1
        with writing(second):
            a_key(second)
        assert count(second) == 2
    database.dispose()


def test_blocks_do_not_nest(database: Database) -> None:
    with database.session() as session, pytest.raises(RuntimeError), writing(session), writing(session):
        pass


def test_a_session_writes_again_after_a_failed_block(database: Database) -> None:
    with database.session() as session:
        with pytest.raises(ZeroDivisionError):
            write_and_fail(session)
        with writing(session):
            a_key(session)

        assert count(session) == 1


def test_many_writers_lose_nothing(database: Database) -> None:
    def write() -> None:
        with database.session() as session:
            for _ in range(20):
                with writing(session):
                    a_key(session)

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.session() as session:
        assert count(session) == 120


def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    inside, done = threading.Event(), threading.Event()

    def hold() -> None:
        with database.session() as session, writing(session):
            a_key(session)
            inside.set()
            done.wait(5)

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait(5)
    began = time.perf_counter()
    with database.session() as session:
        seen = count(session)
    waited = time.perf_counter() - began
    done.set()
    holder.join()

    assert (seen, waited < 1) == (0, True)


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    with database.session() as session, pytest.raises(StatementError):
        add_a_task(session, datetime(2026, 1, 1))  # noqa: DTZ001 (the mistake is what is tested)


def test_a_moment_comes_back_in_utc(database: Database) -> None:
    noon = datetime(2026, 4, 1, 0, 0, 0, 123456, tzinfo=timezone(timedelta(hours=9)))
    with database.session() as session:
        add_a_task(session, noon)

        found = session.scalars(select(Task.made_at)).one()

    assert (found, found.tzinfo) == (noon, UTC)


def test_new_ids_sort_by_time() -> None:
    made = []
    for _ in range(50):
        made.append(new_id())
        time.sleep(0.00001)

    assert made == sorted(made)
    assert {one.version for one in made} == {7}


def close_from_the_server(database: Database) -> None:
    """What a restarted PostgreSQL does to the connections at rest; SQLite has no server that could."""
    with database.session() as session:
        mine = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
    address = database.engine.url.render_as_string(hide_password=False).replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", (mine,))
    time.sleep(0.2)


def test_a_connection_the_server_closed_is_not_handed_out(database: Database) -> None:
    if not database.is_sqlite:
        close_from_the_server(database)

    with database.session() as session:
        assert session.execute(text("SELECT 1")).scalar_one() == 1


def test_a_deleted_row_is_counted(database: Database) -> None:
    with database.session() as session, writing(session):
        session.add(Bucket(key=b"k", free_at=1))
        session.flush()

        gone = session.execute(delete(Bucket))

        assert gone.rowcount == 1  # type: ignore[attr-defined]


def test_a_town_waits_until_the_disk_has_what_is_acknowledged(tmp_path: Path) -> None:
    # In a process of its own: ours is in a hurry (tests/harness/databases.py).
    asking = (
        "import os, sys; from sqlalchemy import text; from portal.db import Database, writing\n"
        "ways, sync = [], os.fdatasync\n"
        "os.fdatasync = lambda file: ways.append(os.readlink(f'/proc/self/fd/{file}')) or sync(file)\n"
        "with Database(sys.argv[1]).session() as session:\n"
        "    with writing(session): session.execute(text('CREATE TABLE seen (n INTEGER)'))\n"
        "    print(session.scalar(text('PRAGMA synchronous')), *ways)"
    )
    url = f"sqlite:///{tmp_path / 'town.sqlite'}"

    done = subprocess.run([sys.executable, "-c", asking, url], capture_output=True, text=True, check=True)

    # SQLite brings the log to the disk before it takes it over; we do before a block ends.
    assert done.stdout.split() == ["1", f"{tmp_path / 'town.sqlite'}-wal"]
