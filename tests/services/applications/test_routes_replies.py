"""Choosing how the office answers: shown before handing in, changed on a page of its own, kept in the case."""

from portal import inbox
from portal.inbox import Case
from tests.services.applications.browsing import Browser, Site, at_check, id_in
from tests.services.applications.telephoning import ALL_WATER, CALL, begin, clerk, press

CHANGE = "変更：お知らせの受け取り方"


def test_the_soonest_way_stands_until_somebody_chooses(browser: Browser) -> None:
    at_check(browser)

    assert "お知らせの受け取り方 メール" in browser.page.text
    browser.follow(CHANGE)
    browser.press({"reply_by": "phone", "fax": ""})
    assert "お知らせの受け取り方 電話" in browser.page.text


def test_the_choice_goes_into_the_case(own_site: Site) -> None:
    browser = own_site.browser()
    at_check(browser)
    browser.follow(CHANGE)
    browser.press({"reply_by": "fax", "fax": "0289-00-0000"})

    held = own_site.answers(browser.press())

    assert (held["reply_by"], held["fax"]) == ("fax", "0289-00-0000")


def test_a_fax_without_a_number_is_not_taken(browser: Browser) -> None:
    at_check(browser)
    browser.follow(CHANGE)

    page = browser.press({"reply_by": "fax", "fax": ""})

    assert page.status == 422
    assert "FAX" in page.beside("fax")


def test_what_is_not_offered_is_not_taken(browser: Browser) -> None:
    at_check(browser, contact={"phone": "090-1234-5678", "email": ""})
    page = browser.follow(CHANGE)

    assert not page.all("input", name="reply_by", value="mail")
    assert browser.press({"reply_by": "mail", "fax": ""}).status == 422


def test_a_strangers_draft_is_not_there(browser: Browser, hinata_site: Site) -> None:
    at_check(browser)

    answer = hinata_site.browser().open(f"/applications/draft/{id_in(browser.page)}/reply-by")

    assert answer.status == 404


def test_a_caller_says_how_to_answer_and_the_page_at_the_end_tells_it(own_site: Site) -> None:
    browser = clerk(own_site)
    begin(browser)
    press(browser, {**CALL, **ALL_WATER}, "save")

    page = press(browser, {"reply_by": "phone", "fax": ""}, "file")

    assert "お知らせの受け取り方：電話" in page.text
    with own_site.session() as session:
        assert inbox.answers(session, session.get_one(Case, id_in(page)))["reply_by"] == "phone"
