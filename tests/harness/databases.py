"""The `database` fixture: an empty schema of our own models for each test, on SQLite and on a real PostgreSQL."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest

from tests.harness import ground, postgres

if TYPE_CHECKING:
    from portal.db import Database

KINDS = ("sqlite", "postgresql")


def kinds(chosen: str) -> tuple[str, ...]:
    """The databases a run covers: those named with --db, and Debian's server too where --db says all."""
    if chosen == "all":
        return (*KINDS, "debian") if postgres.debian() else KINDS
    return tuple(chosen.split(","))


def build(url: str) -> None:
    """Make our schema in an empty database, by the same steps as a town's own."""
    # The rooms declare their tables when they are imported.
    import services
    from portal import schema
    from portal.db import Database

    assert services.ALL
    database = Database(url)
    try:
        schema.upgrade(database)
    finally:
        database.dispose()


def sqlite_template() -> Path:
    """A file with the schema in it, made once a run and copied for each test."""
    with ground.alone("template.sqlite") as path:
        if not path.exists():
            draft = path.with_suffix(".draft")
            build(f"sqlite:///{draft}")
            draft.rename(path)
    return path


def server(kind: str) -> postgres.Server:
    """The run's server of one kind, started by whoever needs it first, with the schema in a template database."""
    programs = postgres.debian() if kind == "debian" else postgres.wheel()
    if programs is None:
        raise RuntimeError(
            "Debian's PostgreSQL is not installed: apt-get install postgresql, or leave out --db debian"
        )
    with ground.alone(kind) as folder:
        found = postgres.Server(programs, folder)
        if not (folder.parent / f"{kind}.ready").exists():
            found.start()
            _admin(found, "CREATE DATABASE template_town")
            build(found.url("template_town"))
            (folder.parent / f"{kind}.ready").touch()
    return found


def stop_servers() -> None:
    """Stop what was started in this run."""
    for kind, programs in (("postgresql", postgres.wheel), ("debian", postgres.debian)):
        if (ground.place() / kind).exists():
            where = programs()
            if where is not None:
                postgres.Server(where, ground.place() / kind).stop()


def _admin(found: postgres.Server, command: str) -> None:
    with psycopg.connect(
        host=str(found.folder), user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(command.encode())


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database with our empty schema; every test that asks for it runs once per database."""
    kind: str = request.param
    if kind == "sqlite":
        shutil.copyfile(sqlite_template(), tmp_path / "town.sqlite")
        yield f"sqlite:///{tmp_path / 'town.sqlite'}"
        return
    found, name = server(kind), f"town_{os.getpid()}_{uuid4().hex[:12]}"
    _admin(found, f"CREATE DATABASE {name} TEMPLATE template_town")
    yield found.url(name)
    _admin(found, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(database_url: str) -> Iterator["Database"]:
    """A `Database` on that address, closed after the test."""
    from portal.db import Database

    opened = Database(database_url)
    yield opened
    opened.dispose()
