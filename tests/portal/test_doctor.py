"""doctor: each thing that can be wrong is named, with what to do; a healthy town has nothing wrong."""

import base64
import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from portal import doctor, files, jobs, outbox, schema
from portal.db import new_id, put, writing
from portal.doctor import Finding, State
from portal.house import House
from portal.jobs import JobRun
from portal.vault import DataKey
from tests.harness import live
from tests.harness.live import Clock

Made = Callable[..., House]


class RealTime(Clock):
    """The machine's own clock."""

    def __call__(self) -> datetime:
        return datetime.now(UTC)


@pytest.fixture
def house(database_url: str, tmp_path: Path) -> Iterator[Made]:
    """A town on the test's database, whose worker ran a moment ago, with settings of its own."""
    made: list[House] = []

    def make(**more: Any) -> House:
        # A database tells the real time, so the town does too.
        clock = RealTime(datetime.now(UTC))
        key = base64.b64encode(secrets.token_bytes(32)).decode()
        app = live.make_app(
            tmp_path / "var", clock, **{"database_url": database_url, "backup_key": key, **more}
        )
        found: House = app.extensions["house"]
        made.append(found)
        if "database_url" in more:
            return found
        with found.db.session() as session, writing(session):
            lease = jobs.take(session, "heartbeat", lambda *_: None, clock())
            if lease is not None:
                jobs.end(session, "heartbeat", lease, clock())
        return found

    yield make
    for one in made:
        one.db.dispose()


def wrong(house: House) -> list[str]:
    return [one.what.split(" / ")[1] for one in doctor.look(house) if one.state is State.WRONG]


def test_in_a_healthy_town_nothing_is_wrong(house: Made) -> None:
    assert wrong(house()) == []


def test_an_old_version_is_named_with_the_command(house: Made) -> None:
    town = house()
    schema.downgrade(town.db, "0030")

    found = next(one for one in doctor.look(town) if one.state is State.WRONG)

    assert (found.what.split(" / ")[1], found.todo) == ("database", "flask --app wsgi db upgrade")
    schema.upgrade(town.db)


def test_a_database_that_is_gone_does_not_stop_the_rest(house: Made) -> None:
    town = house(
        database_url="postgresql+psycopg://nobody:secret@127.0.0.1:9/none"
    )  # pragma: allowlist secret

    found = list(doctor.look(town))

    assert [one.what.split(" / ")[1] for one in found if one.state is State.WRONG] == ["database"]
    assert "secret" not in "".join(map(str, found))
    assert len(found) > 5


def test_keys_of_another_town_are_noticed(house: Made) -> None:
    town = house()
    with town.db.session() as session, writing(session):
        put(session, DataKey, {"id": new_id(), "town_key": "first", "wrapped": secrets.token_bytes(60)})

    assert wrong(town) == ["town keys and data"]


def test_a_worker_that_fell_silent_is_noticed(house: Made) -> None:
    town = house()
    with town.db.session() as session, writing(session):
        session.get_one(JobRun, "heartbeat").done_at = town.now() - timedelta(minutes=6)

    assert wrong(town) == ["worker"]


def test_a_job_that_keeps_failing_is_named(house: Made) -> None:
    town = house()
    with town.db.session() as session, writing(session):
        session.add(JobRun(name="audit_seal", begun_at=town.now(), last_error="KeyError", failures=3))

    (found,) = [one for one in doctor.look(town) if one.state is State.WRONG]

    assert "audit_seal" in found.said


def test_what_waits_too_long_to_be_sent_is_noticed(house: Made) -> None:
    town = house()
    with town.db.session() as session, writing(session):
        outbox.add(
            session, "mail", lane="a", template="x", locale="ja", refs={}, values={},
            now=town.now() - timedelta(minutes=16),
        )  # fmt: skip

    assert wrong(town) == ["outbox"]


def test_a_mail_server_and_a_scanner_that_do_not_answer_are_noticed(house: Made) -> None:
    town = house(
        smtp_host="127.0.0.1",
        smtp_port=9,
        clamd_address="127.0.0.1:9",
        scanner_down="accept",
        mail_from="no-reply@hinata.example",
    )

    assert wrong(town) == ["virus scanner", "mail"]


def test_a_store_that_cannot_be_written_is_noticed(house: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.Store, "put", full)

    assert wrong(house()) == ["files"]


def test_a_fault_in_the_towns_folder_is_named(house: Made, tmp_path: Path) -> None:
    town = house()
    copytree(town.settings.packs, tmp_path / "packs")
    with (tmp_path / "packs" / "hinata" / "fees.csv").open("a", encoding="utf-8") as fees:
        fees.write("nobody,0,fee,abc\n")
    broken = replace(town.settings, packs=tmp_path / "packs")

    finding: Finding = doctor.around.pack(_with(town, broken))

    assert (finding.state, "fees.csv" in finding.said) == (State.WRONG, True)


def test_in_production_an_address_without_https_is_wrong(house: Made) -> None:
    town = house()
    real = replace(
        town.settings,
        production=True,
        base_url="http://town.example",
        proxies=0,
        secret_key="c2VjcmV0",
        town_keys="k:a2V5",
    )

    found = list(doctor.around.settings(_with(town, real)))

    assert [(one.state, one.what.split(" / ")[1]) for one in found[1:]] == [
        (State.WRONG, "address"), (State.THINK, "proxies")
    ]  # fmt: skip


def _with(house: House, settings: Any) -> House:
    return replace(house, settings=settings)
