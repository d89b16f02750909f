"""Putting in: rows on their way to the database, each statement and the way of each value worked out once a process."""

import time
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Table, insert
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

Row = Mapping[str, Any]
# Who hears of a statement, and how long it took.
Heard = Callable[[str, float], None]
# One shape of row for each table and each set of columns that somewhere is named.
SHAPES = 1_000


class Shape:
    """Rows of one table that name the same columns: the statement, and how the driver wants each value."""

    def __init__(self, table: Table, names: tuple[str, ...], dialect: Dialect) -> None:
        defaults = {
            column.key: column.default
            for column in table.columns
            if column.default and column.key not in names
        }
        # Nobody asks what the database made of it.
        made = insert(table).inline().compile(dialect=dialect, column_keys=[*names, *defaults])
        self.statement = str(made)
        # SQLite numbers what stands in a statement, PostgreSQL's driver names it.
        self._order = made.positiontup
        self._defaults: list[tuple[str, Any]] = list(defaults.items())
        found = {
            column.key: column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.columns
        }
        self._ways = [(key, found[key]) for key in self._order or [*names, *defaults]]

    def values(self, row: Row) -> Sequence[Any] | Row:
        """What the driver is given for a row."""
        if self._defaults:
            row = {**row, **{key: _worked_out(default) for key, default in self._defaults}}
        if self._order is not None:
            return [row[key] if way is None else way(row[key]) for key, way in self._ways]
        return {key: row[key] if way is None else way(row[key]) for key, way in self._ways}


def put_in(connection: Connection, table: Table, rows: Row | Sequence[Row], heard: Sequence[Heard]) -> None:
    """Insert a row, or several of one shape."""
    many = rows if isinstance(rows, Sequence) else (rows,)
    if not many:
        return
    dialect = connection.dialect
    shape = _shape(table, tuple(many[0]), dialect)
    driver: Any = connection.connection.driver_connection
    began = time.perf_counter()
    try:
        # One after the other inside a journey (portal.at_once), for the driver would end it before and after many rows.
        if len(many) == 1 or (dialect.name == "postgresql" and driver.info.pipeline_status):
            for row in many:
                driver.execute(shape.statement, shape.values(row))
        else:
            driver.cursor().executemany(shape.statement, [shape.values(row) for row in many])
    except dialect.loaded_dbapi.Error as error:
        # No values: what was refused may be somebody's.
        raise DBAPIError.instance(
            shape.statement, None, error, dialect.loaded_dbapi.Error, hide_parameters=True, dialect=dialect
        ) from error
    took = time.perf_counter() - began
    for tell in heard:
        tell(shape.statement, took)


@lru_cache(SHAPES)
def _shape(table: Table, names: tuple[str, ...], dialect: Dialect) -> Shape:
    return Shape(table, names, dialect)


def _worked_out(default: Any) -> Any:
    return default.arg(None) if default.is_callable else default.arg
