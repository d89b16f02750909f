"""Whoever had a time already, or one day of many, and lost it: each page offers what can really be had instead."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from services.reservations import workers
from services.reservations.actions import booking, offering, standing
from services.reservations.actions.booking import Terms
from services.reservations.actions.offering import Offer
from services.reservations.models.bookings import Booking
from tests.services.applications.browsing import MORNING, Site
from tests.services.desk.builders import Desk, desk
from tests.services.reservations import builders
from tests.services.reservations.staffed import CULTURE
from tests.services.reservations.test_routes_booking import HOLD, PERSON, book, booking_of, hold
from tests.services.reservations.test_routes_series import made
from tests.services.reservations.test_routes_staff_uses import HERE, NEW, booked

HALL = "chuo_kominkan"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk shared by the tests of this file, whose hall gives one booking a month; each test books its own days."""
    found = desk(tmp_path_factory.mktemp("instead"), MORNING)
    yield found
    found.close()


@pytest.fixture
def site(town: Desk) -> Site:
    return Site(town.app, town.clock)


def fill(town: Desk, day: int, unit: str = "washitsu") -> None:
    """Somebody has a room for the whole day."""
    with town.session() as session:
        for n, (hour, hours) in enumerate(((9, 7), (16.5, 4.5))):
            starts = builders.at(day, int(hour), int(hour % 1 * 60))
            whole = builders.wish(starts, hours, HALL, unit)
            booking.book(session, whole, Terms(bytes([day, n]) * 8), town.clock())


def test_who_typed_for_too_long_is_offered_times_that_one_press_holds(town: Desk, site: Site) -> None:
    late, quick = site.browser(), site.browser()
    place = hold(late, "2026-12-01T10:00")
    late.press(PERSON, action=place)
    town.clock.moment = MORNING + timedelta(minutes=20)
    try:
        with town.session() as session:
            workers.lapse(session, town.clock())
        book(quick, "2026-12-01T10:00", phone="090-1111-2222", email="other@example.jp")
        late.press(button="step", value="book", action=place)
        assert late.page.status == 409
        assert "かわりに、次の時間が空いています" in late.page.text
        late.press(action=HOLD)
    finally:
        town.clock.moment = MORNING

    assert "この時間をおさえています" in late.page.text


def test_what_was_typed_goes_along_to_the_next_time_and_to_the_line(town: Desk, site: Site) -> None:
    late, quick = site.browser(), site.browser()
    place = hold(late, "2026-12-03T18:00")
    late.press({**PERSON, "note": "車いすの方がいます", "lent-projector": "1"}, action=place)
    town.clock.moment = MORNING + timedelta(minutes=20)
    try:
        with town.session() as session:
            workers.lapse(session, town.clock())
        book(quick, "2026-12-03T18:00", phone="090-1111-2223", email="third@example.jp")
        late.press(button="step", value="book", action=place)
        lost = late.page
        assert "書いたことは、そのまま引きつぎます" in lost.text
        late.press(button="step", value="begin", action="/reservations/wait")
        assert [late.page.value(name) for name in ("name", "mail")] == [PERSON["name"], PERSON["email"]]
        assert late.page.status == 200
        late.page = lost
        late.press(action=HOLD)

        assert "この時間をおさえています" in late.page.text
        assert "車いすの方がいます" in late.page.text
        assert "300円" in late.page.text
        late.press(button="step", value="book", action=late.page.path)
    finally:
        town.clock.moment = MORNING

    assert "予約できました" in late.page.text
    with town.session() as session:
        row = booking_of(site, late)
        assert standing.lent_with(session.get_one(Booking, row.id)) == {"projector": 1}


def test_who_has_no_booking_left_in_the_month_is_offered_what_the_same_person_can_book(
    town: Desk, site: Site
) -> None:
    browser = site.browser()
    # The hall gives six bookings a month to anybody.
    for day in (2, 3, 4, 5, 8, 9):
        book(browser, f"2026-12-{day:02}T10:00", phone="090-3333-4444", email="often@example.jp")

    place = hold(browser, "2026-12-10T10:00")
    browser.press({**PERSON, "phone": "090-3333-4444", "email": "often@example.jp"}, action=place)
    browser.press(button="step", value="book", action=place)

    assert browser.page.status == 409
    assert "かわりに、次の時間が空いています" in browser.page.text
    found = re.findall(r'name="building" value="(\w+)"', browser.page.html)
    assert found
    assert HALL not in found


