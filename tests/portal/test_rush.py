"""Places in a rush: by lot for whoever was there before, in turn for whoever came later, and nobody in two places."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from portal.opening import TOKYO
from portal.rush import EARLY, LASTS, SETTLED, Phase, Rush, Ticket, place, shuffled, standing

NINE = datetime(2026, 12, 1, 9, tzinfo=TOKYO)
RUSH = Rush("reservations/kawabe/2027-02", NINE)
KEY = b"\x09" * 32
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 16, 17, 100, 1000, 1025])
def test_everybody_has_a_place_of_their_own(count: int) -> None:
    places = [shuffled(number, count, KEY) for number in range(count)]

    assert sorted(places) == list(range(count))


def test_another_rush_has_another_order() -> None:
    orders = {tuple(shuffled(number, 50, bytes([key]) * 32) for number in range(50)) for key in range(20)}

    assert len(orders) == 20


@pytest.mark.parametrize("count", [5, 20, 33])
def test_whoever_comes_first_of_those_before_is_no_better_off(count: int) -> None:
    rounds = 2000
    found = Counter(shuffled(0, count, key.to_bytes(32)) for key in range(1, rounds + 1))

    expected = rounds / count
    statistic = sum((found[at] - expected) ** 2 / expected for at in range(count))

    # The 0.1 % threshold of chi-squared with count - 1 degrees of freedom.
    assert statistic < {5: 18.47, 20: 43.82, 33: 62.49}[count]


def test_neighbours_in_the_queue_are_not_neighbours_in_the_lot() -> None:
    rounds, count = 2000, 20

    together = sum(
        abs(shuffled(3, count, key.to_bytes(32)) - shuffled(4, count, key.to_bytes(32))) == 1
        for key in range(1, rounds + 1)
    )

    # Two out of twenty stand side by side with probability 1/10.
    assert 140 < together < 260


def test_whoever_comes_later_is_behind_everybody_who_was_there() -> None:
    before = {place(RUSH, Ticket(early=True, number=number), 7, KEY) for number in range(7)}

    assert before == set(range(7))
    assert [place(RUSH, Ticket(early=False, number=number), 7, KEY) for number in range(3)] == [7, 8, 9]


def test_nobody_is_told_a_place_before_the_opening() -> None:
    def never() -> int:
        raise AssertionError("asked how many there are")

    it = standing(RUSH, Ticket(early=True, number=0), NINE - 60 * SECOND, 10, never, KEY)

    assert it.phase is Phase.BEFORE
    assert it.wait == 60 * SECOND + SETTLED


def test_so_many_a_second_are_let_in_in_their_order() -> None:
    late = [Ticket(early=False, number=number) for number in range(40)]
    begins = NINE + SETTLED

    for seconds in range(5):
        now = begins + seconds * SECOND
        through = [standing(RUSH, one, now, 10, lambda: 0, KEY).phase is Phase.THROUGH for one in late]
        assert through == [True] * (10 * seconds) + [False] * (40 - 10 * seconds)


def test_the_wait_that_is_told_is_the_wait() -> None:
    ticket, begins = Ticket(early=False, number=25), NINE + SETTLED

    it = standing(RUSH, ticket, begins, 10, lambda: 0, KEY)

    assert it.ahead == 25
    assert standing(RUSH, ticket, begins + it.wait, 10, lambda: 0, KEY).phase is Phase.THROUGH
    assert standing(RUSH, ticket, begins + it.wait - SECOND, 10, lambda: 0, KEY).phase is Phase.WAITING


def test_the_room_stands_from_half_an_hour_before_for_some_hours() -> None:
    moments = [NINE - EARLY - SECOND, NINE - EARLY, NINE + LASTS - SECOND, NINE + LASTS]

    assert [RUSH.holds(moment) for moment in moments] == [False, True, True, False]


def test_a_number_counted_after_the_places_were_told_is_behind_all() -> None:
    assert place(RUSH, Ticket(early=True, number=7), 7, KEY) == 7
