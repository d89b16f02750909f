"""The schema's versions: brings a database to the newest one, or back, and finds where models and versions differ.

Alembic is imported where it is used: a web worker never needs it, and it costs a quarter of a second.
"""

import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import OperationalError

from portal.db import Base, Database

FOLDER = Path(__file__).parent / "migrations"
# Everybody else waits behind whoever waits for a whole table: so nobody does for longer than a page may take, and comes again
# some moments later. A statement that works for longer than this belongs into a job that goes on beside the town.
LOCK, STATEMENT = timedelta(seconds=2), timedelta(minutes=10)
TRIES, PAUSE = 20, 3.0
# PostgreSQL's own name for a lock that was not had in time.
_NOT_HAD = "55P03"


class Held(RuntimeError):
    """Somebody held a table for as long as was waited; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(
            "長く続く処理が表を使っているので、何も変えずにやめました。終わってからもう一度 / "
            "something that takes long is using a table: nothing was changed, try again once it has ended"
        )


def upgrade(database: Database, to: str = "head", tries: int = TRIES) -> None:
    """Bring the schema up; where nothing is to be done, nothing is locked."""
    from alembic import command

    _patiently(database, lambda connection: _up(connection, command.upgrade, to), tries)


def downgrade(database: Database, to: str, tries: int = TRIES) -> None:
    """Take the schema back to an earlier version."""
    from alembic import command

    _patiently(database, lambda connection: _run(connection, command.downgrade, to), tries)


def _up(connection: Connection, what: Any, to: str) -> None:
    if to != "head" or version(connection) != newest():
        _run(connection, what, to)


def _patiently(database: Database, change: Callable[[Connection], None], tries: int) -> None:
    """All of a change or none of it, tried again where the old version, which serves meanwhile, held a table."""
    for left in reversed(range(tries)):
        try:
            with database.changing() as connection:
                change(connection)
        except OperationalError as fault:
            if getattr(fault.orig, "sqlstate", "") != _NOT_HAD:
                raise
            if not left:
                raise Held from fault
            time.sleep(secrets.SystemRandom().uniform(0.5, 1.5) * PAUSE)  # two machines must not come in step
        else:
            return


def revise(database: Database, message: str, number: str) -> None:
    """Write a new version from what the models have and the schema has not."""
    from alembic import command

    with database.engine.connect() as connection:
        command.revision(_config(connection), message=message, autogenerate=True, rev_id=number)


def differences(database: Database) -> list[Any]:
    """What the models say and the schema does not; the check fails unless this is empty."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with database.engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))


def version(connection: Connection) -> str | None:
    """The version that a database is at."""
    found = version_in(connection)
    connection.rollback()
    return found


def version_in(connection: Connection) -> str | None:
    """The same, inside of what a connection has begun."""
    from alembic.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


def is_behind(connection: Connection) -> bool:
    """Whether a database is still of an older version than this program's; asked by web workers, so without alembic."""
    if not inspect(connection).has_table("alembic_version"):
        return True
    newest_here = max(file.name.partition("_")[0] for file in (FOLDER / "versions").glob("[0-9]*_*.py"))
    return (connection.scalar(text("SELECT version_num FROM alembic_version")) or "") < newest_here


def newest() -> str | None:
    """The newest version there is."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(FOLDER)).get_current_head()


def versions() -> frozenset[str]:
    """Every version this program knows."""
    from alembic.script import ScriptDirectory

    return frozenset(one.revision for one in ScriptDirectory(str(FOLDER)).walk_revisions())


def _run(connection: Connection, what: Any, to: str) -> None:
    if connection.dialect.name == "postgresql":
        for name, most in (("lock_timeout", LOCK), ("statement_timeout", STATEMENT)):
            connection.execute(text(f"SET LOCAL {name} = {int(most.total_seconds() * 1000)}"))
    what(_config(connection), to)
    connection.commit()


def _config(connection: Connection) -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes.update(connection=connection, metadata=Base.metadata)
    return config