def test_a_lost_move_offers_the_same_room_and_the_booking_stands(town: Desk, site: Site) -> None:
    browser = site.browser()
    book(browser, "2026-12-11T10:00")
    row = booking_of(site, browser)
    browser.open(f"/reservations/mine/{row.id}/change?day=2026-12-12")
    fill(town, 12)

    browser.press(button="at", value="2026-12-12T13:00:00+09:00/2026-12-12T14:00:00+09:00")
    assert browser.page.status == 409
    assert "いまの予約は、そのままです" in browser.page.text
    first = re.search(r'class="button area" name="at" value="([^"]+)"', browser.page.html)
    assert first
    browser.press(button="at", value=first[1])

    with town.session() as session:
        moved = session.get_one(Booking, row.id)
        assert moved.starts_at.isoformat() != row.starts_at.isoformat()
        assert moved.state == "confirmed"


def test_a_move_for_which_its_room_has_no_time_left_offers_a_booking_beside_it(
    town: Desk, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, every = site.browser(), offering.alternatives

    def elsewhere(*asked: Any, **more: Any) -> tuple[Offer, ...]:
        return tuple(one for one in every(*asked, **more) if one.unit != "washitsu")

    monkeypatch.setattr(offering, "alternatives", elsewhere)
    book(browser, "2026-12-25T10:00", phone="090-7777-8888", email="beside@example.jp")
    row = booking_of(site, browser)
    browser.open(f"/reservations/mine/{row.id}/change?day=2026-12-26")
    fill(town, 26)

    browser.press(button="at", value="2026-12-26T13:00:00+09:00/2026-12-26T14:00:00+09:00")

    assert browser.page.status == 409
    assert "ほかの部屋は、新しく予約できます" in browser.page.text
    assert f'href="{HOLD}?' in browser.page.html


def test_staff_whose_move_is_refused_move_it_with_one_press(town: Desk) -> None:
    worker = town.seat("worker", division=CULTURE)
    place = booked(worker, 15)
    fill(town, 16)
    span = {"from_day": "2026-12-16", "from_time": "13:00", "to_day": "2026-12-16", "to_time": "15:00"}

    answer = worker.post(f"{place}/move", unit="washitsu", **span)
    assert answer.status_code == 409
    form = next(one for one in answer.text.split("<li>") if 'class="beside"' in one)
    fields = dict(re.findall(r'name="(unit|\w+_day|\w+_time)" value="([^"]+)"', form))

    assert set(fields) == {"unit", *span}
    assert worker.post(f"{place}/move", **fields).status_code == 303


def test_a_date_without_any_room_offers_a_single_booking_at_another_time(town: Desk) -> None:
    worker = town.seat("worker", division=CULTURE)
    place = made(worker, from_time="12:00", to_time="13:00", **{"at-2026-12-29": "later"})

    page = worker.get(place).text
    assert "決めていない日が" in page
    link = re.search(r'href="(/staff/reservations/new\?[^"]+)"', page)
    assert link
    asked = worker.get(link[1].replace("&amp;", "&")).text

    assert 'value="2026-12-' in asked


def test_the_counter_says_times_that_the_same_caller_can_have(town: Desk) -> None:
    clerk = town.seat("counter", division=CULTURE)
    caller = {"phone": "090-5555-6666", "email": ""}
    for day in (17, 18, 19, 20, 23, 24):
        booked(clerk, day, **caller)

    form = {**NEW, "place": f"{HALL}/washitsu", "from_day": "2026-12-25", **caller}
    answer = clerk.post(f"{HERE}/new", **form)

    assert answer.status_code == 409
    offered = re.search(r'aria-labelledby="offers-title".*?</section>', answer.text, re.DOTALL)
    assert offered is None or "12月" not in offered[0]
