"""Journeys: what a PostgreSQL driver has to be told so that statements may go to the server without waiting for one another."""

from contextlib import suppress
from typing import Any

from sqlalchemy import Engine, event

# Of a statement whose answer nobody reads.
UNREAD = "portal_unread"


def prepare(engine: Engine) -> None:
    """Let statements of a journey (portal.at_once) be sent, and what is asked or changed in it be waited for."""
    # Asked for here, so that a town on SQLite does not load the driver.
    from psycopg import ProgrammingError

    @event.listens_for(engine, "do_executemany")
    def one_by_one(cursor: Any, statement: str, rows: Any, _context: Any) -> bool | None:
        # The driver would end the journey before and after many rows: what was sent so far would stand.
        if not cursor.connection.info.pipeline_status:
            return None
        for row in rows:
            cursor.execute(statement, row)
        return True

    @event.listens_for(engine, "do_execute")
    def read_along(cursor: Any, statement: str, values: Any, context: Any) -> bool | None:
        # Nothing has come back yet: only of what is put in anew nobody wants to know anything.
        if not cursor.connection.info.pipeline_status:
            return None
        cursor.execute(statement, values)
        told = statement.startswith("INSERT") and "RETURNING" not in statement
        if not told and not context.execution_options.get(UNREAD):
            # To stay where it stands makes the driver fetch, though there may be nothing to stand on.
            with suppress(IndexError, ProgrammingError):
                cursor.scroll(0)
        return True
