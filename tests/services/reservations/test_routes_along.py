"""What was typed is not lost with a time: it goes along by the table of free times, from every refusal, into the line."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from portal.opening import TOKYO
from portal.refused import Refused
from services.reservations import workers
from services.reservations.actions import blocking, booking, standing
from services.reservations.actions.blocking import Closing
from services.reservations.models.bookings import Booking
from services.reservations.rules.states import BlockKind
from tests.portal.cases import hinata
from tests.services.applications.browsing import MORNING, Browser, Site
from tests.services.applications.browsing import site as site_of
from tests.services.applications.reading import filled
from tests.services.reservations import builders
from tests.services.reservations.staffed import CULTURE, seat
from tests.services.reservations.test_routes_booking import HOLD, PERSON, USE, at, book, booking_of, hold

HOUSE = hinata().buildings[builders.HALL]
TYPED = {**PERSON, "note": "車いすの方がいます", "lent-projector": "1"}
GOES_ALONG = "書いたことは、そのまま引きつぎます"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Shared by the tests of this file; each books its own day."""
    found = site_of(tmp_path_factory.mktemp("along"), MORNING)
    yield found
    found.close()


def table(day: int, room: str = "washitsu") -> str:
    """The address of a room's free times."""
    return f"/reservations/chuo_kominkan/{room}?day=2026-12-{day:02}"


def choose(browser: Browser, address: str) -> None:
    """Press the button of the table of free times that leads to this address."""
    ways = [unescape(one) for one in re.findall(r'formaction="([^"]+)"', browser.page.html)]
    way = next(one for one in ways if same(one, address))
    browser.send(way, [*filled(browser.page.form(), {}), ("step", "begin")])
    assert browser.page.status == 200


def same(one: str, other: str) -> bool:
    """Whether two addresses ask for the same, in whatever order."""
    first, second = urlsplit(one), urlsplit(other)
    return (first.path, parse_qs(first.query)) == (second.path, parse_qs(second.query))


def lose(site: Site, start: str) -> Browser:
    """One typed for too long, and another had it meanwhile."""
    late, quick = site.browser(), site.browser()
    place = hold(late, start)
    late.press(TYPED, action=place)
    site.clock.moment = MORNING + timedelta(minutes=20)
    try:
        with site.session() as session:
            workers.lapse(session, site.clock())
        book(quick, start, phone=f"090-1111-22{start[8:10]}", email=f"quick{start[8:10]}@example.jp")
        late.press(button="step", value="book", action=place)
    finally:
        site.clock.moment = MORNING
    assert late.page.status == 409
    return late


def test_what_was_typed_goes_along_by_the_table_of_free_times(site: Site) -> None:
    late = lose(site, "2026-12-15T18:00")
    late.press(action=table(15))
    assert GOES_ALONG in late.page.text
    assert "no-store" in late.page.response.headers["Cache-Control"]
    assert not re.search(r'href="/reservations/(hold|wait|chuo_kominkan/)', late.page.html), (
        "it would be lost"
    )
    choose(late, table(22))
    choose(late, at("2026-12-22T13:00"))
    assert [late.page.value(name) for name in USE] == list(USE.values())
    assert "until=" not in late.page.path
    late.press({"people": ""}, action=HOLD)
    assert late.page.status == 422
    late.press({"people": "9"}, action=HOLD)

    assert "この時間をおさえています" in late.page.text
    assert "9人" in late.page.text
    late.press(button="step", value="book", action=late.page.path)
    assert "予約できました" in late.page.text
    with site.session() as session:
        row = session.get_one(Booking, booking_of(site, late).id)
        assert standing.lent_with(row) == {"projector": 1}


def test_a_use_is_as_long_as_it_was_to_be(site: Site) -> None:
    late = lose(site, "2026-12-08T18:00")
    with site.session() as session:
        lost = session.query(Booking).filter_by(state="lapsed").order_by(Booking.made_at.desc()).first()
        assert lost is not None
        long = lost.ends_at - lost.starts_at
    late.press(action=table(8))
    choose(late, at("2026-12-08T13:00"))

    assert late.page.value("until") == (builders.at(8, 13) + long).isoformat()


