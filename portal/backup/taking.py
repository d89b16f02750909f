"""Taking a backup while the town serves: one moment of the database first, then the files that its rows name."""

import hashlib
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy import Connection, Table, select

from portal import schema
from portal.backup.cells import Shape, Tally, shape
from portal.backup.stream import Writer
from portal.db import Base, Database
from portal.files import GONE, Store, StoredFile
from portal.vault import Unreadable

HEADER, TABLE, ROWS, FILE, CHUNK, END = b"H", b"T", b"R", b"F", b"C", b"E"
# So many rows are read, written and brought back at a time.
AT_ONCE = 500
# So many sealed chunks of a file stand in one record.
_CHUNKS = 16


@dataclass
class Contents:
    """What a backup holds, in numbers: the tally of each table, the digest of each file, and the files that were not there."""

    tables: dict[str, Tally] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """All rows together."""
        return sum(one.rows for one in self.tables.values())

    def told(self) -> bytes:
        """The last record of a backup."""
        tables = {name: [one.rows, f"{one.total:x}"] for name, one in self.tables.items()}
        return json.dumps({"tables": tables, "files": self.files, "missing": self.missing}).encode()


def read(told: bytes) -> Contents:
    """The numbers as the last record tells them."""
    said = json.loads(told)
    tables = {name: Tally(rows, int(total, 16)) for name, (rows, total) in said["tables"].items()}
    return Contents(tables, said["files"], said["missing"])


def take(database: Database, files: Store, town: str, out: BinaryIO, key: bytes, now: datetime) -> Contents:
    """Write everything the town keeps but its keys; nobody who writes waits for it."""
    writer, contents = Writer(out, key), Contents()
    with moment(database) as connection:
        head = {"town": town, "at": now.isoformat(), "version": schema.version_in(connection)}
        writer.record(HEADER, json.dumps(head).encode())
        for table in Base.metadata.sorted_tables:
            contents.tables[table.name] = _table(writer, connection, table)
        named = connection.scalars(select(StoredFile.id).where(StoredFile.state != GONE)).all()
    for file_id in named:
        _file(writer, files, file_id, contents)
    writer.record(END, contents.told())
    writer.close()
    return contents


@contextmanager
def moment(database: Database) -> Iterator[Connection]:
    """A connection that sees the database as it is at one moment, however long it reads."""
    options: dict[str, Any] = (
        {} if database.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    )
    with database.engine.execution_options(**options).connect() as connection:
        yield connection


def lines(connection: Connection, table: Table, kept: Shape) -> Iterator[list[bytes]]:
    """A table's rows as they are written, some at a time."""
    found = connection.execution_options(yield_per=AT_ONCE).execute(select(table))
    for part in found.partitions():
        yield [kept.write(row) for row in part]


def tally(connection: Connection, table: Table, kept: Shape) -> Tally:
    """A table's rows as a backup would count them."""
    found = Tally()
    for part in lines(connection, table, kept):
        for line in part:
            found.add(line)
    return found


def _table(writer: Writer, connection: Connection, table: Table) -> Tally:
    kept, tally = shape(table), Tally()
    writer.record(TABLE, json.dumps([kept.name, kept.columns]).encode())
    for part in lines(connection, table, kept):
        for line in part:
            tally.add(line)
        writer.record(ROWS, zlib.compress(b"\n".join(part), 1))
    return tally


def _file(writer: Writer, files: Store, file_id: UUID, contents: Contents) -> None:
    """One file as it lies sealed in the store; one that was erased since the moment of the rows is noted as missing."""
    try:
        chunks = iter(files.get(file_id))
        first = next(chunks, b"")
    except Unreadable:
        contents.missing.append(str(file_id))
        return
    writer.record(FILE, file_id.bytes)
    digest = hashlib.sha256()
    whole = chain((first,), chunks)
    while piece := b"".join(islice(whole, _CHUNKS)):
        digest.update(piece)
        writer.record(CHUNK, piece)
    contents.files[str(file_id)] = digest.hexdigest()
