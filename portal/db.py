"""The database: one set of models for SQLite and PostgreSQL, reading sessions, and the one way to write."""

import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import DateTime, Dialect, Engine, MetaData, String, create_engine, event
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

from portal import turns
from portal.flushing import Log
from portal.putting import Heard, put_in
from portal.reaching import postgresql
from portal.refused import Refused

WRITING = "portal_writing"
_OPTIONS = {WRITING: True}
_OPTIONS_POSTGRESQL = {WRITING: True, "isolation_level": "READ COMMITTED"}


# On SQLite a table whose key is its order keeps one tree instead of two: for small rows that are often added.
CLUSTERED = {"sqlite_with_rowid": False}


class UtcTime(TypeDecorator[datetime]):
    """A moment, kept in UTC; SQLite keeps no zone, so text of one width stands in for it and sorts rightly."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """PostgreSQL keeps a timestamp with zone, SQLite a text."""
        return dialect.type_descriptor(String(26) if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """A moment without a zone is a mistake in the program, so it is refused here and not guessed."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        moment = value.astimezone(UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%S.%f") if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """What comes back is always aware and in UTC."""
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
        moment: datetime = value.astimezone(UTC)
        return moment


class Base(DeclarativeBase):
    """The root of every table, in the shell and in the rooms."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcTime}


def new_id() -> UUID:
    """A UUID of version 7: sorted by time, so that new rows stay together in the index and lines in their order.

    The twelve bits after the version carry the fraction of the millisecond (RFC 9562, method 3): what one process does
    one after the other sorts that way.
    """
    millis, rest = divmod(time.time_ns(), 1_000_000)
    fraction = rest * 4096 // 1_000_000
    bits = (millis << 80) | (7 << 76) | (fraction << 64) | (2 << 62) | secrets.randbits(62)
    return UUID(int=bits)


class Database:
    """One town's database and the sessions on it; `info` is what the shell hands to every session."""

    def __init__(self, url: str, info: Mapping[str, Any] | None = None, *, read_only: bool = False) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite(str(self.url.database), url) if self.is_sqlite else postgresql(url)
        if read_only:
            event.listen(self.engine, "connect", _only_reading)
        place = self.url.database
        self.queue = turns.Queue(f"{place}.queue", log=Log(f"{place}")) if self.is_sqlite else None
        # Who is told of each row that is put in, and how long that took.
        self.heard: list[Heard] = []
        # Which forms are kept here already (portal.editions), so that filing asks once per process and form; and
        # what was asked a moment ago (portal.recent).
        self.info: dict[str, Any] = {"editions": set(), "recent": {}, "heard": self.heard, **(info or {})}
        # Asked before a session is made: what it carries may be renewed.
        self.before: Callable[[], None] | None = None
        self._sessions = sessionmaker(self.engine, expire_on_commit=False, autoflush=False)

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """A connection for the schema's own changes, all of them or none where the database can."""
        with self.engine.connect() as connection:
            yield (
                connection
                if self.is_sqlite
                else connection.execution_options(isolation_level="READ COMMITTED")
            )
        if self.queue is not None:
            self.queue.flush()

    def session(self) -> Session:
        """A session that carries what was handed in: vault, pack, files, who hears what."""
        if self.before is not None:
            self.before()
        return self._sessions(info={**self.info, "queue": self.queue})

    def dispose(self) -> None:
        """Close every connection; a forked worker opens its own."""
        self.engine.dispose()


def _only_reading(connection: Any, _record: Any) -> None:
    """Let the database itself refuse what would be written to a copy and lost with it."""
    if hasattr(connection, "pgconn"):
        connection.autocommit = True
        connection.execute("SET default_transaction_read_only = on")
    else:
        connection.execute("PRAGMA query_only=ON")


