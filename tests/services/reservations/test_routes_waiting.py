"""キャンセル待ち on pages: joined where a time is taken, offered by a link, answered by telephone at the desk; strangers see none of it."""

from portal.inbox import RESIDENT
from services.reservations.actions import booking
from services.reservations.models.bookings import Booking
from services.reservations.models.waiting import Wait
from tests.services.applications.browsing import Browser, Site
from tests.services.reservations.test_routes_booking import PERSON, book, booking_of, hinata_site

__all__ = ["hinata_site"]

ASKED = {
    "people": "12",
    "purpose": "meeting",
    "who": "resident",
    "name": "見本 次郎",
    "mail": "jiro@example.jp",
}
WAIT = "/reservations/wait"


def wait(browser: Browser, day: int, hour: int, **typed: str) -> str:
    """Join the line for an hour of December; gives the address of the place in it."""
    starts, ends = (f"2026-12-{day:02}T{one:02}:00:00%2B09:00" for one in (hour, hour + 1))
    browser.open(f"{WAIT}?building=chuo_kominkan&unit=washitsu&from={starts}&until={ends}")
    browser.press({**ASKED, **typed}, action=WAIT)
    return browser.page.path.partition("?")[0]


def test_somebody_waits_is_offered_the_time_and_books_it(hinata_site: Site) -> None:
    holder, waiter = hinata_site.browser(), hinata_site.browser()
    book(holder, "2026-12-14T10:00")
    row = booking_of(hinata_site, holder)
    place = wait(waiter, 14, 10)
    assert "あなたが、いちばん前です" in waiter.page.text
    with hinata_site.session() as session:
        booking.cancel(session, row.id, RESIDENT, hinata_site.clock())

    assert "あなたのためにおさえています" in waiter.open(place).text
    waiter.press(action=f"{place}/take")
    form = waiter.page.path
    assert waiter.page.value("name") == "見本 次郎"
    waiter.press(PERSON, action=form)
    waiter.press(button="step", value="book", action=form)

    assert "予約できました" in waiter.page.text
    assert waiter.open(place).status == 410


def test_what_is_missing_is_told_and_what_was_typed_stays(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    book(hinata_site.browser(), "2026-12-15T10:00")

    wait(browser, 15, 10, mail="")

    assert browser.page.status == 422
    assert "お名前と、メールアドレスか電話番号を書いてください" in browser.page.text
    assert browser.page.value("name") == "見本 次郎"


def test_where_nobody_waits_no_line_is_shown(hinata_site: Site) -> None:
    stranger = hinata_site.browser()

    assert stranger.open("/reservations/waiting/01a1ff8c-90e9-73a1-866e-ccfee27125af.0").status == 410
    assert stranger.open("/staff/reservations/waiting").path.startswith("/staff/sign-in")


def test_whoever_gives_the_offer_up_leaves_the_line(hinata_site: Site) -> None:
    waiter = hinata_site.browser()
    book(hinata_site.browser(), "2026-12-16T10:00")
    place, before = wait(waiter, 16, 10), hinata_site.count(Wait)

    waiter.press(action=f"{place}/leave")

    assert hinata_site.count(Wait) == before - 1
    assert hinata_site.count(Booking) > 0
