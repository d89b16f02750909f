"""The schema's versions: one line of them, both ways, and no difference to the models, on both databases."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from portal import schema
from tests.house import sources

if TYPE_CHECKING:
    from portal.db import Database


def versions() -> ScriptDirectory:
    """The versions as Alembic reads them."""
    return ScriptDirectory(str(schema.FOLDER))


def test_there_is_one_newest_version() -> None:
    assert len(versions().get_heads()) == 1


def test_versions_are_numbered_without_a_gap() -> None:
    numbers = sorted(version.revision for version in versions().walk_revisions())

    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def test_a_versions_file_is_named_for_its_number() -> None:
    files = [file for file in sources.python("portal") if sources.is_migration(file)]

    assert files
    assert all(re.match(r"\d{4}_[a-z0-9_]+\.py$", file.name) for file in map(Path, files))


def test_models_and_versions_do_not_differ(database: "Database") -> None:
    assert schema.differences(database) == []


def test_every_version_goes_back_and_forth(database: "Database") -> None:
    whole = set(inspect(database.engine).get_table_names())

    schema.downgrade(database, "base")
    bare = set(inspect(database.engine).get_table_names())
    schema.upgrade(database)

    assert bare <= {"alembic_version"}
    assert set(inspect(database.engine).get_table_names()) == whole
    assert schema.differences(database) == []
