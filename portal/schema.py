"""The schema's versions: brings a database to the newest one, or back, and finds where models and versions differ.

Alembic is imported where it is used: a web worker never needs it, and it costs a quarter of a second.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from portal.db import Base, Database

FOLDER = Path(__file__).parent / "migrations"


def upgrade(database: Database, to: str = "head") -> None:
    """Bring the schema up; where nothing is to be done, nothing is locked."""
    from alembic import command

    with database.changing() as connection:
        if to == "head" and version(connection) == newest():
            return
        _run(connection, command.upgrade, to)


def downgrade(database: Database, to: str) -> None:
    """Take the schema back to an earlier version."""
    from alembic import command

    with database.changing() as connection:
        _run(connection, command.downgrade, to)


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


def newest() -> str | None:
    """The newest version there is."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(FOLDER)).get_current_head()


def versions() -> frozenset[str]:
    """Every version this program knows."""
    from alembic.script import ScriptDirectory

    return frozenset(one.revision for one in ScriptDirectory(str(FOLDER)).walk_revisions())


def _run(connection: Connection, what: Any, to: str) -> None:
    what(_config(connection), to)
    connection.commit()


def _config(connection: Connection) -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes.update(connection=connection, metadata=Base.metadata)
    return config
