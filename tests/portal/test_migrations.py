"""The schema's versions as they are written: each follows the number before it and says what it is for."""

import pytest
from alembic.script import Script, ScriptDirectory

from portal import schema

VERSIONS = list(ScriptDirectory(str(schema.FOLDER)).walk_revisions())


@pytest.mark.parametrize("version", VERSIONS, ids=[one.revision for one in VERSIONS])
def test_a_version_follows_the_number_before_it(version: Script) -> None:
    before = int(version.revision) - 1

    assert version.down_revision == (f"{before:04}" if before else None)
    assert version.doc.endswith("."), "the first line says in a sentence what the version is for"
