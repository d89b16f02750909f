"""The expected wait: an honest range, tried against days that are played through."""

import random

import pytest

from services.queue.rules.waiting import Desk, Wait, expect, pace

A, AB = frozenset("A"), frozenset("AB")


def test_before_anybody_was_served_the_towns_figure_counts() -> None:
    assert pace(10, []).mean == 10


def test_todays_services_take_over_without_the_first_one_promising_too_much() -> None:
    assert 8 < pace(10, [2]).mean < 10
    assert pace(10, [2] * 20).mean < 4


def test_a_free_counter_takes_whoever_comes_at_once() -> None:
    assert expect([], [Desk(A)], {"A": pace(10, [])}).joining["A"] == Wait(0, 0)


def test_without_a_counter_nothing_is_promised() -> None:
    assert expect([(1, "A")], [], {"A": pace(10, [])}).joining == {}


def test_more_people_before_somebody_and_fewer_counters_mean_a_longer_wait() -> None:
    paces = {"A": pace(10, [])}
    line = [(turn, "A") for turn in range(6)]

    one, two = (expect(line, [Desk(A, "A")] * count, paces).joining["A"] for count in (1, 2))

    assert one.least > two.least
    assert one.most > two.most


def test_each_turn_in_line_has_a_range_of_its_own() -> None:
    found = expect([(turn, "A") for turn in range(4)], [Desk(A, "A")], {"A": pace(10, [])})

    mosts = [found.turns[turn].most for turn in range(4)]
    assert mosts == sorted(mosts)
    assert mosts[0] < mosts[-1]


def test_a_counter_for_two_kinds_helps_both() -> None:
    paces = {"A": pace(10, []), "B": pace(20, [])}
    line = [(1, "A"), (2, "B"), (3, "A")]

    alone, helped = (expect(line, desks, paces) for desks in ([Desk(A)], [Desk(A), Desk(AB)]))

    assert "B" not in alone.joining
    assert "B" in helped.joining
    assert helped.joining["A"].most <= alone.joining["A"].most


@pytest.mark.parametrize("seed", range(3))
def test_about_four_of_five_waits_end_inside_the_range(seed: int) -> None:
    chance, inside, days = random.Random(seed), 0, 200  # noqa: S311 (a played day is no secret)
    print("seed", seed)
    for _ in range(days):
        ahead, desks = chance.randrange(1, 25), chance.randrange(1, 5)
        told = expect([(turn, "A") for turn in range(ahead)], [Desk(A)] * desks, {"A": pace(8, [])}).joining[
            "A"
        ]
        free = [0.0] * desks
        for _ in range(ahead):
            free.sort()
            free[0] += chance.gammavariate(2.8, 8 / 2.8)
        inside += told.least <= min(free) <= told.most

    assert inside / days >= 0.75