def test_how_a_use_was_described_goes_along_from_the_first_refusal(site: Site) -> None:
    first, second = site.browser(), site.browser()
    first.open(at("2026-12-18T18:00"))
    book(second, "2026-12-18T18:00", phone="090-1111-2233", email="second@example.jp")
    first.press(USE, action=HOLD)
    assert first.page.status == 409
    first.press(action=table(18))
    choose(first, at("2026-12-18T13:00"))

    assert [first.page.value(name) for name in USE] == list(USE.values())


@pytest.mark.parametrize(("code", "status"), [("stopped_by_points", 403), ("facility_changed", 409)])
def test_what_was_typed_goes_along_from_a_refusal_that_offers_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch, code: str, status: int
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise Refused(code, status)

    browser = site.browser()
    place = hold(browser, "2026-12-16T18:00" if status == 403 else "2026-12-23T18:00")
    browser.press(TYPED, action=place)
    with monkeypatch.context() as patch:
        patch.setattr(booking, "confirm", refuse)
        browser.press(button="step", value="book", action=place)
    assert browser.page.status == status
    assert GOES_ALONG in browser.page.text
    day = 16 if status == 403 else 23
    browser.press(action=table(day))
    choose(browser, at(f"2026-12-{day}T13:00"))
    browser.press(action=HOLD)

    assert "車いすの方がいます" in browser.page.text


def test_what_was_typed_goes_along_when_the_house_was_closed_meanwhile(site: Site) -> None:
    browser = site.browser()
    place = hold(browser, "2026-12-17T18:00")
    browser.press(TYPED, action=place)
    night = builders.at(17, 18), builders.at(17, 21)
    with site.session() as session:
        closing = Closing(HOUSE, HOUSE.unit("washitsu"), *night, BlockKind.SHELTER, "見本の避難所")
        blocking.block(session, closing, seat(division=CULTURE), site.clock(), sweep=True)
    browser.press(button="step", value="book", action=place)
    assert browser.page.status == 409
    assert "かわりに、次の時間が空いています" in browser.page.text
    browser.press(action=HOLD)

    assert "車いすの方がいます" in browser.page.text
    assert browser.open(place).status == 404


def test_what_was_typed_goes_along_from_the_table_into_the_line(site: Site) -> None:
    late = lose(site, "2026-12-22T18:00")
    late.press(action=table(22))
    choose(late, "/reservations/wait?building=chuo_kominkan&unit=washitsu&day=2026-12-22")

    typed = [late.page.value(name) for name in ("name", "mail", "people")]
    assert typed == [PERSON["name"], PERSON["email"], USE["people"]]


def test_nothing_about_a_person_stands_in_the_address_of_a_waiting_room(site: Site) -> None:
    late = lose(site, "2026-12-21T18:00")
    offered = [
        pair
        for pair in filled(late.page.form(HOLD), {})
        if pair[0] not in ("building", "unit", "from", "until")
    ]
    first, last = (datetime(2027, 2, 10, hour, tzinfo=TOKYO).isoformat() for hour in (10, 12))
    popular = [("building", "kawabe"), ("unit", "yakyu_1"), ("from", first), ("until", last)]
    # February opens on the first of December at nine.
    site.clock.moment = datetime(2026, 12, 1, 8, 50, tzinfo=TOKYO)
    try:
        late.send(HOLD, [*popular, *offered])
        assert late.page.status == 503
        assert dict(filled(late.page.form(), {}))["note"] == TYPED["note"]
        token = ("_token", dict(offered)["_token"])
        late.send(HOLD, [*popular, *USE.items(), token])
    finally:
        site.clock.moment = MORNING

    assert late.page.path.startswith(f"{HOLD}?")
    assert "name=" not in late.page.path
