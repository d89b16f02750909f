"""A family books, changes and calls off a time without an account; whoever has no code learns nothing."""

from datetime import timedelta

import pytest

from services.window.rules import booking as rules
from tests.services.applications.browsing import Browser, Site
from tests.services.window.walking import guide as guided

FIRST = "honcho.2026-11-26.09:00"
FAMILY = {
    "name": "見本 花子",
    "phone": "080-0000-0000",
    "email": "",
    "care_heir_relation": "child",
    "deceased_name": "見本 太郎",
    "deceased_birth_date-era": "showa",
    "deceased_birth_date-year": "20",
    "deceased_birth_date-month": "4",
    "deceased_birth_date-day": "1",
    "deceased_address-area": "見本県ひなた市本町",
    "deceased_address-street": "一丁目2番3号",
    "deceased_on-era": "reiwa",
    "deceased_on-year": "8",
    "deceased_on-month": "11",
    "deceased_on-day": "18",
    "farewell_insurance": "koki",
}
BOOK = "この時間で予約する"


def book(browser: Browser, at: str = FIRST, **changes: str) -> str:
    """Book a time; gives the address of the booking."""
    browser.open(f"/window/shibou/booking/new?at={at}")
    browser.press({**FAMILY, **changes}, button="at", value=at, action="/window/shibou/booking/new")
    return browser.page.path.partition("?")[0]


def test_a_family_books_from_the_guide_and_gets_a_code_and_its_paper(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    guide = browser.open("/window/shibou")
    days = browser.open("/window/shibou/booking")
    assert "/window/shibou/booking" in guide.links().values()
    assert "/window/shibou/booking/new?at=honcho.2026-12-18.09:00" in days.links().values()

    place = book(browser)

    assert rules.read_code(place)
    assert "令和8年11月26日" in browser.page.text
    assert "葬祭" in browser.page.text or "葬儀" in browser.page.text
    paper = browser.client.get(f"{place}/list.pdf")
    assert (paper.status_code, paper.mimetype) == (200, "application/pdf")
    assert paper.headers["Cache-Control"] == "no-store"


def test_what_is_missing_is_told_at_its_question_and_nothing_is_booked(hinata_site: Site) -> None:
    browser = hinata_site.browser()

    book(browser, phone="", name="")

    assert browser.page.status == 422
    assert "入力を確かめてください" in browser.page.text


def test_an_individual_number_is_refused(hinata_site: Site) -> None:
    browser = hinata_site.browser()

    book(browser, note="番号は 1234 5678 9018 です")

    assert browser.page.status == 422
    assert "個人番号" in browser.page.text


def test_a_time_that_was_just_taken_offers_others_and_keeps_what_was_typed(hinata_site: Site) -> None:
    at = "honcho.2026-12-01.09:00"
    for _ in range(2):
        book(hinata_site.browser(), at)
    browser = hinata_site.browser()

    book(browser, at)

    assert browser.page.status == 409
    assert "その時間は、ちょうど埋まりました" in browser.page.text
    assert browser.page.value("name") == "見本 花子"


def test_the_code_opens_the_booking_however_it_is_typed(hinata_site: Site) -> None:
    code = book(hinata_site.browser(), "honcho.2026-12-02.09:00").rpartition("/")[2]
    other = hinata_site.browser()

    other.open(f"/window/shibou/booking/find?code={code.lower().replace('-', '%20')}")

    assert code in other.page.text


def test_a_booking_is_moved_and_called_off(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    place = book(browser, "honcho.2026-12-03.09:00")

    browser.open(f"{place}/change")
    browser.press(button="at", value="honcho.2026-12-04.13:00")
    assert "12月4日" in browser.page.text
    browser.open(f"{place}/cancel")
    browser.press()

    assert "予約を取り消しました" in browser.page.text
    assert browser.open(place).status == 404


@pytest.mark.parametrize("code", ["2222-3333-4444", "nothing"])
def test_a_stranger_learns_nothing(code: str, hinata_site: Site) -> None:
    browser = hinata_site.browser()

    answers = [
        browser.client.get(f"/window/shibou/booking/{code}{end}") for end in ("", "/change", "/list.pdf")
    ]

    assert {one.status_code for one in answers} == {404}


def test_a_page_about_a_booking_is_kept_nowhere_and_leaks_no_address(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    place = book(browser, "honcho.2026-12-07.09:00")

    answer = browser.client.get(place)

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_after_the_hour_nothing_can_be_changed(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    place = book(browser, "honcho.2026-12-08.09:00")
    before = hinata_site.clock.moment
    hinata_site.clock.moment = rules.slot("honcho.2026-12-08.09:00").moment + timedelta(minutes=5)  # type: ignore[union-attr]

    page = browser.open(f"{place}/change")
    hinata_site.clock.moment = before

    assert "ここでは変えられません" in page.text


def test_the_dated_list_needs_no_booking_and_keeps_nothing(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    browser.open("/window/shibou/list")
    typed = {key: value for key, value in FAMILY.items() if key.startswith("deceased_on")}

    token = browser.page.value("_token")
    answer = browser.client.post("/window/shibou/list", data={"_token": token, **typed})

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")


def test_the_dated_list_without_a_day_asks_for_it(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    browser.open("/window/shibou/list")

    browser.press()

    assert browser.page.status == 422


def test_what_was_answered_in_the_guide_is_not_asked_again(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    guided(
        browser,
        "shibou",
        {
            "deceased_on": "2026-11-18",
            "farewell_age": "from_75",
            "farewell_insurance": "koki",
            "farewell_head": "one",
            "farewell_pension": "national",
            "farewell_children": "no",
            "farewell_things": ["house"],
        },
    )

    browser.open(f"/window/shibou/booking/new?at={FIRST}")

    source = browser.client.get(f"/window/shibou/booking/new?at={FIRST}").text
    assert 'name="deceased_name"' in source
    assert 'name="deceased_on-day"' not in source
    assert 'name="farewell_insurance"' not in source
