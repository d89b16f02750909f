"""Somebody chooses a time, holds it, says who they are, books it, changes it and gives it back: without an account."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal import inbox
from portal.pack.buildings import Who
from portal.vault import vault_of
from services.reservations.actions import booking, subscribing, wishes
from services.reservations.actions.booking import Terms, Wish
from services.reservations.models.bookings import Booking
from services.reservations.routes import holding
from tests.services.applications.browsing import MORNING, Browser, Site, id_in, site

USE = {"people": "12", "purpose": "meeting", "who": "resident"}
PERSON = {
    "name": "見本 花子",
    "name_kana": "みほん はなこ",
    "phone": "090-1234-5678",
    "email": "hanako@example.jp",
    "company_name": "",
    "use_purpose": "町内会の打ち合わせ",
    "note": "",
}
HOLD = "/reservations/hold"


@pytest.fixture(scope="module")
def hinata_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    found = site(tmp_path_factory.mktemp("booking"), MORNING)
    yield found
    found.close()


def at(start: str, unit: str = "washitsu", building: str = "chuo_kominkan") -> str:
    """The address of a time."""
    return f"{HOLD}?building={building}&unit={unit}&from={start}"


def hold(browser: Browser, start: str, unit: str = "washitsu", **typed: str) -> str:
    """Hold a time; gives the address of its questions."""
    browser.open(at(start, unit))
    browser.press({**USE, **typed}, action=HOLD)
    return browser.page.path


def book(browser: Browser, start: str, unit: str = "washitsu", **typed: str) -> str:
    """Book a time from its address to its receipt; gives the address of the receipt."""
    place = hold(browser, start, unit)
    browser.press({**PERSON, **typed}, action=place)
    browser.press(button="step", value="book", action=place)
    return browser.page.path


def booking_of(site: Site, browser: Browser) -> Booking:
    """The booking whose receipt is open."""
    with site.session() as session:
        found = session.scalar(select(Booking).where(Booking.case_id == id_in(browser.page)))
    assert found is not None
    return found


def test_a_time_is_held_asked_about_looked_at_and_booked(hinata_site: Site) -> None:
    browser = hinata_site.browser()

    place = hold(browser, "2026-11-26T10:00")
    assert "10:15まで、この時間をおさえています" in browser.page.text
    browser.press({**PERSON, "phone": ""}, action=place)
    assert browser.page.status == 422
    assert browser.page.value("name") == "見本 花子"
    browser.press(PERSON, action=place)
    assert "町内会の打ち合わせ" in browser.page.text
    assert "200円" in browser.page.text
    browser.press(button="step", value="book", action=place)

    assert browser.page.path.startswith("/applications/")
    assert "予約できました" in browser.page.text
    assert "令和8年11月26日" in browser.page.text
    row = booking_of(hinata_site, browser)
    assert (row.state, row.people, row.yen) == ("confirmed", 12, 200)
    with hinata_site.session() as session:
        case = session.get_one(inbox.Case, row.case_id)
        assert case.division == "bunka"


def test_what_is_missing_about_the_use_is_told_beside_its_question(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    browser.open(at("2026-11-26T14:00"))

    browser.press({"people": "500", "who": ""}, action=HOLD)

    assert browser.page.status == 422
    assert "この部屋は30人までです。" in browser.page.text
    assert "使い方を選んでください。" in browser.page.text
    assert browser.page.value("people") == "500"


def test_what_was_typed_can_be_mended_from_the_last_page(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    place = hold(browser, "2026-11-27T10:00")
    browser.press(PERSON, action=place)

    browser.press(button="step", value="edit", action=place)

    assert browser.page.value("name") == "見本 花子"
    assert browser.page.value("use_purpose") == "町内会の打ち合わせ"


def test_a_hold_is_nobody_elses(hinata_site: Site) -> None:
    place = hold(hinata_site.browser(), "2026-11-28T10:00")

    assert hinata_site.browser().open(place).status == 404


def test_whoever_comes_second_is_offered_other_times_each_with_one_press(hinata_site: Site) -> None:
    first, second = hinata_site.browser(), hinata_site.browser()
    second.open(at("2026-12-01T10:00"))
    hold(first, "2026-12-01T10:00")

    second.press(USE, action=HOLD)
    assert second.page.status == 409
    assert "その時間は、ほかの予約が先に入りました" in second.page.text
    second.press(action=HOLD)

    assert second.page.status == 200
    assert "この時間をおさえています" in second.page.text


def test_a_time_that_is_gone_before_it_is_asked_about_says_so(hinata_site: Site) -> None:
    hold(hinata_site.browser(), "2026-12-02T10:00")

    page = hinata_site.browser().open(at("2026-12-02T10:00"))

    assert "この時間は、もう空いていません" in page.text


def test_a_form_sent_twice_is_one_booking(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    place = hold(browser, "2026-12-03T10:00")
    browser.press(PERSON, action=place)
    check = browser.page
    before = hinata_site.count(Booking)

    browser.press(button="step", value="book", action=place)
    receipt = browser.page.path
    browser.page = check
    browser.press(button="step", value="book", action=place)

    assert browser.page.path == receipt
    assert hinata_site.count(Booking) == before


def test_where_the_operator_decides_that_is_said_before_and_after(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    place = hold(browser, "2026-12-04T10:00", "hall", people="90")
    browser.press(PERSON, action=place)
    assert "送ったあとに、施設が使えるかどうかを決めます" in browser.page.text

    browser.press(button="step", value="book", action=place)

    assert "施設が確かめています" in browser.page.text
    assert "使えるかどうかの決定" in browser.page.text
    assert "結果をお知らせする予定" in browser.page.text
    assert booking_of(hinata_site, browser).state == "pending"


def test_my_bookings_lead_to_another_time_and_to_giving_back(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    receipt = book(browser, "2026-12-08T10:00")
    row = booking_of(hinata_site, browser)
    assert "和室（20畳）" in browser.open("/reservations/mine").text
    assert "和室" not in hinata_site.browser().open("/reservations/mine").text

    browser.open(f"/reservations/mine/{row.id}/change?day=2026-12-09")
    browser.press(button="at", value="2026-12-09T13:00:00+09:00/2026-12-09T14:00:00+09:00")
    assert "12月9日" in browser.page.text
    calendar = browser.client.get(f"/reservations/mine/{row.id}.ics")
    assert "DTSTART:20261209T040000Z" in calendar.text
    browser.open(f"/reservations/mine/{row.id}/cancel")
    assert "お金はかかりません" in browser.page.text
    browser.press()

    assert browser.page.path == receipt
    assert "取り消しました" in browser.page.text


def test_the_price_of_giving_back_is_said_before_it_is_done(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    book(browser, "2026-11-22T10:00")
    row = booking_of(hinata_site, browser)

    page = browser.open(f"/reservations/mine/{row.id}/cancel")

    assert "取り消すと、200円がかかります" in page.text
    # Whoever looked when it was free still is asked again.
    browser.press({"fee": "0"})
    assert browser.page.status == 409
    assert booking_of_id(hinata_site, row).state == "confirmed"


def booking_of_id(site: Site, row: Booking) -> Booking:
    with site.session() as session:
        return session.get_one(Booking, row.id)


def test_a_stranger_learns_nothing_about_a_booking(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    book(browser, "2026-12-11T10:00")
    row = booking_of(hinata_site, browser)

    for path in ("cancel", "change"):
        assert hinata_site.browser().open(f"/reservations/mine/{row.id}/{path}").status == 404
    assert hinata_site.browser().open(f"/reservations/mine/{row.id}.ics").status == 404


def test_a_hold_that_ran_out_is_booked_all_the_same_where_nobody_came(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    place = hold(browser, "2026-12-15T10:00")
    hinata_site.clock.moment = MORNING + timedelta(minutes=20)
    try:
        browser.press(PERSON, action=place)
        assert "おさえていた時間が過ぎました" in browser.page.text
        browser.press(button="step", value="book", action=place)
    finally:
        hinata_site.clock.moment = MORNING

    assert "予約できました" in browser.page.text


def test_a_building_s_calendar_tells_what_is_taken_and_never_by_whom(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    book(browser, "2026-12-16T10:00")

    calendar = hinata_site.app.test_client().get("/reservations/chuo_kominkan.ics")

    assert calendar.mimetype == "text/calendar"
    assert "DTSTART:20261216T010000Z" in calendar.text
    assert "和室（20畳） 予約あり" in calendar.text.replace("\r\n ", "")
    assert "見本 花子" not in calendar.text
    assert all(len(line.encode()) <= 75 for line in calendar.text.split("\r\n"))


def test_a_resident_s_own_calendar_opens_by_its_whole_name_only(hinata_site: Site) -> None:
    resident = uuid4()
    client = hinata_site.app.test_client()
    with hinata_site.session() as session:
        name = subscribing.token(vault_of(session), resident)
        holder = wishes.holder(vault_of(session), resident=resident)
    starts = datetime(2026, 12, 17, 1, tzinfo=UTC)
    wish = Wish(
        "chuo_kominkan", "washitsu", starts, starts + timedelta(hours=1), "meeting", 5, Who.RESIDENT, uuid4(), "counter",
        holder=holder,
    )  # fmt: skip
    with hinata_site.session() as session:
        booking.book(session, wish, Terms(holder), MORNING)

    found = client.get(f"/reservations/feed/{name}.ics")

    assert "DTSTART:20261217T010000Z" in found.text
    for wrong in (name[:-1], name.partition(".")[0] + ".", "zz.yy", "²." + name, name[:-1] + "é"):
        assert client.get(f"/reservations/feed/{wrong}.ics").status_code == 404


def test_a_program_that_holds_everything_is_asked_to_wait(
    hinata_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "HOLDS", 1 / 400)
    browser = hinata_site.browser()

    hold(browser, "2026-12-18T10:00")
    assert browser.page.status == 200
    hold(browser, "2026-12-18T12:00")

    assert browser.page.status == 429
