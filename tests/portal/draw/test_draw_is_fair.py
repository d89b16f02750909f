"""The draw is fair: corrected chi-square over 300 rounds, no gain from many wishes, and no luck that stays with somebody."""

import statistics
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from portal import draw
from tests.portal.draw.rounds import SECRET, a_round, person, winners

PEOPLE, PLACES, ROUNDS = 20, 5, 300
# Chi-square with 19 degrees of freedom is above this once in a thousand times.
LIMIT = 43.8
Order = Callable[[list[Any], int], list[Any]]


def of_one_wish(number: int) -> dict[str, Any]:
    """Twenty equal people, each asking for any of five equal places in the same order."""
    places = [[[space, 0, 2]] for space in range(PLACES)]
    return a_round(*(person(f"K{who:02}", *places) for who in range(PEOPLE)), cap=1, name=f"r{number}")


def drawn_rounds() -> list[set[str]]:
    """Who won in each round, by the draw itself."""
    return [
        {who for who, _ in winners(draw.drawn(of_one_wish(number), SECRET, str(number)))}
        for number in range(ROUNDS)
    ]


def rounds_by_a_lasting_order() -> list[set[str]]:
    """The same by a planted draw that prefers some numbers for ever, as sorting by an account's id does."""
    won = []
    for number in range(ROUNDS):
        _, results = draw.allot(of_one_wish(number)["entries"], draw.Taken([]), 1, lambda asking, _: asking)
        won.append({who for who, told in results.items() if "won" in {kind for kind, _, _ in told}})
    return won


def chi_square(won: list[set[str]]) -> float:
    """Corrected for places that go to different people in one round."""
    counts, p = Counter(who for one in won for who in one), PLACES / PEOPLE
    expected = ROUNDS * p
    apart = sum((counts[f"K{who:02}"] - expected) ** 2 for who in range(PEOPLE))
    return apart / (ROUNDS * p * (1 - p)) * (PEOPLE - 1) / PEOPLE


def lasting(won: list[set[str]]) -> float:
    """Correlation of who won in one round with who won in the next."""
    names = [f"K{who:02}" for who in range(PEOPLE)]
    before = [float(name in one) for one in won[:-1] for name in names]
    after = [float(name in one) for one in won[1:] for name in names]
    return statistics.correlation(before, after)


@pytest.fixture(scope="module")
def won() -> list[set[str]]:
    return drawn_rounds()


def test_every_round_gives_all_places_away(won: list[set[str]]) -> None:
    assert {len(one) for one in won} == {PLACES}


def test_nobody_wins_more_often_than_chance_allows(won: list[set[str]]) -> None:
    assert chi_square(won) < LIMIT


def test_luck_does_not_last_from_round_to_round(won: list[set[str]]) -> None:
    # 5,980 pairs: a correlation of chance stays within 0.04 in 99.8 of 100 runs, and the seeds are fixed.
    assert abs(lasting(won)) < 0.04


def test_a_draw_whose_luck_lasts_is_found_out() -> None:
    planted = rounds_by_a_lasting_order()

    assert {len(one) for one in planted} == {PLACES}
    assert chi_square(planted) > LIMIT
    assert lasting(planted) > 0.9


def first_passes(tickets: int) -> Counter[str]:
    """Who won the first pass how often: one place that everybody wants, which one of 21 wants in ten lengths."""
    firsts: Counter[str] = Counter()
    for number in range(ROUNDS):
        flooder = person("K00", *([[1, 0, 2 + more]] for more in range(10)), tickets=tickets)
        others = [person(f"K{who:02}", [[1, 0, 2]]) for who in range(1, 21)]
        round_ = draw.drawn(a_round(flooder, *others, cap=10, name=f"r{number}"), SECRET, "x")
        firsts.update(who for who, _ in winners(round_, 1))
    return firsts


def test_ten_wishes_win_no_more_first_passes_than_one() -> None:
    firsts = first_passes(1)

    assert firsts.total() == ROUNDS
    assert firsts["K00"] <= max(firsts[f"K{who:02}"] for who in range(1, 21))


def test_a_draw_with_a_ticket_for_each_wish_is_found_out() -> None:
    firsts = first_passes(10)

    # A hundred instead of fourteen.
    assert firsts["K00"] > 3 * max(firsts[f"K{who:02}"] for who in range(1, 21))


def test_ten_wishes_for_ten_places_win_one_in_the_first_pass() -> None:
    slots = [[[1, 2 * slot, 2 * slot + 2]] for slot in range(10)]
    others = [person(f"K{who:02}", slots[who % 10]) for who in range(1, 41)]
    for number in range(ROUNDS // 10):
        round_ = draw.drawn(a_round(person("K00", *slots), *others, cap=10, name=f"r{number}"), SECRET, "x")

        assert sum(who == "K00" for who, _ in winners(round_, 1)) <= 1


@pytest.mark.parametrize("place", range(6))
def test_adding_wishes_wins_no_listed_slot_in_the_first_pass_that_was_not_won_without(place: int) -> None:
    mine = [[[1, 0, 2]], [[2, 0, 2]]]
    more = [*mine, [[3, 0, 2]], [[1, 1, 3], [2, 1, 3]], [[4, 0, 2]]]
    others = [person(f"K{who}", [[1, 0, 2]], [[2, 0, 2]], [[3, 0, 2]]) for who in range(1, 6)]

    def first_pass(wishes: list[list[list[int]]]) -> list[Any]:
        people = [person("K0", *wishes), *others]
        order = [*(one["who"] for one in others[:place]), "K0", *(one["who"] for one in others[place:])]
        _, results = draw.allot(
            people,
            draw.Taken([]),
            5,
            lambda asking, _: sorted(asking, key=lambda one: order.index(one["who"])),
        )
        return [told[0] == "won" and told[2] == 1 for told in results["K0"]]

    assert first_pass(more)[: len(mine)] == first_pass(mine)
