"""What is refused before anything is written, and the two commands as an operator types them."""

import base64
import io
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from portal import erased, schema
from portal.backup.bringing_back import bring_back
from portal.backup.stream import Broken
from portal.backup.taking import take
from portal.db import Database, new_id, put, writing
from portal.files import open_store
from portal.ledger import event
from portal.vault import DataKey
from tests.harness import live
from tests.harness.live import Clock

if TYPE_CHECKING:
    from click.testing import Result

KEY = secrets.token_bytes(32)
Flask = Callable[..., "Result"]


def backup_of(database: Database, now: datetime, town: str = "hinata") -> io.BytesIO:
    out = io.BytesIO()
    take(database, open_store("memory:"), town, out, KEY, now)
    return io.BytesIO(out.getvalue())


def test_a_database_that_holds_anything_is_left_alone(database: Database, now: datetime) -> None:
    backup = backup_of(database, now)
    with database.session() as session, writing(session):
        event(session, "filed", "juminhyo", "online", "shimin", now.date())

    with pytest.raises(Broken, match="not_empty"):
        bring_back(database, None, backup, KEY, "hinata", ())


def test_another_towns_backup_is_refused(database: Database, now: datetime) -> None:
    with pytest.raises(Broken, match="other_town"):
        bring_back(database, None, backup_of(database, now, "kanuma"), KEY, "hinata", ())


def test_a_backup_of_a_newer_program_is_refused(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = backup_of(database, now)
    monkeypatch.setattr(schema, "versions", lambda: frozenset({"0001"}))

    with pytest.raises(Broken, match="newer_program"):
        bring_back(database, None, backup, KEY, "hinata", ())


@pytest.fixture
def flask(tmp_path: Path, now: datetime) -> Flask:
    """The commands of a town in a folder of its own: `flask("backup", "x", var="a")`."""
    town_key, secret = (base64.b64encode(secrets.token_bytes(32)).decode() for _ in range(2))
    key = base64.b64encode(KEY).decode()

    def run(*words: str, var: str = "a", **more: str) -> "Result":
        told = {"town_keys": f"k:{town_key}", "secret_key": secret, "backup_key": key, **more}
        app = live.make_app(tmp_path / var, Clock(now), **told)
        try:
            return app.test_cli_runner().invoke(args=list(words))
        finally:
            app.extensions["house"].db.dispose()

    return run


def test_a_town_is_taken_proven_and_brought_back_by_two_commands(flask: Flask, tmp_path: Path) -> None:
    flask("db", "upgrade")
    file = str(tmp_path / "town.backup")

    taken = flask("backup", file)
    tried = flask("restore", file, "--try", var="b")
    brought = flask("restore", file, "--nothing-erased", var="b")

    assert (taken.exit_code, tried.exit_code, brought.exit_code) == (0, 0, 0), taken.output + brought.output
    assert "proven" in taken.output
    assert Path(file).stat().st_mode & 0o77 == 0
    assert [one.name for one in tmp_path.glob("town*")] == ["town.backup"]


def test_a_backup_is_never_written_over(flask: Flask, tmp_path: Path) -> None:
    flask("db", "upgrade")
    file = tmp_path / "town.backup"
    file.write_bytes(b"yesterday's")

    refused = flask("backup", str(file))

    assert refused.exit_code == 1
    assert file.read_bytes() == b"yesterday's"


@pytest.mark.parametrize("key", ["", "short", base64.b64encode(b"eight by").decode()])
def test_without_a_key_nothing_is_written(flask: Flask, tmp_path: Path, key: str) -> None:
    refused = flask("backup", str(tmp_path / "town.backup"), backup_key=key)

    assert "openssl rand" in refused.output
    assert not (tmp_path / "town.backup").exists()


def test_whoever_restores_says_what_was_erased_since(flask: Flask, tmp_path: Path, now: datetime) -> None:
    flask("db", "upgrade")
    file, listed, key_id = tmp_path / "town.backup", tmp_path / "erased.txt", new_id()
    flask("backup", str(file))
    listed.write_text(f"{erased.Gone(key_id, erased.Whose.CASE, now)}\n", encoding="utf-8")

    silent = flask("restore", str(file), var="b")
    told = flask("restore", str(file), "--erased", str(listed), var="b")

    assert "--erased" in silent.output
    assert f"sweep replay {listed}" in told.output


def test_with_other_town_keys_the_proof_fails(flask: Flask, tmp_path: Path, now: datetime) -> None:
    flask("db", "upgrade")
    database = Database(f"sqlite:///{tmp_path / 'a' / 'hinata' / 'town.db'}")
    with database.session() as session, writing(session):
        put(session, DataKey, {"id": new_id(), "town_key": "k", "wrapped": secrets.token_bytes(60)})
    database.dispose()

    refused = flask("backup", str(tmp_path / "town.backup"))

    assert "KURASHI_TOWN_KEYS" in refused.output
    assert not (tmp_path / "town.backup").exists()
