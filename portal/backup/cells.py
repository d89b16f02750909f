"""Cells and columns as a backup writes them: by what they mean, so that SQLite's rows go into PostgreSQL and back."""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
)
from sqlalchemy.types import TypeEngine

from portal.db import UtcTime

# The name of each kind of column and what it becomes again; the first that a column is an instance of names it.
_KINDS: Mapping[str, tuple[type[TypeEngine[Any]], Callable[[], TypeEngine[Any]]]] = {
    "moment": (UtcTime, UtcTime),
    "id": (Uuid, Uuid),
    "bytes": (LargeBinary, LargeBinary),
    "day": (Date, Date),
    "yes_no": (Boolean, Boolean),
    "number": (Integer, BigInteger),
    "fraction": (Float, Double),
    "list": (JSON, lambda: JSON(none_as_null=True)),
    "text": (String, String),
}
_WRITE: Mapping[str, Callable[[Any], Any]] = {
    "moment": lambda value: value.astimezone(UTC).isoformat(),
    "id": lambda value: value.hex,
    "bytes": lambda value: base64.b64encode(value).decode("ascii"),
    "day": date.isoformat,
}
_READ: Mapping[str, Callable[[Any], Any]] = {
    "moment": datetime.fromisoformat,
    "id": UUID,
    "bytes": base64.b64decode,
    "day": date.fromisoformat,
}


@dataclass(frozen=True)
class Shape:
    """A table as a backup knows it: its name, its columns and what each of them keeps."""

    name: str
    columns: Sequence[tuple[str, str]]

    def table(self) -> Table:
        """The table to fill, whatever the program's own models say of it by now."""
        return Table(self.name, MetaData(), *(Column(name, _KINDS[kind][1]()) for name, kind in self.columns))

    def write(self, row: Sequence[Any]) -> bytes:
        """A row as bytes: equal rows give equal bytes, whichever database they come from."""
        told = [
            value if value is None or kind not in _WRITE else _WRITE[kind](value)
            for value, (_, kind) in zip(row, self.columns, strict=True)
        ]
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
            "utf-8", "surrogatepass"
        )

    def read(self, line: bytes) -> dict[str, Any]:
        """The row again."""
        told = json.loads(line.decode("utf-8", "surrogatepass"))
        return {
            name: value if value is None or kind not in _READ else _READ[kind](value)
            for value, (name, kind) in zip(told, self.columns, strict=True)
        }


@dataclass
class Tally:
    """How many rows, and a sum over all of them that does not ask in which order they came."""

    rows: int = 0
    total: int = 0

    def add(self, line: bytes) -> None:
        """Count one more."""
        self.rows += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(line).digest(), "big")) % 2**256


def shape(table: Table) -> Shape:
    """What a table of the program keeps."""
    return Shape(table.name, tuple((column.name, _kind(column)) for column in table.columns))


def _kind(column: Column[Any]) -> str:
    found = next((name for name, (kind, _) in _KINDS.items() if isinstance(column.type, kind)), None)
    if found is None:
        raise TypeError(f"a backup cannot keep {column}")
    return found
