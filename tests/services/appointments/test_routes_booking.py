"""Somebody chooses a time at a counter, holds it, says who they are and books it: without an account."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from services.appointments.models import Appointment
from services.appointments.rules.states import State
from tests.services.applications.browsing import MORNING, Browser, Site, id_in, site

PERSON = {
    "p1-name": "見本 花子",
    "p1-name_kana": "みほん はなこ",
    "phone": "090-1234-5678",
    "email": "",
    "note": "",
}
CARD = "/appointments/mynumber_card"


@pytest.fixture(scope="module")
def hinata_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    found = site(tmp_path_factory.mktemp("appointments"), MORNING)
    yield found
    found.close()


def hold(browser: Browser, at: str, where: str = CARD, matter: str = "pick_up") -> str:
    """Hold a time; gives the address of its questions."""
    browser.open(f"{where}/hold?at={at}&people=1&matter={matter}")
    browser.press(action=f"{where}/hold")
    return browser.page.path


def book(browser: Browser, at: str, where: str = CARD) -> str:
    """Book a time from its address to its receipt; gives the address of the receipt."""
    place = hold(browser, at, where)
    browser.press(PERSON, action=place)
    browser.press(button="step", value="book", action=place)
    return browser.page.path


def booked(site: Site, browser: Browser) -> Appointment:
    """The appointment whose receipt is open."""
    with site.session() as session:
        found = session.scalar(select(Appointment).where(Appointment.case_id == id_in(browser.page)))
    assert found is not None
    return found


def test_a_time_at_a_counter_is_chosen_held_and_booked(hinata_site: Site) -> None:
    browser = hinata_site.browser()

    browser.open("/appointments")
    browser.open(f"{CARD}?matter=pick_up&people=1&day=2026-11-26")
    place = hold(browser, "2026-11-26T10:00:00%2B09:00")
    assert "10:15まで、この時間をおさえています" in browser.page.text
    browser.press({**PERSON, "phone": ""}, action=place)
    assert browser.page.status == 422
    browser.press(PERSON, action=place)
    assert "見本 花子" in browser.page.text
    browser.press(button="step", value="book", action=place)

    assert browser.page.path.startswith("/applications/")
    assert "マイナンバーカードの窓口" in browser.page.text
    assert booked(hinata_site, browser).state == State.BOOKED
