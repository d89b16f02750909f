"""The page of a booking tells of a booking: what it is, what comes, whom to ask, and of no step that nobody takes."""

from tests.services.applications.browsing import Site
from tests.services.reservations.test_routes_booking import HOLD, PERSON, USE, at, book, hinata_site

__all__ = ["hinata_site"]


def test_a_receipt_tells_of_a_booking_and_of_no_decision_that_nobody_has_to_take(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    book(browser, "2026-12-10T10:00", relief="disability")

    page = browser.page.text
    assert "予約しました" in page
    assert "使う日：令和8年12月10日" in page
    for word in ("結果をお知らせする予定", "審査", "取り下げる", "手数料", "確かめる書類"):
        assert word not in page
    assert "予約できました" in browser.open("/applications/").text


def test_whom_to_ask_about_a_booking_is_whoever_runs_the_building(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    browser.open(at("2026-12-10T10:00", "kaigi", "sogo_taiikukan"))
    browser.press(USE, action=HOLD)
    place = browser.page.path
    browser.press(PERSON, action=place)
    browser.press(button="step", value="book", action=place)

    whole = browser.page.response.text
    assert "ひなたスポーツ協会" in whole
    assert "文化スポーツ課" not in whole
