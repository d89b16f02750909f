"""31 March to 1 April 2027: what was loaded in March switches by itself at midnight, with requests still open."""

from datetime import datetime
from pathlib import Path
from shutil import copytree

import pytest
from flask.testing import FlaskClient

from portal.house import House
from services.applications.actions import submit
from services.applications.actions.submit import Proof
from tests.harness.live import Clock, make_app, sample
from tests.portal.cases import hinata
from tests.services.applications.builders import HOLDER, RESIDENCE, a_draft, opened

LAST_MINUTE = datetime.fromisoformat("2027-03-31T23:59:30+09:00")


@pytest.fixture
def clock() -> Clock:
    """The last minute of the fiscal year."""
    return Clock(LAST_MINUTE)


@pytest.fixture
def house(tmp_path: Path, now: datetime, clock: Clock) -> House:
    """The sample town, running over the turn of the year without a restart."""
    copytree(sample(now), tmp_path / "var")
    found: House = make_app(tmp_path / "var", clock).extensions["house"]
    return found


@pytest.fixture
def client(tmp_path: Path, now: datetime, clock: Clock) -> FlaskClient:
    """A browser that stays open over midnight."""
    copytree(sample(now), tmp_path / "var")
    return make_app(tmp_path / "var", clock).test_client()


def test_a_guide_names_the_new_division_from_midnight_on(client: FlaskClient, clock: Clock) -> None:
    before = client.get("/procedures/juminhyo").text
    clock.forward(minutes=1)
    after = client.get("/procedures/juminhyo").text

    assert ("市民課" in before, "市民窓口課" in before) == (True, False)
    assert "市民窓口課" in after


def test_a_telephone_changes_at_midnight(client: FlaskClient, clock: Clock) -> None:
    before = client.get("/procedures/suido_kaishi").text
    clock.forward(minutes=1)
    after = client.get("/procedures/suido_kaishi").text

    assert ("0000-00-1120" in before, "0000-00-1121" in before) == (True, False)
    assert ("0000-00-1120" in after, "0000-00-1121" in after) == (False, True)


def test_a_fee_changes_at_midnight_but_not_for_what_has_arrived(house: House, clock: Clock) -> None:
    from portal import payments

    with house.db.session() as session:
        old = opened(session, a_draft(session, clock(), "juminhyo", **RESIDENCE), clock())
        arrived = submit.submit(session, old, house.pack, [HOLDER], Proof(signed=True), clock())
        before = house.pack.fee("juminhyo", clock().date(), "online")
        clock.forward(minutes=1)
        new = opened(session, a_draft(session, clock(), "juminhyo", **RESIDENCE), clock())
        later = submit.submit(session, new, house.pack, [HOLDER], Proof(signed=True), clock())

        owed = [
            due.yen
            for case in (arrived, later)
            for due in payments.dues(session, "case", case.id)
            if due.what == "fee"
        ]

    assert before is not None
    assert owed[0] == before.yen
    assert owed[1] > owed[0]


def test_an_open_request_is_answered_by_the_successor(house: House, clock: Clock) -> None:
    with house.db.session() as session:
        draft = opened(session, a_draft(session, clock(), "juminhyo", **RESIDENCE), clock())
        case = submit.submit(session, draft, house.pack, [HOLDER], Proof(signed=True), clock())

    after = datetime.fromisoformat("2027-04-01").date()

    assert case.division == "shimin"
    assert case.division in house.pack.lineage("shimin_madoguchi", after)
    assert house.pack.division(case.division, after).id == "shimin_madoguchi"
    assert hinata().division(case.division, LAST_MINUTE.date()).id == "shimin"
