"""The copy of the database: figures are read from it, nothing is ever written to it, and while it is away nobody misses it."""

import json
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from portal.db import Database, writing
from portal.inbox import Case
from portal.tasks import Task
from tests.harness.live import make_app
from tests.portal.cases import equip
from tests.services.applications.browsing import MORNING, Site, site
from tests.services.desk.builders import Desk

PAGES = ("", "/divisions", "/bot", "/places", "/queue")


def with_copy(folder: Path, replica_url: str = "") -> tuple[Site, Desk]:
    """A town with two cases whose copy stopped before the third; every page but figures shows all three."""
    first = site(folder / "var", MORNING)
    desk = Desk(first.app, first.clock)
    desk.filed()
    desk.filed()
    desk.close()
    copyfile(folder / "var" / "hinata" / "town.db", folder / "copy.db")
    app = make_app(folder / "var", first.clock, replica_url=replica_url or f"sqlite:///{folder / 'copy.db'}")
    found = Site(app, first.clock)
    desk = Desk(app, first.clock)
    desk.filed()
    return found, desk


def waiting(desk: Desk) -> str:
    return str(desk.seat("administrator").get("/staff/dashboard/divisions").text)


def test_the_dashboard_reads_the_copy_and_everything_else_the_database(tmp_path: Path) -> None:
    found, desk = with_copy(tmp_path)

    page = waiting(desk)

    assert "2件" in page
    assert "3件" not in page
    with found.session() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 3
    seat = desk.seat("administrator")
    assert [seat.get(f"/staff/dashboard{path}").status_code for path in PAGES] == [200] * len(PAGES)
    assert found.app.test_client().get("/opendata").status_code == 200
    replica = found.house.replica
    assert replica is not None
    replica.dispose()
    found.close()


def test_while_the_copy_is_away_figures_come_from_the_database_and_the_log_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    found, desk = with_copy(tmp_path, f"postgresql+psycopg://town@/copy?host={tmp_path}")

    page = waiting(desk)
    found.close()

    assert "3件" in page
    assert {json.loads(line)["event"] for line in caplog.messages} == {"replica_away"}


def test_what_would_be_written_to_the_copy_is_refused_by_the_database_itself(database_url: str) -> None:
    copy = equip(Database(database_url, read_only=True))
    with copy.session() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 0
        with pytest.raises(DBAPIError), writing(session):
            session.execute(Task.__table__.delete())  # type: ignore[attr-defined]
    copy.dispose()
