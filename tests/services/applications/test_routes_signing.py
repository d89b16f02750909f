"""Signing with the sample card: once, by its holder, with the right password, and nothing else stands in for it."""

from collections.abc import Mapping

import pytest

from portal.inbox import Case
from portal.sample_card import PASSWORD
from services.applications.models import CardSignatureKept
from tests.services.applications.browsing import RECORD, Browser, Site, at_check, id_in
from tests.services.applications.reading import Page, Typed, controls, filled

NEW_RECORD = "/applications/new/juminhyo/online"


def to_the_card(browser: Browser, **changes: Typed) -> Page:
    browser.open(NEW_RECORD)
    steps: Mapping[str, Typed] = {**RECORD, **changes}
    browser.fill(steps)
    return browser.follow("カードで署名する")


def test_signed_answers_become_a_case_delivered_to_the_address_on_the_card(
    hinata_site: Site, browser: Browser
) -> None:
    to_the_card(browser)

    page = browser.press({"password": PASSWORD})

    assert page.status == 200
    assert "申し込みが届きました" in page.text
    assert hinata_site.answers(page)["address"]["area"] == "見本県ひなた市本町一丁目２番３号"
    with hinata_site.session() as session:
        assert session.get(CardSignatureKept, id_in(page)) is not None
        assert session.get_one(Case, id_in(page)).assurance == 3


@pytest.mark.parametrize(
    "typed", ["", "WRONG1", "ＭＩＨＯＮ", "じぶんのばんごう", "\x00", "x" * 100_000, "\u202eMIHON1"]
)
def test_a_wrong_password_is_told_beside_the_field_and_never_shown(browser: Browser, typed: str) -> None:
    to_the_card(browser)

    page = browser.press({"password": typed})

    assert page.status == 422
    assert page.beside("password").startswith("エラー：")
    assert page.value("password") == ""
    assert not typed.strip("\x00") or typed not in page.html


@pytest.mark.parametrize(
    "changed",
    [{"name": "見本 太郎"}, {"birth_date-day": "2"}, {"birth_date-month": "", "birth_date-day": ""}],
)
def test_somebody_elses_card_files_nothing_and_says_why(
    hinata_site: Site, browser: Browser, changed: dict[str, str]
) -> None:
    before = hinata_site.count(Case)
    to_the_card(browser, person={**RECORD["person"], **changed})

    page = browser.press({"password": PASSWORD})

    assert page.status == 422
    assert "入力した内容とちがいます" in page.text
    assert hinata_site.count(Case) == before


def test_nothing_but_a_signature_hands_these_answers_in(hinata_site: Site, browser: Browser) -> None:
    before = hinata_site.count(Case)
    check = to_the_card(browser).path.removesuffix("/card")
    token = controls(browser.page.form())

    page = browser.send(check, token)

    assert page.status == 409
    assert hinata_site.count(Case) == before


def test_signing_twice_files_once_and_leads_to_the_same_case(hinata_site: Site, browser: Browser) -> None:
    before = hinata_site.count(Case)
    card = to_the_card(browser)
    pairs = filled(card.form(), {"password": PASSWORD})

    first, second = (browser.send(card.path, pairs) for _ in range(2))

    assert (first.path, first.status) == (second.path, second.status)
    assert hinata_site.count(Case) == before + 1


def test_an_unsigned_way_has_no_page_to_sign_on(browser: Browser) -> None:
    check = at_check(browser).path

    assert browser.open(f"{check}/card").status == 404


def test_a_password_sent_without_a_token_is_not_printed_on_the_error_page(browser: Browser) -> None:
    card = to_the_card(browser)

    page = browser.send(card.path, [("_token", "stale"), ("password", "Secret77")])

    assert page.status == 400
    assert "Secret77" not in page.html
