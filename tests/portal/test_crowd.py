"""Crowd: a school's worth of people come in at once, a script is made to wait, and memory stays bounded."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from portal.crowd import MOST, PAUSE, Crowd, together
from portal.throttle import Limit

HUNDREDS = together(400)
NONE = timedelta()


def test_hundreds_come_in_at_once_and_then_one_after_every_pause(now: datetime) -> None:
    crowd = Crowd()

    at_once = [crowd.let_in("school", HUNDREDS, now) for _ in range(403)]

    assert at_once == [NONE] * 400 + [PAUSE] * 3
    assert crowd.let_in("school", HUNDREDS, now + PAUSE / 2) == PAUSE / 2
    assert crowd.let_in("school", HUNDREDS, now + PAUSE) == NONE
    assert crowd.let_in("school", HUNDREDS, now + PAUSE) == PAUSE


def test_what_one_network_does_costs_another_nothing(now: datetime) -> None:
    crowd = Crowd()

    for _ in range(1000):
        crowd.let_in("script", HUNDREDS, now)

    assert crowd.let_in("somebody", HUNDREDS, now) == NONE


def test_a_network_that_rested_may_come_in_hundreds_again(now: datetime) -> None:
    crowd = Crowd()
    for _ in range(400):
        crowd.let_in("school", HUNDREDS, now)

    rested = now + 400 * PAUSE

    assert [crowd.let_in("school", HUNDREDS, rested) for _ in range(400)] == [NONE] * 400


def test_threads_at_once_let_in_no_more_than_the_limit(now: datetime) -> None:
    crowd, limit = Crowd(), Limit(50, timedelta(minutes=1))

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: crowd.let_in("school", limit, now), range(400)))

    assert waits.count(NONE) == 50


def test_more_networks_than_are_remembered_do_not_fill_the_memory(now: datetime) -> None:
    crowd = Crowd()
    for _ in range(400):
        crowd.let_in("script", HUNDREDS, now)

    for name in range(3 * MOST):
        crowd.let_in(str(name), HUNDREDS, now + name * timedelta(milliseconds=1))

    assert len(crowd.free_at) <= MOST
    # Whoever has done most is forgotten last.
    assert crowd.let_in("script", HUNDREDS, now) > NONE


def test_it_costs_far_less_than_a_tenth_of_a_millisecond(now: datetime) -> None:
    crowd, times = Crowd(), 20_000

    begun = time.process_time()
    for _ in range(times):
        crowd.let_in("school", together(times), now)

    assert (time.process_time() - begun) / times < 0.000_05
