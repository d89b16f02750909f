"""The desk of several towns: a town is added by one command, and a command goes through all of them."""

import stat
from pathlib import Path
from shutil import copyfile

import pytest
from flask import Flask
from sqlalchemy.engine import make_url

import services
from portal.log_lines import TOWN
from portal.settings import Settings
from portal.towns import TownsFault, desk, read
from portal.towns.adding import make_database
from portal.towns.hall import Hall
from tests.harness.databases import connected, server, sqlite_template
from tests.portal.towns.twins import A, B, packs, town


def deployment(folder: Path) -> Settings:
    """A deployment whose list is not there yet."""
    return Settings(var=folder / "var", packs=packs(folder, A, B), towns_file=folder / "towns.toml")


def said(settings: Settings, *words: str) -> tuple[int, str]:
    """What the deployment's own commands answer, as a new process would run them."""
    hall = desk.front(services.ALL, settings)
    assert isinstance(hall, Hall)
    done = desk.desk(hall, services.ALL, settings).test_cli_runner().invoke(args=list(words))
    assert TOWN.get() == ""
    return done.exit_code, done.output


def test_a_town_is_added_with_keys_and_tables_of_its_own_and_served_at_its_address(tmp_path: Path) -> None:
    settings = deployment(tmp_path)
    # The second one's tables are there already, which saves this test the time of making them twice.
    (tmp_path / "var" / B).mkdir(parents=True)
    copyfile(sqlite_template(), tmp_path / "var" / B / "town.db")

    for name in (A, B):
        code, told = said(settings, "town", "add", name, "--address", f"https://{name}.example.jp")
        assert code == 0, told
        assert f"{name}.example.jp" in told

    found = read(settings)
    assert found[A].settings.town_keys != found[B].settings.town_keys
    assert all(len(one.settings.secret_key) == 44 for one in found.values())
    assert stat.S_IMODE((tmp_path / "towns.toml").stat().st_mode) == 0o600
    assert said(settings, "town", "list")[1].split() == [A, f"{A}.example.jp", B, f"{B}.example.jp"]
    code, told = said(settings, "town", "each", "db", "check")
    assert (code, told.split()) == (0, ["==", A, "==", B])


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((A, "--address", "https://other.example.jp"), "in the list already"),
        ((B, "--address", "https://asahi.example.jp"), "same host"),
        ((B, "--address", "https://b.example.jp", "--host", "asahi.example.jp"), "same host"),
        (("nowhere", "--address", "https://b.example.jp"), "no folder"),
        (("../x", "--address", "https://b.example.jp"), "no name of a folder"),
    ],
)
def test_a_town_that_cannot_be_served_changes_nothing(
    tmp_path: Path, words: tuple[str, ...], why: str
) -> None:
    settings = deployment(tmp_path)
    (tmp_path / "towns.toml").write_text(town(A), encoding="utf-8")

    code, told = said(settings, "town", "add", *words)

    assert code == 1
    assert why in told
    assert list(read(settings)) == [A]


def test_a_database_is_made_on_the_server_and_one_that_is_there_is_taken() -> None:
    found = server("postgresql")
    url = make_url(found.url("added"))
    try:
        make_database(url)
        with connected(found, "added") as connection:
            connection.execute("CREATE TABLE kept ()")
        make_database(url)
        with connected(found, "added") as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    finally:
        with connected(found, "postgres") as connection:
            connection.execute("DROP DATABASE IF EXISTS added WITH (FORCE)")


def test_a_database_that_cannot_be_made_is_told_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(TownsFault, match="cannot be made") as refused:
        make_database(make_url(f"postgresql+psycopg://one:geheim@/added?host={tmp_path}"))

    assert "geheim" not in str(refused.value)


def test_a_command_of_one_town_is_found_by_its_name(tmp_path: Path) -> None:
    settings = deployment(tmp_path)
    (tmp_path / "towns.toml").write_text(town(A) + town(B), encoding="utf-8")
    hall = desk.front(services.ALL, settings)
    assert isinstance(hall, Hall)

    app = desk.commanded(hall, services.ALL, settings, B)

    assert isinstance(app, Flask)
    assert app.extensions["house"].settings.town == B
    TOWN.set("")
    with pytest.raises(TownsFault, match="not in"):
        desk.commanded(hall, services.ALL, settings, "elsewhere")


def test_a_deployment_of_one_town_has_no_hall(tmp_path: Path) -> None:
    found = desk.front(services.ALL, Settings(var=tmp_path))

    assert isinstance(found, Flask)
    assert found.extensions["house"].settings.town == "hinata"
