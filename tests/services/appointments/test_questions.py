"""問診票: answered by whoever has the booking until the time, sealed, printed for the day, and gone with the case."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from portal.inbox import Case
from services.appointments.actions import erasing, questions
from services.appointments.models import Appointment, VisitorAnswers
from tests.portal.papers import words
from tests.services.applications.browsing import MORNING, Site, id_in, site
from tests.services.appointments.builders import HEALTH, SHINGLES, at
from tests.services.desk.builders import Desk, desk

SATURDAY = "2026-11-28T09:00:00%2B09:00"
WHERE = f"/appointments/{SHINGLES}"
PERSON = {
    "p1-name": "見本 花子",
    "p1-name_kana": "",
    "p1-birth_date-era": "west",
    "p1-birth_date-year": "1950",
    "p1-birth_date-month": "4",
    "p1-birth_date-day": "1",
    "phone": "090-1234-5678",
    "email": "",
    "note": "",
}
SAID = {"unwell": "no", "reaction": "yes", "medicine": "見本の薬"}


@pytest.fixture(scope="module")
def hinata_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    found = site(tmp_path_factory.mktemp("questions"), MORNING)
    yield found
    found.close()


def test_who_booked_answers_changes_it_until_the_time_and_nobody_else_reads_it(hinata_site: Site) -> None:
    browser, stranger = hinata_site.browser(), hinata_site.browser()
    browser.open(f"{WHERE}/hold?at={SATURDAY}&people=1")
    browser.press(action=f"{WHERE}/hold")
    place = browser.page.path
    browser.press(PERSON, action=place)
    browser.press(button="step", value="book", action=place)
    assert "問診票に答える" in browser.page.text
    receipt = browser.page.path
    with hinata_site.session() as session:
        row = session.scalars(select(Appointment).where(Appointment.case_id == id_in(browser.page))).one()
        which = (row.id, 0)
    mine = f"/appointments/mine/{row.id}/questions/0"
    assert stranger.open(mine).status == 404
    assert browser.open(f"/appointments/mine/{row.id}/questions/1").status == 404

    browser.open(mine)
    browser.press({**SAID, "unwell": ""})
    assert browser.page.status == 422
    browser.press(SAID)
    assert browser.page.path == receipt
    assert "答えました" in browser.page.text
    browser.open(mine)
    assert "見本の薬" in browser.page.response.text
    browser.press({**SAID, "medicine": "別の見本の薬"})

    with hinata_site.session() as session:
        assert questions.told(session, which)["medicine"] == "別の見本の薬"
        kept = session.get_one(VisitorAnswers, which)
        assert "見本".encode() not in kept.sealed
    browser.open(mine)
    hinata_site.clock.moment = at(11, 28, 9, 1)
    try:
        assert browser.press(SAID).status == 409
    finally:
        hinata_site.clock.moment = MORNING


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    found = desk(tmp_path_factory.mktemp("questions"), MORNING)
    yield found
    found.close()


def test_the_sheets_of_a_day_are_printed_by_who_keeps_its_list_answered_or_open(town: Desk) -> None:
    clerk = town.seat("counter", division=HEALTH)
    here = f"/staff{WHERE}"
    form = {**PERSON, "at": at(11, 28, 9).isoformat(), "matters-0": "shingles", "channel": "telephone"}
    assert clerk.post(f"{here}/new?day=2026-11-28", **form).status_code == 303
    page = clerk.get(f"{here}?day=2026-11-28").text
    assert "問診票：まだ" in page

    paper = words(clerk.get(f"{here}/questions.pdf?day=2026-11-28").data)

    assert "飲んでいる薬" in paper.replace("\n", "").replace(" ", "")
    assert "花子" in paper
    assert town.seat("counter", division="shimin").get(f"{here}/questions.pdf").status_code == 404
    assert clerk.get("/staff/appointments/ninshin_mendan/questions.pdf").status_code == 404


def test_what_was_answered_goes_with_the_case(hinata_site: Site) -> None:
    with hinata_site.session() as session:
        row = session.scalars(select(Appointment).join(VisitorAnswers)).first()
        assert row is not None
        case = session.get_one(Case, row.case_id)

        erasing.forget(session, case, MORNING)

        assert session.scalars(select(VisitorAnswers)).all() == []
        session.rollback()
