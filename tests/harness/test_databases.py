"""The database that a process keeps is as good as a new one: empty, unused, and never one whose schema was changed."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import psycopg
import pytest
from sqlalchemy import func, select, text

from portal import schema
from portal.db import Base, Database, writing
from portal.ledger import Buffer
from portal.opening import today
from tests.harness import databases
from tests.harness.databases import Kept
from tests.portal import cases

CHANGES = (
    "ALTER TABLE cases ADD COLUMN extra text",
    "ALTER TABLE cases DROP COLUMN extra",
    "ALTER TABLE cases ALTER COLUMN state DROP NOT NULL",
    "ALTER TABLE cases ADD CONSTRAINT never CHECK (false) NOT VALID",
    "CREATE INDEX extra ON cases (state)",
    "DROP TABLE audit",
    "CREATE FUNCTION extra() RETURNS int LANGUAGE sql AS 'SELECT 1'",
)


@pytest.fixture(scope="module")
def kept() -> Iterator[Kept]:
    made = databases.make("postgresql")
    yield made
    made.drop()


@pytest.fixture
def database(kept: Kept) -> Iterator[Database]:
    opened = Database(kept.server.url(kept.name))
    yield opened
    opened.dispose()


def filled(database: Database) -> dict[str, int]:
    """How many rows each table holds, but for those that hold none."""
    with database.session() as session:
        counts = {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }
    return {name: count for name, count in counts.items() if count}


def test_an_emptied_database_holds_no_rows_and_is_still_of_the_newest_version(
    kept: Kept, database: Database, now: datetime
) -> None:
    with cases.equip(database).session() as session, writing(session):
        cases.file(session, now)
    assert len(filled(database)) > 3

    whole = kept.empty()

    assert whole
    assert filled(database) == {}
    with database.engine.connect() as connection:
        assert schema.version(connection) == schema.newest()


def test_an_emptied_databases_numbers_begin_anew(kept: Kept, database: Database) -> None:
    with database.session() as session:
        first = session.execute(text("SELECT nextval('outbox_no_seq')")).scalar_one()

    kept.empty()

    with database.session() as session:
        assert session.execute(text("SELECT nextval('outbox_no_seq')")).scalar_one() == first


def test_who_was_left_connected_is_sent_out_with_what_they_had_begun(kept: Kept) -> None:
    with databases.connected(kept.server, kept.name) as forgotten:
        forgotten.execute("BEGIN")
        forgotten.execute("LOCK TABLE cases")

        whole = kept.empty()

        assert whole
        with pytest.raises(psycopg.OperationalError):
            forgotten.execute("SELECT 1")


def test_what_a_test_counted_is_not_written_into_the_next_ones_database(
    kept: Kept, database: Database, now: datetime
) -> None:
    buffer = Buffer()
    buffer.watch(database.session)
    buffer.note("viewed", "juminhyo", "online", "shimin", today(now))
    waiting = [one for one in threading.enumerate() if getattr(one, "function", None) == buffer._ring]

    databases.stop_counting(kept.name)

    assert len(waiting) == 1
    assert not waiting[0].is_alive()


def test_a_database_whose_schema_was_changed_is_not_kept() -> None:
    doomed = databases.make("postgresql")

    for change in CHANGES:
        doomed.connection.execute(change.encode())
        assert not doomed.empty(), change
        doomed = replace(doomed, schema=doomed.connection.execute(databases.SCHEMA).fetchone())
    doomed.drop()
