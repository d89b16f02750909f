"""At once: a writing block that asks nothing goes to a PostgreSQL server in one journey, and is stored there or is not."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Delete, Select, Update, func, literal, literal_column, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from portal.db import WRITING, end_reading, must_write, nothing_pending, waited, writing
from portal.journeys import UNREAD
from portal.refused import Refused

_AT_ONCE = "portal_at_once"
# Said before the end of a journey this undoes all of it; what was insisted on and is not there fails in the same way.
_UNDO, _UNDONE = "SELECT 1 / 0", "22012"


class NotThere(Exception):
    """What a block insisted on is not there, or not any more; nothing of the block was stored."""


@dataclass(frozen=True)
class Insisted:
    """A change that has to meet a row, put together once: as it is, and as a statement that fails where it meets none."""

    plain: Update | Delete
    strict: Select[Any]

    @classmethod
    def on(cls, change: Update | Delete) -> "Insisted":
        """Insist on this change of a table."""
        met = change.returning(literal_column("1").label("one")).cte("met")
        strict = select(literal(1, literal_execute=True) // func.count()).select_from(met)
        return cls(change, strict.execution_options(**{UNREAD: True}))


@contextmanager
def at_once(session: Session) -> Iterator[Session]:
    """A writing block that asks as little as it can; on SQLite like any other.

    What stands between two synchronisations is one transaction of the server, so nobody waits for BEGIN, nor for COMMIT
    after the last word. Rows that are put in and what is insisted on go along; what is asked costs a journey of its own.
    """
    if session.info.get("queue") is not None:
        with writing(session):
            yield session
        return
    if session.info.get(WRITING):
        raise RuntimeError("writing blocks do not nest")
    if not nothing_pending(session):
        end_reading(session)
    try:
        # What was read so far was no transaction of the server's, so its connection is as good as a new one.
        connection = session.connection()
        session.info[WRITING], session.info[_AT_ONCE] = connection, True
        with _one_journey(connection):
            yield session
        session.commit()
    except BaseException as error:
        session.rollback()
        if isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", "") == _UNDONE:
            raise NotThere from error
        if isinstance(error, OperationalError) and waited(error):
            raise Refused("too_crowded", 503) from error
        raise
    finally:
        session.info[WRITING] = session.info[_AT_ONCE] = None


@contextmanager
def together(session: Session) -> Iterator[None]:
    """Part of a writing block: what is put in here goes to a PostgreSQL server in one journey."""
    connection = must_write(session)
    if session.info.get("queue") is not None or session.info.get(_AT_ONCE):
        yield
        return
    with _one_journey(connection):
        yield


def insist(session: Session, change: Insisted, values: Mapping[str, Any]) -> None:
    """Change a row that has to be there; where it is not, the block ends with `NotThere`."""
    connection = must_write(session)
    if session.info.get(_AT_ONCE):
        connection.execute(change.strict, values)
    elif not connection.execute(change.plain, values).rowcount:
        raise NotThere


@contextmanager
def _one_journey(connection: Connection) -> Iterator[None]:
    driver: Any = connection.connection.driver_connection
    fault = connection.dialect.loaded_dbapi.Error
    try:
        with driver.pipeline() as journey:
            try:
                yield
            except BaseException:
                # The end of the journey would store what was sent before.
                with suppress(fault):
                    driver.execute(_UNDO)
                    journey.sync()
                raise
    except fault as error:
        raise DBAPIError.instance(None, None, error, fault, dialect=connection.dialect) from error
