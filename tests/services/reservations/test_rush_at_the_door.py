"""The opening of a month that very many want: the waiting room stands before the hold, and nowhere else."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import pairwise
from threading import Event
from time import monotonic

import pytest
from sqlalchemy import select

from portal.opening import TOKYO
from portal.turnout import Turnout
from tests.harness.statements import asked
from tests.services.applications.browsing import Browser, Site, site
from tests.services.applications.reading import filled
from tests.services.desk.builders import Desk, Seat
from tests.services.reservations.staffed import SPORTS

# February 2027 opens on 1 December at nine.
# A booking at the counter takes some hundredths of a second; whoever stood behind the crowd would wait for minutes.
PATIENT = 3.0
NINE = datetime(2026, 12, 1, 9, tzinfo=TOKYO)
HOLD = "/reservations/hold?building=kawabe&unit=yakyu_1&from=2027-02-10T10:00"
OTHER = "/reservations/hold?building=kawabe&unit=yakyu_1&from=2027-01-10T10:00"
USE = {"until": "2027-02-10T12:00:00+09:00", "people": "20", "purpose": "ball", "who": "resident"}


@pytest.fixture
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    found = site(tmp_path_factory.mktemp("rush"), NINE, let_in_per_second=1)
    yield found
    found.close()


def at(town: Site, seconds: float) -> None:
    """So many seconds after nine."""
    town.clock.moment = NINE + timedelta(seconds=seconds)


def waits(browser: Browser) -> bool:
    return "順番をお待ちください" in browser.page.text


def through(town: Site, crowd: list[Browser], seconds: float) -> list[bool]:
    """Who of a crowd may go on so many seconds after nine."""
    at(town, seconds)
    for one in crowd:
        one.open(HOLD)
    return [not waits(one) for one in crowd]


def test_one_after_the_other_goes_on_once_it_opens(town: Site) -> None:
    at(town, -300)
    crowd = [town.browser() for _ in range(5)]
    for one in crowd:
        one.open(HOLD)
        assert "受付は" in one.page.text

    turns = [through(town, crowd, 2 + second) for second in range(7)]

    assert [sum(turn) for turn in turns] == [0, 1, 2, 3, 4, 5, 5]
    # Nobody who went on has to wait again.
    assert all(
        before <= after for one, other in pairwise(turns) for before, after in zip(one, other, strict=True)
    )


def test_whoever_comes_later_is_behind_all_who_were_there(town: Site) -> None:
    at(town, -1)
    early = [town.browser() for _ in range(3)]
    for one in early:
        one.open(HOLD)
    at(town, 1)
    late = town.browser()
    late.open(HOLD)

    turns = [through(town, [*early, late], 2 + second) for second in range(5)]

    assert [turn[3] for turn in turns] == [False, False, False, False, True]


def test_the_part_that_changes_answers_short_when_nothing_has(town: Site) -> None:
    at(town, -300)
    somebody = town.browser()
    somebody.open(HOLD)

    told = somebody.client.get(f"{HOLD}&part=now")
    again = somebody.client.get(f"{HOLD}&part=now", headers={"If-None-Match": told.headers["ETag"]})

    assert "<html" not in told.text
    assert int(told.headers["Retry-After"]) >= 5
    assert again.status_code == 304
    at(town, 10)
    assert "順番が来ました" in somebody.client.get(f"{HOLD}&part=now").text


def test_what_was_chosen_comes_back_after_the_wait(town: Site) -> None:
    at(town, 1)
    somebody = town.browser()
    somebody.open(OTHER)

    somebody.press({**USE, "from": "2027-02-10T10:00"}, action="/reservations/hold")

    assert waits(somebody)
    at(town, 10)
    somebody.open(somebody.page.path)
    typed = dict(filled(somebody.page.form("/reservations/hold"), {}))
    assert {key: typed[key] for key in USE} == USE


def test_a_place_is_nobody_elses(town: Site) -> None:
    at(town, -300)
    mine, other = town.browser(), town.browser()
    mine.open(HOLD)
    other.open(HOLD)
    cookie = mine.client.get_cookie("kmado_place")
    assert cookie is not None
    other.client.set_cookie("kmado_place", cookie.value)
    other.open(HOLD)

    with town.session() as session:
        # A copied place counts for nothing: whoever shows it is given one of their own.
        assert session.scalars(select(Turnout.early)).all() == [3]


def test_days_that_are_open_already_know_no_waiting_room(town: Site) -> None:
    at(town, -300)
    somebody = town.browser()

    somebody.open(OTHER)

    assert not waits(somebody)


def test_the_counter_books_while_the_crowd_polls_and_the_crowd_asks_no_database(town: Site) -> None:
    at(town, 5)
    crowd = [town.browser() for _ in range(12)]
    through(town, crowd, 5)
    waiting = [one for one in crowd if waits(one)]
    assert len(waiting) >= 6
    desk = Desk(town.app, town.clock)
    clerk = desk.seat("counter", division=SPORTS)
    book(clerk, 0)
    done = Event()
    with ThreadPoolExecutor(4) as pool:
        polls = [pool.submit(poll, one, done) for one in waiting[:4]]
        took = sorted(book(clerk, n) for n in range(1, 9))
        done.set()
    assert min(one.result() for one in polls) > 0

    # Nobody at the counter stands behind the crowd: no place in a line, no second of waiting for one's turn.
    assert took[-1] < PATIENT
    with asked(desk.db) as statements:
        for one in waiting:
            one.client.get(f"{HOLD}&part=now")
    assert statements == []


def book(clerk: Seat, caller: int) -> float:
    """A caller's time in the house that is rushed, on a day of their own; how long it took."""
    form = {
        "place": "kawabe/yakyu_1", "from_day": f"2026-12-{10 + caller}", "from_time": "10:00", "to_time": "12:00",
        "people": "10", "purpose": "ball", "who": "resident", "channel": "telephone", "locale": "ja",
        "use_purpose": "見本の練習", "name": "見本 花子", "phone": f"090-1234-{caller:04}",
    }  # fmt: skip
    begun = monotonic()
    answer = clerk.post("/staff/reservations/new", **form)
    assert answer.status_code == 303, answer.text
    return monotonic() - begun


def poll(browser: Browser, done: Event) -> int:
    """A telephone that asks far more often than it is told to; how often it did."""
    times = 0
    while not done.is_set():
        assert browser.client.get(f"{HOLD}&part=now").status_code in (200, 304)
        times += 1
    return times


def test_the_room_is_gone_some_hours_later(town: Site) -> None:
    at(town, 3 * 3600)
    somebody = town.browser()

    somebody.open(HOLD)

    assert not waits(somebody)
