"""The restore drill: a whole sample town is taken, brought back into either database, and everything is compared."""

import io
import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from sqlalchemy import select

from portal import files, schema
from portal.backup.bringing_back import bring_back
from portal.backup.cells import shape
from portal.backup.proving import opens, prove
from portal.backup.taking import moment, take, tally
from portal.db import Base, Database, writing
from portal.files import open_store
from portal.inbox import Case, answers
from portal.ledger import event
from portal.outbox import Outbox, add
from portal.vault import DataKey
from tests.harness import live
from tests.harness.live import Clock
from tests.harness.samples import PDF

if TYPE_CHECKING:
    from flask import Flask

KEY = secrets.token_bytes(32)


@pytest.fixture
def town(tmp_path: Path, now: datetime) -> Iterator["Flask"]:
    """The sample town with a file that somebody handed in."""
    copytree(live.sample(now), tmp_path / "var")
    app = live.make_app(tmp_path / "var", Clock(now))
    with app.extensions["house"].db.session() as session:
        content = PDF[:-6] + secrets.token_bytes(300_000) + PDF[-6:]
        file = files.stage(session, io.BytesIO(content), "見本.pdf", now, origin=UUID(int=3))
        with writing(session):
            files.claim(
                session, [file.id], origin=UUID(int=3), owner_kind="case", owner_id=UUID(int=5), now=now
            )
    yield app
    app.extensions["house"].db.dispose()


def taken(app: "Flask", now: datetime) -> io.BytesIO:
    house, out = app.extensions["house"], io.BytesIO()
    take(house.db, house.files, house.settings.town, out, KEY, now)
    return io.BytesIO(out.getvalue())


def tallies(database: Database) -> dict[str, object]:
    with moment(database) as connection:
        return {one.name: tally(connection, one, shape(one)) for one in Base.metadata.sorted_tables}


def test_every_row_and_file_comes_back_and_opens_with_the_towns_keys(
    town: "Flask", database: Database, tmp_path: Path, now: datetime
) -> None:
    house = town.extensions["house"]
    store = open_store((tmp_path / "brought").as_uri())

    brought = bring_back(database, store, taken(town, now), KEY, "hinata", ())

    assert tallies(database) == tallies(house.db)
    assert {str(one) for one, _ in store.listed()} == set(brought.files) != set()
    for name in brought.files:
        assert list(store.get(UUID(name))) == list(house.files.get(UUID(name)))
    opens(database, house.vault)


def test_what_was_brought_back_can_be_taken_again_and_is_the_same(
    town: "Flask", database: Database, tmp_path: Path, now: datetime
) -> None:
    house, again = town.extensions["house"], io.BytesIO()
    store = open_store((tmp_path / "brought").as_uri())
    first = bring_back(database, store, taken(town, now), KEY, "hinata", ())
    take(database, store, "hinata", again, KEY, now)

    second = prove(io.BytesIO(again.getvalue()), KEY, "hinata", house.vault)

    assert second.contents == first.contents


def test_the_town_goes_on_after_what_was_brought_back(
    town: "Flask", database: Database, now: datetime
) -> None:
    house = town.extensions["house"]
    bring_back(database, open_store("memory:"), taken(town, now), KEY, "hinata", ())
    database.info.update(house.db.info)
    with database.session() as session:
        before = session.scalar(select(Outbox.no).order_by(Outbox.no.desc()).limit(1)) or 0

        with writing(session):
            add(session, "mail", lane="a", template="x", locale="ja", refs={}, values={}, now=now)
            event(session, "filed", "juminhyo", "online", "shimin", now.date())

        assert session.scalars(select(Outbox.no).order_by(Outbox.no.desc()).limit(1)).one() > before
    assert schema.differences(database) == []


def test_a_key_that_was_erased_since_does_not_come_back(
    town: "Flask", database: Database, now: datetime
) -> None:
    house, backup = town.extensions["house"], taken(town, now)
    with house.db.session() as session:
        case = session.scalars(select(Case).limit(1)).one()
        assert answers(session, case)

    brought = bring_back(database, None, backup, KEY, "hinata", {case.key_id})

    with database.session() as session:
        assert brought.erased == 1
        assert session.get(DataKey, case.key_id) is None
        assert session.get(Case, case.id) is not None


def test_the_backup_holds_none_of_the_towns_keys(town: "Flask", now: datetime) -> None:
    told = (town.extensions["house"].settings.home / "keys.toml").read_text(encoding="utf-8")
    kept = [line.split('"')[1].split(":")[-1] for line in told.splitlines() if '"' in line]

    plain = b"".join(content for _, content in _records(taken(town, now)))

    assert kept
    assert not [one for one in kept if one.encode() in plain]


def _records(backup: io.BytesIO) -> Iterator[tuple[bytes, bytes]]:
    import zlib

    from portal.backup.stream import records

    for kind, content in records(backup, KEY):
        yield kind, zlib.decompress(content) if kind == b"R" else content
