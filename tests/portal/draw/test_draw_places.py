"""Places that are alike: a party has them all or none, nobody is passed over who would fit, and anybody can verify it."""

import random
from typing import Any

import pytest

from portal import draw
from tests.portal.draw.rounds import ENTROPY, SECRET, a_round

CHANCE = random.Random(5)  # noqa: S311 (a planted round, the same every time)


def party(who: str, people: int) -> dict[str, Any]:
    return {
        "who": who, "tier": 0, "tickets": 1, "wishes": [{"wish": f"{people}", "claims": [[0, 0, people]]}],
    }  # fmt: skip


def a_course(*people: dict[str, Any], places: int, taken: int = 0) -> dict[str, Any]:
    had = [[0, 0, taken]] if taken else []
    return {
        **a_round(*people, cap=1, taken=had),
        "format": draw.PLACES,
        "rules": {"cap": 1, "places": [places]},
    }


def in_it(drawn: dict[str, Any]) -> set[str]:
    return {who for who, told in drawn["results"].items() if told[0][0] == "won"}


def test_a_party_has_all_its_places_or_none_and_nobody_who_fits_is_passed_over() -> None:
    sizes = {f"K{number:02}": CHANCE.choice((1, 1, 2, 3, 4)) for number in range(40)}
    made = draw.drawn(a_course(*(party(*one) for one in sizes.items()), places=16, taken=2), SECRET, ENTROPY)

    left = 14
    for who in made["order"][0]:
        assert (who in in_it(made)) == (sizes[who] <= left)
        left -= sizes[who] if who in in_it(made) else 0
    assert left >= 0


def test_everybody_has_a_place_where_there_are_enough() -> None:
    made = draw.drawn(a_course(party("A", 3), party("B", 2), places=5), SECRET, ENTROPY)

    assert in_it(made) == {"A", "B"}


def test_it_is_verified_as_every_draw_and_a_place_that_was_slipped_in_is_found() -> None:
    made = draw.drawn(a_course(*(party(f"K{one}", 1) for one in range(9)), places=4), SECRET, ENTROPY)
    assert all(right for right, _ in draw.verify(made))
    loser = next(who for who in made["results"] if who not in in_it(made))
    assert "席が残っていません" in draw.explain(made, loser)[0]

    made["results"][loser] = [["won", loser, 1]]

    assert [name for right, name in draw.verify(made) if not right] == ["結果 / results"]


def test_a_file_that_names_places_and_another_kind_is_no_round() -> None:
    course = a_course(party("A", 1), places=2)

    with pytest.raises(ValueError, match="format"):
        draw.drawn({**course, "format": draw.FORMAT}, SECRET, ENTROPY)
    with pytest.raises(ValueError, match="places"):
        draw.drawn({**course, "rules": {"cap": 1, "places": [-1]}}, SECRET, ENTROPY)


def test_luck_is_even_for_people_who_come_alone() -> None:
    """A corrected chi-square over 300 draws, 19 degrees of freedom: 43.8 is one chance in a thousand."""
    won = dict.fromkeys((f"K{one:02}" for one in range(20)), 0)
    for number in range(300):
        course = {**a_course(*(party(who, 1) for who in won), places=5), "round": f"見本{number}"}
        for who in in_it(draw.drawn(course, SECRET, ENTROPY)):
            won[who] += 1

    expected, chance = 300 * 0.25, 0.25
    square = sum((one - expected) ** 2 for one in won.values()) / (expected * (1 - chance)) * 19 / 20
    assert square < 43.8
