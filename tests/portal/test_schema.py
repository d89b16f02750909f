"""The schema is changed while the old version serves: who waits for a table keeps nobody else waiting for long."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from portal import schema
from portal.db import Database
from tests.harness.databases import connected, server

if TYPE_CHECKING:
    import psycopg
    from alembic.config import Config
    from psycopg.rows import TupleRow

BEFORE, LITTLE = "0046", timedelta(milliseconds=200)
# Those who test side by side share a server.
BEHIND = f"behind_{os.getpid()}"


@pytest.fixture
def behind() -> Iterator[Database]:
    """A town on PostgreSQL that is one version behind."""
    found = server("postgresql")
    with connected(found, "postgres") as admin:
        admin.execute(f"CREATE DATABASE {BEHIND} TEMPLATE template_town".encode())
    database = Database(found.url(BEHIND))
    try:
        schema.downgrade(database, BEFORE)
        yield database
    finally:
        database.dispose()
        with connected(found, "postgres") as admin:
            admin.execute(f"DROP DATABASE {BEHIND} WITH (FORCE)".encode())


@pytest.fixture
def long(behind: Database) -> Iterator["psycopg.Connection[TupleRow]"]:
    """Somebody of the old version who reads a table that is to be changed, and does not come to an end."""
    with connected(server("postgresql"), BEHIND) as connection:
        connection.autocommit = False
        connection.execute("SELECT count(*) FROM lottery_round")
        yield connection


@pytest.mark.parametrize(("version", "late"), [(None, True), ("", True), ("0001", True), ("9999", False)])
def test_an_older_database_is_behind_and_one_that_a_newer_program_changed_is_not(
    version: str | None, *, late: bool
) -> None:
    database = Database("sqlite://")
    with database.engine.connect() as connection:
        if version is not None:
            connection.execute(text("CREATE TABLE alembic_version (version_num TEXT)"))
            connection.execute(
                text("INSERT INTO alembic_version SELECT :it WHERE :it <> ''"), {"it": version}
            )

        assert schema.is_behind(connection) is late
    database.dispose()


def test_a_change_that_has_to_wait_gives_way_and_changes_nothing(
    behind: Database, long: "psycopg.Connection[TupleRow]", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "PAUSE", 0.05)
    monkeypatch.setattr(schema, "LOCK", LITTLE)
    waits: list[float] = []

    with ThreadPoolExecutor(1) as beside:
        changing = beside.submit(schema.upgrade, behind, "0047", 3)
        while not changing.done():
            waits.append(looked(behind))
        with pytest.raises(schema.Held):
            changing.result()

    # Whoever reads stands behind the change at most once, for as long as that waits.
    assert max(waits) < LITTLE.total_seconds() + 2
    with behind.engine.connect() as connection:
        assert schema.version(connection) == BEFORE
        assert connection.scalar(text("SHOW lock_timeout")) == "30s"


def test_a_change_comes_through_once_the_table_is_free(
    behind: Database, long: "psycopg.Connection[TupleRow]", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "LOCK", LITTLE)
    pauses: list[float] = []

    def free(pause: float) -> None:
        pauses.append(pause)
        long.rollback()

    monkeypatch.setattr("portal.schema.time", SimpleNamespace(sleep=free))
    with behind.engine.connect() as connection:
        assert schema.is_behind(connection)
    schema.upgrade(behind, "0047")

    assert len(pauses) == 1
    with behind.engine.connect() as connection:
        assert not schema.is_behind(connection)
        assert schema.version(connection) == "0047"


def test_another_fault_is_not_tried_again(behind: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(config: "Config", _to: str) -> None:
        config.attributes["connection"].execute(text("SELECT pg_sleep(30)"))

    monkeypatch.setattr(schema, "STATEMENT", timedelta(milliseconds=50))
    monkeypatch.setattr("portal.schema.time", SimpleNamespace(sleep=pytest.fail))
    monkeypatch.setattr("alembic.command.downgrade", slow)

    with pytest.raises(OperationalError, match="statement timeout"):
        schema.downgrade(behind, "base")


def looked(database: Database) -> float:
    """How long somebody of the old version waits who looks at the same table."""
    begun = time.monotonic()
    with database.engine.connect() as connection:
        connection.execute(text("SELECT count(*) FROM lottery_round"))
    return time.monotonic() - begun
