"""What is put in past the mapper stands in the database exactly as the mapper would have put it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import JSON, Boolean, Column, Date, Float, Integer, LargeBinary, Table, insert, select
from sqlalchemy.exc import IntegrityError

from portal.db import Base, Database, UtcTime, new_id, put, writing
from portal.inbox import Case
from portal.ledger import Entry
from portal.outbox.rows import Outbox
from portal.tasks import Task
from portal.vault import DataKey

NOW = datetime(2026, 11, 22, 3, 4, 5, 678, tzinfo=UTC)
# Tables of several rooms, with every kind of column there is.
MODELS: tuple[type[Base], ...] = (Case, Entry, Outbox, Task, DataKey)


def value(column: Column[Any]) -> object:
    """Something that this column can keep."""
    kept = {
        UtcTime: NOW, Date: date(2026, 4, 1), Boolean: True, Float: 1.5, Integer: 7, LargeBinary: b"\x00\xff",
        JSON: {"名": ["髙﨑𠮷", 1, None]},
    }  # fmt: skip
    for kind, found in kept.items():
        if isinstance(column.type, kind):
            return found
    return new_id() if column.type.python_type is UUID else f"{column.key} 葛󠄀"


def full(table: Table) -> dict[str, object]:
    return {column.key: value(column) for column in table.columns}


def bare(table: Table) -> dict[str, object]:
    """Only what has to be named."""
    return {column.key: None if column.nullable else value(column) for column in table.columns}


def rows(database: Database, table: Table) -> Iterator[dict[str, Any]]:
    with database.engine.connect() as connection:
        for row in connection.execute(select(table)):
            yield dict(row._mapping)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__tablename__)
@pytest.mark.parametrize("made", [full, bare])
def test_it_stands_as_the_mapper_would_have_put_it(database: Database, model: type[Base], made: Any) -> None:
    table: Any = model.__table__
    row = made(table)
    with database.session() as session:
        with writing(session):
            put(session, model, row)
        [ours] = rows(database, table)
        with writing(session) as block:
            block.connection().execute(table.delete())
            block.connection().execute(insert(table), row)
    [theirs] = rows(database, table)

    assert ours == theirs


def test_what_is_left_out_is_what_the_table_says(database: Database) -> None:
    row = full(Entry.__table__)  # type: ignore[arg-type]
    del row["id"], row["value"]
    with database.session() as session, writing(session):
        put(session, Entry, row)
        put(session, Entry, [row, row])

    kept = list(rows(database, Entry.__table__))  # type: ignore[arg-type]
    assert len({one["id"] for one in kept}) == 3
    assert {one["value"] for one in kept} == {None}


def test_nothing_at_all_may_be_put_in(database: Database) -> None:
    with database.session() as session, writing(session):
        put(session, Entry, [])

    assert list(rows(database, Entry.__table__)) == []  # type: ignore[arg-type]


def test_what_the_database_refuses_is_told_in_its_own_words_and_without_the_values(
    database: Database,
) -> None:
    row = {"id": new_id(), "town_key": "秘密", "wrapped": b"x"}
    with database.session() as session:
        with pytest.raises(IntegrityError) as told, writing(session):
            put(session, DataKey, [row, row])
        with writing(session):
            put(session, DataKey, row)

    assert "秘密" not in str(told.value)
    assert len(list(rows(database, DataKey.__table__))) == 1  # type: ignore[arg-type]


def test_who_listens_hears_of_what_is_put_in_and_how_long_it_took(database: Database) -> None:
    heard: list[tuple[str, float]] = []
    database.heard.append(lambda statement, took: heard.append((statement, took)))
    with database.session() as session, writing(session):
        put(session, DataKey, {"id": new_id(), "town_key": "test", "wrapped": b"x"})

    [(statement, took)] = heard
    assert statement.startswith("INSERT INTO data_key")
    assert took > 0
