"""ワンスオンリー in the browser: kept only when it was ticked, offered only to the one who typed it, and every use told."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from forms.procedure import Assurance
from portal import saved_answers, sessions
from portal.audit import Audit
from portal.db import new_id, writing
from portal.people import Resident
from portal.saved_answers import AnswerUse
from portal.vault import vault_of
from tests.services.applications.browsing import NEW_WATER, WATER, Browser, Site, at_check, id_in
from tests.services.applications.reading import Page, Typed

KEEP = {"keep_answers": "yes"}
SOURCE = "「水道の使用開始の届出」で書いた答えです"
PLACE = {"postcode": "000-0001", "area": "見本県ひなた市本町", "street": "一丁目1番1号", "building": ""}


@pytest.fixture
def me(hinata_site: Site, browser: Browser) -> UUID:
    """The browser's owner, signed in."""
    return sign_in(hinata_site, browser)


def sign_in(site: Site, browser: Browser) -> UUID:
    with site.session() as session, writing(session):
        resident = Resident(id=new_id(), key_id=vault_of(session).new_key(session), made_at=site.clock())
        session.add(resident)
        session.flush()
        token = sessions.begin(session, "resident", resident.id, int(Assurance.login), site.clock())
    browser.client.set_cookie("kmado_session", token)
    return resident.id


def kept(site: Site, resident: UUID) -> dict[str, Any]:
    with site.session() as session:
        return saved_answers.of_resident(session, resident)


def keep(site: Site, resident: UUID, **answers: Any) -> None:
    with site.session() as session, writing(session):
        saved_answers.keep(session, resident, answers, "suido_kaishi", site.clock())


def uses(site: Site, resident: UUID) -> list[AnswerUse]:
    with site.session() as session:
        return list(session.scalars(select(AnswerUse).where(AnswerUse.resident_id == resident)))


def step_with(browser: Browser, start: str, name: str, steps: Mapping[str, Typed]) -> Page:
    """Go from page to page until one asks for this input."""
    page = browser.open(start)
    for typed in steps.values():
        if any(control.get("name") == name for control in page.all("input")):
            return page
        page = browser.press({**typed})
    return page


def test_what_was_ticked_is_kept_with_its_source(hinata_site: Site, browser: Browser, me: UUID) -> None:
    at_check(browser)
    assert "この答えを次の手続きでも使う" in browser.page.text

    page = browser.press(KEEP)

    assert kept(hinata_site, me) == {
        "name": "見本 花子", "name_kana": "ミホン ハナコ", "phone": "090-1234-5678", "email": "hanako@example.jp",
    }  # fmt: skip
    with hinata_site.session() as session:
        saved = saved_answers.every(session, me)
        verbs = session.scalars(select(Audit.verb).where(Audit.actor_id == str(me))).all()
    assert {(one.source, one.case_id) for one in saved} == {("suido_kaishi", id_in(page))}
    assert "kept_answers" in verbs


def test_nothing_is_kept_unless_it_was_ticked(hinata_site: Site, browser: Browser, me: UUID) -> None:
    at_check(browser)
    browser.press()

    assert kept(hinata_site, me) == {}


def test_a_browser_without_an_account_is_not_asked(hinata_site: Site, browser: Browser) -> None:
    at_check(browser)
    assert "この答えを次の手続きでも使う" not in browser.page.text

    assert browser.press(KEEP).status == 200


def test_the_next_form_is_filled_in_with_its_source_and_stays_editable(
    hinata_site: Site, browser: Browser, me: UUID
) -> None:
    keep(hinata_site, me, name="見本 花子", phone="090-1234-5678")

    page = step_with(browser, NEW_WATER, "name", WATER)
    assert page.value("name") == "見本 花子"
    assert SOURCE in page.text

    page = browser.press({"name": "見本 桜子", "name_kana": ""})
    assert page.value("phone") == "090-1234-5678"


def test_the_first_page_of_a_form_is_filled_in_too(hinata_site: Site, browser: Browser, me: UUID) -> None:
    keep(hinata_site, me, name="見本 花子", address=PLACE)

    page = browser.open("/applications/new/inu_touroku/online")

    assert page.value("name") == "見本 花子"
    assert page.value("address-street") == PLACE["street"]


def test_somebody_else_is_offered_nothing(hinata_site: Site, browser: Browser, me: UUID) -> None:
    keep(hinata_site, me, name="見本 花子")
    other = hinata_site.browser()
    sign_in(hinata_site, other)

    for stranger in (other, hinata_site.browser()):
        page = step_with(stranger, NEW_WATER, "name", WATER)
        assert page.value("name") == ""
        assert SOURCE not in page.text


def test_a_use_is_written_down_with_the_request_it_went_into(
    hinata_site: Site, browser: Browser, me: UUID
) -> None:
    keep(hinata_site, me, name="見本 花子", phone="080-0000-0000")

    at_check(browser)
    case_id = id_in(browser.press())

    found = uses(hinata_site, me)
    assert [(one.field, one.procedure, one.case_id, one.purpose) for one in found] == [
        ("name", "suido_kaishi", case_id, "application")
    ]


def test_a_changed_answer_is_taken_over_only_when_that_was_ticked(
    hinata_site: Site, browser: Browser, me: UUID
) -> None:
    keep(hinata_site, me, phone="080-0000-0000")

    at_check(browser)
    assert "080-0000-0000 → 090-1234-5678" in browser.page.text
    browser.press(KEEP)
    assert kept(hinata_site, me)["phone"] == "080-0000-0000"

    at_check(browser)
    browser.press({"renew_answers": "yes"})
    assert kept(hinata_site, me)["phone"] == "090-1234-5678"


def test_whoever_must_not_be_found_is_not_asked_to_leave_anything(
    hinata_site: Site, browser: Browser, me: UUID
) -> None:
    at_check(browser)
    browser.follow("住所や連絡先を知られたくない方はこちら")
    page = browser.press({"safe_way": "counter"})
    assert "この答えを次の手続きでも使う" not in page.text

    browser.press(KEEP)

    assert kept(hinata_site, me) == {}


RECORD_AT_COUNTER = "/applications/new/juminhyo/window"
PERSON = {
    "name": "見本 花子", "name_kana": "", "birth_date-era": "showa", "birth_date-year": "30", "birth_date-month": "4",
    "birth_date-day": "1", "address-postcode": "000-0001", "address-area": PLACE["area"],
    "address-street": PLACE["street"], "address-building": "", "phone": "090-1234-5678", "email": "",
}  # fmt: skip


@pytest.mark.parametrize("who", ["agent", "household"])
def test_nothing_is_offered_in_a_request_for_somebody_else(
    hinata_site: Site, browser: Browser, me: UUID, who: str
) -> None:
    keep(hinata_site, me, name="見本 花子")
    browser.open(RECORD_AT_COUNTER)

    page = browser.press({"applicant_kind": who})

    assert page.value("name") == ""


def test_what_was_filled_in_goes_when_the_request_turns_out_to_be_for_somebody_else(
    hinata_site: Site, browser: Browser, me: UUID
) -> None:
    keep(hinata_site, me, name="見本 花子")
    browser.open(RECORD_AT_COUNTER)
    page = browser.press({"applicant_kind": "self"})
    assert page.value("name") == "見本 花子"
    browser.press(PERSON)
    draft = id_in(browser.page)

    browser.open(f"/applications/draft/{draft}/who")
    browser.press({"applicant_kind": "household"})

    page = browser.open(f"/applications/draft/{draft}/person")
    assert page.value("name") == ""
    assert page.value("phone") == "090-1234-5678"
