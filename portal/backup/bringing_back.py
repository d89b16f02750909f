"""Bringing a backup back into an empty database, of either kind, and an empty store; erased keys stay erased."""

import hashlib
import json
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy import Connection, Table, inspect, select, text

from portal import schema
from portal.backup.cells import Shape
from portal.backup.stream import Broken, records
from portal.backup.taking import CHUNK, END, FILE, HEADER, ROWS, TABLE, Contents, moment, read, tally
from portal.db import WRITING, Database
from portal.files import Store
from portal.vault import DataKey

# What a database that was only brought to its version may hold.
_OWN = frozenset({"alembic_version"})


@dataclass(frozen=True)
class Backup:
    """What a backup says of itself before its rows."""

    town: str
    at: datetime
    version: str


@dataclass
class Brought:
    """What was brought back, and how many keys had been erased since and were left out."""

    backup: Backup
    contents: Contents = field(default_factory=Contents)
    shapes: list[Shape] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    erased: int = 0


def bring_back(
    database: Database, files: Store | None, source: BinaryIO, key: bytes, town: str, erased: Collection[UUID]
) -> Brought:
    """Fill an empty database and store, at the version of the backup; all of the rows, or none.

    Without a store the files are only read.
    """
    told = records(source, key)
    backup = _header(told, town)
    schema.upgrade(database, backup.version)
    brought = Brought(backup)
    with _filling(database) as connection:
        _must_be_empty(connection)
        rest = _rows(connection, told, frozenset(erased), brought)
        if not database.is_sqlite:
            _counters(connection)
    _files(rest, told, files, brought)
    if brought.files != brought.contents.files:
        raise Broken("files_differ")
    _compare(database, brought)
    return brought


def _header(told: Iterator[tuple[bytes, bytes]], town: str) -> Backup:
    kind, content = next(told, (b"", b""))
    if kind != HEADER:
        raise Broken("damaged")
    said = json.loads(content)
    backup = Backup(said["town"], datetime.fromisoformat(said["at"]), said["version"])
    if backup.town != town:
        raise Broken("other_town")
    if backup.version not in schema.versions():
        raise Broken("newer_program")
    return backup


def _filling(database: Database) -> Any:
    options: Mapping[str, Any] = (
        {WRITING: True} if database.is_sqlite else {"isolation_level": "READ COMMITTED"}
    )
    return database.engine.execution_options(**options).begin()


def _must_be_empty(connection: Connection) -> None:
    for name in inspect(connection).get_table_names():
        if name not in _OWN and connection.scalar(select(text("1")).select_from(text(f'"{name}"')).limit(1)):
            raise Broken("not_empty")


def _rows(
    connection: Connection, told: Iterator[tuple[bytes, bytes]], erased: frozenset[UUID], brought: Brought
) -> tuple[bytes, bytes]:
    """Insert every row; gives the first record after them."""
    put: Callable[[bytes], None] | None = None
    for kind, content in told:
        if kind == TABLE:
            name, columns = json.loads(content)
            brought.shapes.append(Shape(name, columns))
            put = _putter(connection, brought.shapes[-1], erased, brought)
        elif kind == ROWS and put is not None:
            put(zlib.decompress(content))
        else:
            return kind, content
    raise Broken("cut_short")


def _putter(
    connection: Connection, kept: Shape, erased: frozenset[UUID], brought: Brought
) -> Callable[[bytes], None]:
    table: Table = kept.table()

    def put(part: bytes) -> None:
        rows = [kept.read(line) for line in part.split(b"\n")]
        if kept.name == DataKey.__tablename__:
            # A key that was destroyed after the backup was taken never comes back.
            living = [row for row in rows if row["id"] not in erased]
            brought.erased += len(rows) - len(living)
            rows = living
        if rows:
            connection.execute(table.insert(), rows)

    return put


def _counters(connection: Connection) -> None:
    """PostgreSQL counts on from the highest number there is."""
    for name in inspect(connection).get_table_names():
        for column in inspect(connection).get_columns(name):
            if not column.get("autoincrement"):
                continue
            asked = {"table": f'"{name}"', "column": column["name"]}
            counter = connection.scalar(text("SELECT pg_get_serial_sequence(:table, :column)"), asked)
            if counter:
                highest = f'SELECT max("{column["name"]}") FROM "{name}"'  # noqa: S608 (names of our own tables)
                connection.execute(
                    text(f"SELECT setval(:counter, m) FROM ({highest}) AS t(m) WHERE m IS NOT NULL"),  # noqa: S608
                    {"counter": counter},
                )


def _files(
    first: tuple[bytes, bytes], told: Iterator[tuple[bytes, bytes]], files: Store | None, brought: Brought
) -> None:
    kind, content = first
    while kind == FILE:
        file_id, chunks = UUID(bytes=content), _Chunks(told)
        if files is not None:
            files.put(file_id, chunks)
        for _ in chunks:
            """Where there is no store the pieces are only looked at."""
        brought.files[str(file_id)] = chunks.digest.hexdigest()
        kind, content = chunks.after
    if kind != END:
        raise Broken("damaged")
    brought.contents = read(content)
    if next(told, None) is not None:
        raise Broken("damaged")


def _compare(database: Database, brought: Brought) -> None:
    """Every row is read again and must be the one that was taken."""
    with moment(database) as connection:
        for kept in brought.shapes:
            if kept.name == DataKey.__tablename__ and brought.erased:
                continue
            if tally(connection, kept.table(), kept) != brought.contents.tables[kept.name]:
                raise Broken("rows_differ")


class _Chunks:
    """The pieces of one file, and the record that follows them."""

    def __init__(self, told: Iterator[tuple[bytes, bytes]]) -> None:
        self._told = told
        self.after = (b"", b"")
        self.digest = hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self.after[0]:
            raise StopIteration
        kind, content = next(self._told, (b"", b""))
        if kind == CHUNK:
            self.digest.update(content)
            return content
        if not kind:
            raise Broken("cut_short")
        self.after = (kind, content)
        raise StopIteration
