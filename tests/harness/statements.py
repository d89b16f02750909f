"""What is asked of a database while something is done, for tests that hold the number of journeys to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from portal.db import Database


@contextmanager
def asked(database: Database) -> Iterator[list[str]]:
    """Every statement in order, by its first words; how a block begins differs from database to database and is left out."""
    found: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith("BEGIN"):
            found.append(" ".join(statement.split()[:3]))

    def heard(statement: str, _took: float) -> None:
        hear(None, None, statement)

    database.heard.append(heard)
    event.listen(database.engine, "before_cursor_execute", hear)
    try:
        yield found
    finally:
        database.heard.remove(heard)
        event.remove(database.engine, "before_cursor_execute", hear)
