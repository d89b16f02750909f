"""Wins that nobody confirmed fall to the next in the published order, without a new draw."""

from typing import Any

import pytest

from portal import draw
from tests.portal.draw.rounds import ENTROPY, SECRET, a_round, by_chance, person, winners

SLOT, OTHER = [[1, 10, 12]], [[2, 10, 12]]


def drawn(*people: dict[str, Any], cap: int = 2) -> dict[str, Any]:
    return draw.drawn(a_round(*people, cap=cap), SECRET, ENTROPY)


def test_a_win_given_up_falls_to_the_next_in_the_published_order() -> None:
    round_ = drawn(*(person(f"K{number}", SLOT) for number in range(5)))
    first, second, third, *_ = round_["order"][0]

    once = draw.falls_to(round_, [], [[first, f"{first}-1"]], [])
    falls = [{"given_up": [[first, f"{first}-1"]], "taken": [], "won": once}]
    again = draw.falls_to(round_, falls, once, [])

    assert once == [[second, f"{second}-1"]]
    assert again == [[third, f"{third}-1"]]


def test_who_has_won_nothing_yet_comes_before_who_has() -> None:
    people = [person(f"K{number}", OTHER if number == 3 else SLOT, SLOT) for number in range(4)]
    round_ = drawn(*people)
    lucky = next(who for who, place in winners(round_) if who != "K3")

    fallen = draw.falls_to(round_, [], [[lucky, f"{lucky}-1"]], [])

    assert [who for who, _ in fallen] == [who for who in round_["order"][0] if who not in {lucky, "K3"}][:1]


def test_what_others_have_taken_meanwhile_does_not_fall() -> None:
    round_ = drawn(person("K1", SLOT), person("K2", SLOT))
    first = round_["order"][0][0]

    assert draw.falls_to(round_, [], [[first, f"{first}-1"]], [[1, 11, 12]]) == []


def test_nothing_falls_to_somebody_at_the_cap() -> None:
    round_ = drawn(person("K1", SLOT, OTHER), person("K2", OTHER, SLOT), cap=1)

    assert draw.falls_to(round_, [], [["K1", winners_wish(round_, "K1")]], []) == []


def winners_wish(round_: dict[str, Any], who: str) -> str:
    place = next(place for one, place in winners(round_) if one == who)
    return f"{who}-{place + 1}"


def test_a_win_that_is_not_ones_own_cannot_be_given_up() -> None:
    round_ = drawn(person("K1", SLOT), person("K2", SLOT))
    second = round_["order"][0][1]

    with pytest.raises(ValueError, match="not in list"):
        draw.falls_to(round_, [], [[second, f"{second}-1"]], [])


def test_falls_are_told_to_their_people_and_checked_by_the_verifier() -> None:
    round_ = draw.drawn(by_chance(11, 60, 4), SECRET, ENTROPY)
    given_up = [[who, f"{who}-{place + 1}"] for who, place in winners(round_)[:6]]
    won = draw.falls_to(round_, [], given_up, [])
    told = {**round_, "falls": [{"given_up": given_up, "taken": [], "won": won}]}

    assert won
    assert all(right for right, _ in draw.verify(told))
    assert any("繰り上げで当選" in line for line in draw.explain(told, won[0][0]))
    assert any("辞退・未確認" in line for line in draw.explain(told, given_up[0][0]))
    other = {**told, "falls": [{"given_up": given_up, "taken": [], "won": won[1:]}]}
    assert [name for right, name in draw.verify(other) if not right] == [
        "繰り上げ / wins that fell to the next"
    ]
