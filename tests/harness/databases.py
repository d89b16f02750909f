"""The `database` fixture: an empty schema of our own models for each test, on SQLite and on a real PostgreSQL."""

import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool

from tests.harness import ground, postgres

if TYPE_CHECKING:
    from psycopg.rows import TupleRow

    from portal.db import Database

KINDS = ("sqlite", "postgresql")


@event.listens_for(Pool, "checkout")
def hasty(connection: Any, *_: Any) -> None:
    """SQLite waits for no disk in this process, as our PostgreSQL does not; the killed ones and the served ones do."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


def _at_once(_file: int) -> None:
    """Nor does anybody wait for the log (portal.flushing), which is all that asks a disk in this way."""


os.fdatasync = _at_once  # type: ignore[assignment]


def kinds(chosen: str, place: str = "") -> tuple[str, ...]:
    """The databases a file's tests run on: those named with --db; where it says all, Debian's server too, but for mere pages."""
    if chosen == "all":
        return (*KINDS, "debian") if postgres.debian() and not place.startswith("test_routes") else KINDS
    return tuple(chosen.split(","))


def build(url: str) -> None:
    """Make our schema in an empty database, by the same steps as a town's own."""
    # The rooms declare their tables when they are imported.
    import services
    from portal import schema
    from portal.db import Database

    assert services.ALL
    database = Database(url)
    try:
        schema.upgrade(database)
    finally:
        database.dispose()


def sqlite_template() -> Path:
    """A file with the schema in it, made once a run and copied for each test."""
    with ground.alone("template.sqlite") as path:
        if not path.exists():
            draft = path.with_suffix(".draft")
            build(f"sqlite:///{draft}")
            draft.rename(path)
    return path


def server(kind: str) -> postgres.Server:
    """The run's server of one kind, started by whoever needs it first, with the schema in a template database."""
    programs = postgres.debian() if kind == "debian" else postgres.wheel()
    if programs is None:
        raise RuntimeError(
            "Debian's PostgreSQL is not installed: apt-get install postgresql, or leave out --db debian"
        )
    with ground.alone(kind) as folder:
        found = postgres.Server(programs, folder)
        if not (folder.parent / f"{kind}.ready").exists():
            found.start()
            with connected(found, "postgres") as admin:
                admin.execute("CREATE DATABASE template_town")
            build(found.url("template_town"))
            (folder.parent / f"{kind}.ready").touch()
    return found


def stop_servers() -> None:
    """Stop what was started in this run."""
    for kind, programs in (("postgresql", postgres.wheel), ("debian", postgres.debian)):
        if (ground.place() / kind).exists():
            where = programs()
            if where is not None:
                postgres.Server(where, ground.place() / kind).stop()


@dataclass
class Kept:
    """A database that one process keeps from test to test and empties in between: making one takes 500 times as long."""

    server: postgres.Server
    name: str
    connection: "psycopg.Connection[TupleRow]"
    schema: "TupleRow | None"

    def empty(self) -> bool:
        """Leave it as it was made: nobody connected and no rows; False where the test changed the schema itself."""
        self.connection.execute(ALL_OUT)
        if self.connection.execute(SCHEMA).fetchone() != self.schema:
            return False
        self.connection.execute("SELECT pg_temp.empty()")
        return True

    def drop(self) -> None:
        """Take it away."""
        self.connection.close()
        with connected(self.server, "postgres") as admin:
            admin.execute(f"DROP DATABASE {self.name} WITH (FORCE)".encode())


ALL_OUT = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
# Every change of a table, a column or a function writes a line of these catalogues in a newer transaction.
SCHEMA = """
SELECT * FROM
(SELECT count(*), max(xmin::text::bigint) FROM pg_class) AS tables,
(SELECT count(*), max(xmin::text::bigint) FROM pg_attribute) AS columns,
(SELECT count(*), max(xmin::text::bigint) FROM pg_constraint) AS constraints,
(SELECT count(*), max(xmin::text::bigint) FROM pg_proc) AS functions
"""
# One function with a statement for each table, planned once: half a millisecond. No row is deleted one key at a time,
# since a replica's session asks nobody. The schema's own version stays.
EMPTYING = """
DO $do$
DECLARE steps text;
BEGIN
    SELECT string_agg(step, ' ') INTO steps FROM (
        SELECT format('DELETE FROM %I.%I;', schemaname, tablename) FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
        UNION ALL
        SELECT format('PERFORM setval(%L, %s, false);', schemaname || '.' || sequencename, start_value) FROM pg_sequences
    ) AS every (step);
    EXECUTE format('CREATE FUNCTION pg_temp.empty() RETURNS void LANGUAGE plpgsql AS %L', 'BEGIN ' || steps || ' END');
END
$do$
"""
_kept: dict[str, Kept] = {}


def pytest_unconfigure() -> None:
    """Let go of what this process kept; the server is stopped with all it holds."""
    for kept in _kept.values():
        kept.connection.close()
    _kept.clear()


def connected(found: postgres.Server, name: str) -> "psycopg.Connection[TupleRow]":
    """A connection of the harness itself, each statement a transaction."""
    return psycopg.connect(host=str(found.folder), user="postgres", dbname=name, autocommit=True)


def make(kind: str) -> Kept:
    """A new database with our schema, on the run's server of one kind."""
    found, name = server(kind), f"town_{os.getpid()}_{uuid4().hex[:12]}"
    with connected(found, "postgres") as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template_town".encode())
    connection = connected(found, name)
    connection.execute("SET session_replication_role = replica")
    connection.execute(EMPTYING)
    return Kept(found, name, connection, connection.execute(SCHEMA).fetchone())


def stop_counting(name: str) -> None:
    """A test's application counts what was looked at some seconds later: into the next test's database, if it may."""
    for timer in threading.enumerate():
        buffer = getattr(getattr(timer, "function", None), "__self__", None)
        watched = getattr(getattr(buffer, "_sessions", None), "__self__", None)
        if isinstance(timer, threading.Timer) and watched is not None and watched.engine.url.database == name:
            timer.cancel()
            timer.join()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database with our schema; every test that asks for it runs once per database."""
    kind: str = request.param
    if kind == "sqlite":
        shutil.copyfile(sqlite_template(), tmp_path / "town.sqlite")
        yield f"sqlite:///{tmp_path / 'town.sqlite'}"
        return
    kept = _kept.pop(kind, None) or make(kind)
    yield kept.server.url(kept.name)
    stop_counting(kept.name)
    if kept.empty():
        _kept[kind] = kept
    else:
        kept.drop()


@pytest.fixture
def database(database_url: str) -> Iterator["Database"]:
    """A `Database` on that address, closed after the test."""
    from portal.db import Database

    opened = Database(database_url)
    yield opened
    opened.dispose()
