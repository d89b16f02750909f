"""Tally: several processes count together in a real Redis; while it is away each counts alone, and nobody's page fails."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.tally import REST, Tally
from portal.throttle import Limit
from tests.harness.redis_server import RedisServer
from tests.services.applications.browsing import MORNING, NEW_WATER, WATER, Site, site

NONE = timedelta()
FIVE = Limit(5, timedelta(minutes=1))
KEY = b"the key of a town's cookies"


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    """One server for the file; a socket's address may not be long, so it lies outside of pytest's folder."""
    folder = Path(tempfile.mkdtemp(prefix="kurashi-"))
    found = RedisServer(folder)
    found.start()
    yield found
    found.stop()
    shutil.rmtree(folder)


@dataclass
class Moment:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def tally(redis: RedisServer, town: str, key: bytes = KEY) -> Tally:
    return Tally(redis.url, town, key)


def test_two_machines_count_one_network_together(redis: RedisServer, now: datetime) -> None:
    one, other = tally(redis, "together"), tally(redis, "together")

    waits = [machine.let_in("school", FIVE, now) for machine in (one, other, one, other, one, other, one)]

    assert waits[:5] == [NONE] * 5
    assert all(timedelta(seconds=55) < wait <= timedelta(minutes=1) for wait in waits[5:])
    assert one.let_in("somebody", FIVE, now) == NONE


def test_many_at_once_from_many_processes_are_let_in_no_more_often_than_the_limit(
    redis: RedisServer, now: datetime
) -> None:
    machines = [tally(redis, "crowded") for _ in range(4)]

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda place: machines[place % 4].let_in("school", FIVE, now), range(100)))

    assert waits.count(NONE) == 5


def test_a_machine_whose_clock_is_wrong_shuts_nobody_out(redis: RedisServer, now: datetime) -> None:
    wrong, right = tally(redis, "clocks"), tally(redis, "clocks")

    for _ in range(5):
        wrong.let_in("school", FIVE, now + timedelta(days=400))

    assert NONE < right.let_in("school", FIVE, now) <= timedelta(minutes=1)


def test_two_towns_never_meet_in_one_count_or_page(redis: RedisServer, now: datetime) -> None:
    one, other, namesake = tally(redis, "a"), tally(redis, "b"), tally(redis, "a", b"another key")
    for _ in range(5):
        one.let_in("school", FIVE, now)
    one.keep(b"page", b"of the first town")

    assert one.let_in("school", FIVE, now) > NONE
    for town in (other, namesake):
        assert town.let_in("school", FIVE, now) == NONE
        assert town.kept(b"page") is None
    assert one.kept(b"page") == b"of the first town"


def test_no_address_can_be_read_in_it(redis: RedisServer, now: datetime) -> None:
    tally(redis, "hidden").let_in("reservations 203.0.113.77", FIVE, now)
    from redis import Redis

    names = [name.decode() for name in Redis.from_url(redis.url).scan_iter("kurashi:hidden:*")]

    assert len(names) == 1
    assert "203" not in names[0]
    assert "reservations" not in names[0]


def test_while_it_is_away_a_process_counts_alone_and_says_so_once(
    redis: RedisServer, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "portal")
    moment = Moment()
    machine = Tally(redis.url, "away", KEY, moment)
    assert machine.let_in("school", FIVE, now) == NONE
    redis.stop()

    waits = [machine.let_in("school", FIVE, now) for _ in range(7)]
    assert waits == [NONE] * 5 + [timedelta(minutes=1)] * 2
    assert machine.kept(b"page") is None
    moment.now += REST
    assert machine.let_in("somebody", FIVE, now) == NONE
    redis.start()
    moment.now += REST
    assert machine.let_in("school", FIVE, now) == NONE

    assert [json.loads(line)["event"] for line in caplog.messages] == ["tally_away", "tally_back"]
    assert str(redis.folder) not in caplog.text


def hosts(redis: RedisServer, folder: Path, count: int, **more: Any) -> list[Site]:
    """The web processes of one town on so many machines, each with a folder of its own."""
    settings: dict[str, Any] = {
        "redis_url": redis.url,
        "secret_key": "c2VjcmV0IG9mIG9uZSB0b3duIG9uIHR3byBob3N0cyE=",
        **more,
    }
    return [site(folder / str(place), MORNING, **settings) for place in range(count)]


def test_the_forms_of_one_network_are_counted_over_all_web_processes(
    redis: RedisServer, tmp_path: Path
) -> None:
    machines = hosts(redis, tmp_path, 2, forms_per_network=3)
    answers = []
    for place in range(5):
        browser = machines[place % 2].browser()
        browser.client.environ_base["REMOTE_ADDR"] = "203.0.113.9"
        browser.open(NEW_WATER)
        answers.append(browser.press(WATER["start"]).status)
    for machine in machines:
        machine.close()

    assert answers == [200] * 3 + [429] * 2


def test_with_redis_away_every_page_answers_and_the_doctor_says_what_is_wrong(
    redis: RedisServer, tmp_path: Path
) -> None:
    (machine,) = hosts(redis, tmp_path, 1)
    redis.stop()
    try:
        browser = machine.browser()
        for path in ("/", "/reservations", NEW_WATER, "/queue"):
            assert browser.open(path).status == 200
        told = machine.app.test_cli_runner().invoke(args=["doctor"])
        assert "Redis: 答えません" in told.output
    finally:
        machine.close()
        redis.start()


def test_a_page_of_free_hours_made_by_one_process_is_handed_out_by_another(
    redis: RedisServer, tmp_path: Path
) -> None:
    first, second = hosts(redis, tmp_path, 2)
    path = "/reservations.json"

    ours = first.browser().open(path)
    rendered: list[object] = []
    second.house.tally.keep = lambda *made: rendered.append(made)  # type: ignore[union-attr,method-assign]
    theirs = second.browser().open(path)
    first.close()
    second.close()

    assert (ours.status, theirs.status) == (200, 200)
    assert theirs.html == ours.html
    assert rendered == []
