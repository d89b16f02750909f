"""The made-up years are written once, into the sample town alone, and every request of them is a line of its own."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import func, select

from portal.db import Database
from portal.house import House
from portal.ledger import Entry
from portal.sums import MonthSum
from services.dashboard.actions import history, summing
from tests.services.dashboard.conftest import MORNING
from tests.services.desk.builders import Desk, desk

COMMAND = ["demo", "history", "--years", "1", "--filings", "50"]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A town with a short past."""
    found = desk(tmp_path_factory.mktemp("history"), MORNING)
    done = found.app.test_cli_runner().invoke(args=COMMAND)
    assert (done.exit_code, "lines of the ledger" in done.output) == (0, True)
    yield found
    found.close()


def lines(database: Database) -> int:
    with database.session() as session:
        return session.scalars(select(func.count()).select_from(Entry)).one()


def test_a_second_history_is_refused_and_one_that_need_only_be_there_is_left_alone(town: Desk) -> None:
    before, runner = lines(town.db), town.app.test_cli_runner()

    refused, quiet = runner.invoke(args=COMMAND), runner.invoke(args=[*COMMAND, "--once"])

    assert (refused.exit_code, "has a history already" in refused.output) == (1, True)
    assert (quiet.exit_code, quiet.output) == (0, "")
    assert lines(town.db) == before


def test_both_databases_hold_the_same_years(database: Database, town: Desk) -> None:
    house: House = town.app.extensions["house"]
    with database.session() as session:
        written = history.write(session, house.pack, date(2026, 11, 20), 1, 400)
        summing.sum_all(session, MORNING)

        assert written == lines(database)
        kinds = ("filed", "counted")
        assert session.scalars(select(func.sum(Entry.n)).where(Entry.kind.in_(kinds))).one() == 400
        assert session.scalars(select(func.sum(MonthSum.n)).where(MonthSum.kind.in_(kinds))).one() == 400
        first = session.scalars(select(Entry).order_by(Entry.id).limit(1)).one()
        assert (first.id.version, first.day) == (7, date(2025, 11, 1))


def test_a_real_city_gets_no_made_up_figures(town: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    house: House = town.app.extensions["house"]
    monkeypatch.setattr(type(house.town), "real", True, raising=False)

    refused = town.app.test_cli_runner().invoke(args=COMMAND)

    assert (refused.exit_code, "a real city" in refused.output) == (1, True)
