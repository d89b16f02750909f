"""住所や連絡先を知られたくない方へ: said before handing in, by whoever looks for it, in every procedure."""

import pytest

from portal import inbox
from portal.inbox import Case
from portal.people import mail_token
from portal.vault import vault_of
from tests.services.applications.browsing import NEW_WATER, WATER, Browser, Site, at_check, id_in
from tests.services.applications.reading import Page

LINK = "住所や連絡先を知られたくない方はこちら"


def shielded_case(site: Site, page: Page) -> Case:
    with site.session() as session:
        return session.get_one(Case, id_in(page))


def test_whoever_says_so_has_a_shielded_case(hinata_site: Site, browser: Browser) -> None:
    at_check(browser)
    browser.follow(LINK)

    page = browser.press({"safe_way": "telephone"})
    assert "住所と連絡先は、控えやお知らせに出しません" in page.text
    assert "電話だけ" in page.text

    found = shielded_case(hinata_site, browser.press())
    assert (found.shielded, found.safe_way, found.shield_confirmed_at) == (True, "telephone", None)


def test_nobody_else_has_one(hinata_site: Site, browser: Browser) -> None:
    at_check(browser)

    assert not shielded_case(hinata_site, browser.press()).shielded


def test_a_way_must_be_chosen(browser: Browser) -> None:
    at_check(browser)
    browser.follow(LINK)

    page = browser.press()

    assert page.status == 422
    assert page.summary()["safe_way"] == "お知らせの受け取り方を、一つ選んでください。"


def test_only_ways_that_were_given_are_offered(browser: Browser) -> None:
    browser.open(NEW_WATER)
    browser.fill({**WATER, "contact": {"phone": "090-1234-5678", "email": ""}})

    page = browser.follow(LINK)

    assert "電話だけ" in page.text
    assert "メールだけ" not in page.text


def test_it_can_be_taken_back_before_handing_in(hinata_site: Site, browser: Browser) -> None:
    at_check(browser)
    browser.follow(LINK)
    browser.press({"safe_way": "counter"})
    browser.open(browser.page.path.partition("#")[0] + "/safety")

    browser.press({}, button="off", value="yes")

    assert not shielded_case(hinata_site, browser.press()).shielded


@pytest.mark.parametrize(("way", "found"), [("mail", True), ("counter", False)])
def test_a_shared_mail_address_finds_the_case_only_where_mail_is_safe(
    hinata_site: Site, browser: Browser, way: str, *, found: bool
) -> None:
    at_check(browser)
    browser.follow(LINK)
    browser.press({"safe_way": way})

    case = shielded_case(hinata_site, browser.press())

    with hinata_site.session() as session:
        token = mail_token(vault_of(session), "hanako@example.jp")
        assert (inbox.held_by(session, case.id, [], [token]) is not None) is found


def test_the_pages_that_ask_for_a_contact_say_where_to_tell(browser: Browser) -> None:
    browser.open(NEW_WATER)
    browser.press(WATER["start"])
    person = browser.page.text
    browser.press(WATER["person"])

    assert "住所や連絡先を知られたくない方は、最後の" not in person
    assert "住所や連絡先を知られたくない方は、最後の" in browser.page.text


def test_another_browser_does_not_see_the_question(hinata_site: Site, browser: Browser) -> None:
    at_check(browser)
    browser.follow(LINK)

    assert hinata_site.browser().open(browser.page.path).status == 404