def _sqlite(path: str, url: str) -> Engine:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False}, pool_size=8)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # The driver's own transaction handling is switched off; BEGIN is said below.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            # The log goes to the disk after each turn (portal.flushing), and before it is brought into the database.
            "synchronous=NORMAL",
            "foreign_keys=ON",
            "busy_timeout=30000",
            "cache_size=-8000",
            # A request dirties twenty pages; taking them over in larger lots writes the same page once, not often.
            "wal_autocheckpoint=4000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(WRITING, False):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            # Said to the driver itself: every page begins so, and reading waits for nobody and cannot fail here.
            connection.connection.driver_connection.execute("BEGIN")  # type: ignore[union-attr]

    return engine


@contextmanager
def writing(session: Session) -> Iterator[Session]:
    """The one way to write: a short transaction, alone on SQLite, committed at the end, undone when anything is raised.

    Nothing slow belongs inside: no network, no hashing of passwords, no rendering, no file. Blocks do not nest.
    """
    if session.info.get(WRITING):
        raise RuntimeError("writing blocks do not nest")
    queue: turns.Queue | None = session.info.get("queue")
    try:
        if queue is None:
            end_reading(session)
            yield from _block(session)
        else:
            had = _read_on(session)
            with queue.turn():
                yield from _block(session, had)
    except turns.TooLong as error:
        session.rollback()
        raise Refused("too_crowded", 503) from error
    except OperationalError as error:
        if not waited(error):
            raise
        raise Refused("too_crowded", 503) from error
    finally:
        session.info[WRITING] = None


def must_write(session: Session) -> Connection:
    """The block's own connection; refused outside of one, where what is stored would stand alone, half of something."""
    connection: Connection | None = session.info.get(WRITING)
    if connection is None:
        raise RuntimeError("this needs a writing block")
    return connection


def put(session: Session, model: type[Base], rows: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> None:
    """Insert a row, or several of one shape, without the bookkeeping of the mapper: many times as quick."""
    put_in(must_write(session), model.__table__, rows, session.info["heard"])  # type: ignore[arg-type]


def inserting(session: Session, model: type[Base]) -> sqlite.Insert | pg.Insert:
    """An insert that can say what happens where the row is there already, in the words of the session's database."""
    return insert_in(dialect(session), model)


def insert_in(dialect: str, model: type[Base]) -> sqlite.Insert | pg.Insert:
    """The same by the name of the database, for a statement that is put together once."""
    # Said of the table, for the mapper would read such a statement anew each time.
    table: Any = model.__table__
    return sqlite.insert(table) if dialect == "sqlite" else pg.insert(table)


def dialect(session: Session) -> str:
    """The name of the session's database: sqlite or postgresql."""
    return session.get_bind().dialect.name


def waited(error: OperationalError) -> bool:
    """Whether a database said that somebody else had what was wanted for too long; nothing was done then."""
    told = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", "")
    return told in ("55P03", "SQLITE_BUSY")


def end_reading(session: Session) -> None:
    """What was read before ends here, so that the block starts on the newest state."""
    if not session.in_transaction():
        return
    try:
        session.commit()
    except BaseException:
        # Without this the connection would go back to the pool with its transaction open, for somebody else to meet.
        session.rollback()
        raise


def nothing_pending(session: Session) -> bool:
    """Whether a session has only read so far, so that its connection may be kept for the block."""
    return session.in_transaction() and not (session.new or session.dirty or session.deleted)


def _read_on(session: Session) -> Connection | None:
    """End what is read on SQLite, and keep its connection: to give it back and ask for it again costs more than a question."""
    if not nothing_pending(session):
        end_reading(session)
        return None
    connection = session.connection()
    connection.connection.driver_connection.execute("COMMIT")  # type: ignore[union-attr]
    return connection


def _block(session: Session, had: Connection | None = None) -> Iterator[Session]:
    try:
        # Asked for once: what is written past the mapper need not ask the session each time.
        session.info[WRITING] = _begun(session, had)
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


def _begun(session: Session, had: Connection | None) -> Connection:
    if had is not None:
        had.exec_driver_sql("BEGIN IMMEDIATE")
        return had
    options = _OPTIONS if session.info.get("queue") else _OPTIONS_POSTGRESQL
    return session.connection(execution_options=options)
