"""A course that is drawn, as residents and staff see it: applied for, its proof for everybody, its number typed by two."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from services.appointments.actions import drawing
from services.appointments.models import Appointment, CourseEntry
from services.appointments.rules.states import State
from tests.services.applications.browsing import MORNING, Browser, Site, id_in, site
from tests.services.appointments.builders import HEALTH, at
from tests.services.desk.builders import Desk, desk

STARS, PROOF, CULTURE = "/appointments/hoshi_kai", "/appointments/hoshi_kai/draw", "bunka"
BEGINS = "2027-01-30T18:00:00%2B09:00"
PERSON = {
    "p1-name": "見本 花子",
    "p1-name_kana": "",
    "p1-birth_date-year": "",
    "phone": "090-1234-5678",
    "email": "",
    "note": "",
}
CLOSED = at(12, 18, 17, 1)


@pytest.fixture
def hinata_site(tmp_path: Path) -> Iterator[Site]:
    found = site(tmp_path, MORNING)
    yield found
    found.close()


def apply(browser: Browser, people: int = 1, **changes: str) -> None:
    """Apply from the course's page to the receipt."""
    browser.open(f"{STARS}/hold?at={BEGINS}&people={people}")
    browser.press(action=f"{STARS}/hold")
    place = browser.page.path
    more = {f"p{number}-visitor_name": f"見本 {number}" for number in range(2, people + 1)}
    form = {**PERSON, **more, **changes}
    browser.press(form, action=place)
    assert "抽選に申し込む" in browser.page.text
    browser.press(button="step", value="book", action=place)


def test_a_family_applies_is_drawn_and_anybody_verifies_it_with_two_files(
    hinata_site: Site, tmp_path: Path
) -> None:
    browser = hinata_site.browser()
    page = browser.open(STARS).text
    assert "抽選で決めます" in page
    assert "残り20人" not in page
    apply(browser, 3)
    receipt = browser.page.text
    assert "抽選を待っています" in receipt
    with hinata_site.session() as session:
        row = session.scalars(select(Appointment).where(Appointment.case_id == id_in(browser.page))).one()
        who = session.get_one(CourseEntry, row.id).who
        assert row.state == State.APPLIED
    assert who in receipt
    assert browser.open(f"{PROOF}.json").status == 404

    with hinata_site.session() as session:
        drawing.work_due(session, CLOSED)
    hinata_site.clock.moment = CLOSED
    assert who in browser.open(PROOF).text
    (tmp_path / "draw.json").write_bytes(browser.client.get(f"{PROOF}.json").data)
    (tmp_path / "verify_draw.py").write_bytes(browser.client.get("/appointments/draws/verify_draw.py").data)
    said = subprocess.run(
        [sys.executable, "-I", "verify_draw.py", "draw.json"], cwd=tmp_path, capture_output=True, check=False
    )
    assert said.returncode == 0
    assert "申し込みは締め切りました" in browser.open(f"{STARS}?people=2").text


def test_the_same_person_is_told_that_they_applied_before(hinata_site: Site) -> None:
    apply(hinata_site.browser())
    again = hinata_site.browser()

    apply(again)

    assert again.page.status == 409
    assert "同じ名前と電話番号の申し込みが、もうあります" in again.page.text


def test_of_a_course_that_is_not_drawn_there_is_no_proof(hinata_site: Site) -> None:
    browser = hinata_site.browser()

    assert browser.open("/appointments/oyako_ryori/draw").status == 404
    assert browser.open("/appointments/nothing/draw").status == 404


def test_staff_take_an_application_by_telephone_and_withdraw_it_again(town: Desk) -> None:
    clerk, here = town.seat("counter", division=CULTURE), "/staff/appointments/hoshi_kai"
    form = {
        **PERSON,
        "at": at(1, 30, 18, year=2027).isoformat(),
        "channel": "telephone",
        "p1-name": "見本 桜",
    }
    assert clerk.post(f"{here}/new?day=2027-01-30", **form).status_code == 303
    page = clerk.get(f"{here}?day=2027-01-30").text
    assert "抽選待ち" in page
    cancel = re.search(r'action="([^"]+/do/cancel)"', page)
    assert cancel

    assert clerk.post(cancel[1]).status_code == 303

    assert "抽選待ち" not in clerk.get(f"{here}?day=2027-01-30").text


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    found = desk(tmp_path_factory.mktemp("draws"), MORNING)
    yield found
    found.close()


def test_two_members_of_staff_type_the_number_and_nobody_else(town: Desk) -> None:
    here = "/staff/appointments/hoshi_kai/draw"
    early = town.seat("worker", division=CULTURE)
    assert "受付中" in early.get(here).text
    assert early.post(here, number="38,123.45").status_code == 409
    with town.session() as session:
        drawing.work_due(session, CLOSED)
    town.clock.moment = CLOSED + timedelta(hours=1)
    try:
        boss, other = town.seat("worker", division=CULTURE), town.seat("approver", division=CULTURE)
        counter = town.seat("counter", division=CULTURE)
        assert counter.post(here, number="38,123.45").status_code == 403
        assert town.seat("worker", division=HEALTH).get(here).status_code == 404
        assert boss.post(here, number="").status_code == 422

        assert boss.post(here, number="38,123.45").status_code == 303
        assert other.post(here, number="38,123.46").status_code == 422
        assert other.post(here, number="38,123.45").status_code == 303

        assert "38,123.45" in boss.get(here).text
    finally:
        town.clock.moment = MORNING
