"""A network that floods the town waits, keeps what it typed and is told how long; nobody is shut out by a neighbour."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from forms.procedure import Assurance
from portal import sessions
from portal.db import new_id, writing
from portal.inbox import Case
from portal.people import Resident
from portal.sample_card import PASSWORD
from portal.vault import vault_of
from services.applications.models import Draft
from tests.services.applications.browsing import (
    MORNING,
    NEW_WATER,
    RECORD,
    WATER,
    Browser,
    Site,
    at_check,
    site,
)

FORMS, SCHOOL = 3, "203.0.113.7"


@pytest.fixture
def small_site(tmp_path: Path) -> Iterator[Site]:
    """A town that lets three forms begin, and three be handed in, from one network at once."""
    found = site(tmp_path / "var", MORNING, forms_per_network=FORMS)
    yield found
    found.close()


def behind(found: Site, network: str = SCHOOL) -> Browser:
    browser = found.browser()
    browser.client.environ_base["REMOTE_ADDR"] = network
    return browser


def signed_in(found: Site, browser: Browser) -> None:
    """The same browser after its owner took a mailed link."""
    now = found.clock()
    with found.session() as session, writing(session):
        person = Resident(id=new_id(), key_id=vault_of(session).new_key(session), made_at=now)
        session.add(person)
        session.flush()
        token = sessions.begin(session, "resident", person.id, int(Assurance.contact), now)
    browser.client.set_cookie("kmado_session", token)


def many_drafts(found: Site) -> None:
    for _ in range(FORMS):
        browser = behind(found)
        browser.open(NEW_WATER)
        assert browser.press(WATER["start"]).status == 200


def test_a_form_too_many_is_not_begun_and_keeps_every_letter(small_site: Site) -> None:
    many_drafts(small_site)
    browser = behind(small_site)
    browser.open(NEW_WATER)

    page = browser.press({**WATER["start"], "water_address-building": "髙﨑ビル"})

    assert page.status == 429
    assert page.response.headers["Retry-After"] == "6"
    assert "入力した内容は残っています。1分ほど待ってから" in page.text
    assert page.value("water_address-building") == "髙﨑ビル"
    assert small_site.count(Draft) == FORMS


def test_the_same_button_works_once_the_time_has_passed(small_site: Site) -> None:
    many_drafts(small_site)
    browser = behind(small_site)
    browser.open(NEW_WATER)
    assert browser.press(WATER["start"]).status == 429

    small_site.clock.forward(seconds=6)

    assert browser.press().path.endswith("/person")
    assert small_site.count(Draft) == FORMS + 1


def test_another_network_and_mistakes_are_not_made_to_wait(small_site: Site) -> None:
    browser = behind(small_site)
    browser.open(NEW_WATER)
    for _ in range(3 * FORMS):
        assert browser.press({}).status == 422
    assert browser.press(WATER["start"]).status == 200
    many_drafts_left(small_site)

    other = behind(small_site, "203.0.113.8")
    other.open(NEW_WATER)

    assert other.press(WATER["start"]).status == 200


def many_drafts_left(found: Site) -> None:
    """What is left of the network's own is used up."""
    for _ in range(FORMS):
        browser = behind(found)
        browser.open(NEW_WATER)
        browser.press(WATER["start"])
    assert browser.page.status == 429


def filed_from(found: Site, browser: Browser) -> datetime:
    """As many requests as may be handed in at once, filled in slowly and then sent at one moment."""
    checks = []
    for _ in range(FORMS):
        one = behind(found)
        at_check(one)
        checks.append(one)
        found.clock.forward(minutes=5)
    at_check(browser)
    for one in checks:
        assert one.press().status == 200
    return found.clock()


def test_a_request_too_many_stays_a_draft_with_the_time_to_send_it_again(small_site: Site) -> None:
    browser = behind(small_site)
    filed_from(small_site, browser)

    page = browser.press()

    assert page.status == 429
    assert page.heading == "入力した内容の確認"
    assert "まだ受け付けていません" in page.text
    assert (small_site.count(Case), small_site.count(Draft)) == (FORMS, 1)
    small_site.clock.forward(seconds=6)
    assert "申し込みが届きました" in browser.press().text
    assert (small_site.count(Case), small_site.count(Draft)) == (FORMS + 1, 0)


def test_whoever_signs_in_is_not_shut_out_by_a_neighbour(small_site: Site) -> None:
    browser = behind(small_site)
    filed_from(small_site, browser)
    assert browser.press().status == 429

    signed_in(small_site, browser)

    assert "申し込みが届きました" in browser.press().text


def test_a_card_that_signed_is_asked_again_later_and_a_wrong_password_costs_nothing(small_site: Site) -> None:
    browser = behind(small_site)
    filed_from(small_site, browser)
    small_site.clock.forward(seconds=18)
    browser.open("/applications/new/juminhyo/online")
    browser.fill(RECORD)
    browser.follow("カードで署名する")
    for _ in range(2 * FORMS):
        assert browser.press({"password": "WRONG1"}).status == 422

    assert "申し込みが届きました" in browser.press({"password": PASSWORD}).text


def test_a_card_signs_into_a_crowd_and_files_nothing_yet(small_site: Site) -> None:
    browser = behind(small_site)
    browser.open("/applications/new/juminhyo/online")
    browser.fill(RECORD)
    browser.follow("カードで署名する")
    small_site.clock.forward(hours=1)
    filed_from(small_site, behind(small_site))

    page = browser.press({"password": PASSWORD})

    assert page.status == 429
    assert "まだ受け付けていません" in page.text
    assert small_site.count(Case) == FORMS
    small_site.clock.forward(seconds=6)
    assert "申し込みが届きました" in browser.press({"password": PASSWORD}).text


def test_with_no_limit_nobody_waits(tmp_path: Path) -> None:
    found = site(tmp_path / "var", MORNING, forms_per_network=0)

    many_drafts(found)
    many_drafts(found)

    assert found.count(Draft) == 2 * FORMS
    found.close()
