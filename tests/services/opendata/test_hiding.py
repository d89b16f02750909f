"""No small count can be read or worked out of what is published, whoever tries."""

import random
from collections.abc import Mapping

from services.opendata.rules.hiding import LEAST, hide, hide_together

SEED = 8


def tables(count: int) -> list[dict[str, int]]:
    """Made-up months of one procedure: a few ways, most of them small."""
    dice = random.Random(SEED)  # noqa: S311 (it plays, it protects nothing)
    return [
        {f"way{at}": dice.choice((0, 1, 1, 2, 2, 3, 4, 7, 60)) for at in range(dice.randint(1, 6))}
        for _ in range(count)
    ]


def solutions(ways: Mapping[str, int]) -> dict[str, set[int]]:
    """What each hidden count can be for somebody who knows the rule and tries every other month that looks the same."""
    shown, total = hide(ways)
    hidden = [name for name, count in shown.items() if count is None]
    found: dict[str, set[int]] = {name: set() for name in hidden}
    for number in range(2 ** len(hidden)):
        tried = {**ways, **{name: 1 + (number >> at & 1) for at, name in enumerate(hidden)}}
        if hide(tried) == (shown, total):
            for name in hidden:
                found[name].add(tried[name])
    return found


def test_no_count_of_one_or_two_is_published() -> None:
    for ways in tables(3000):
        shown, total = hide(ways)

        assert [count for count in (*shown.values(), total) if count is not None and 0 < count < LEAST] == []


def test_nobody_can_solve_for_a_hidden_count() -> None:
    assert any(solutions(ways) for ways in tables(50))
    for ways in tables(3000):
        assert all(found == {1, 2} for found in solutions(ways).values()), ways


def test_a_sum_of_counts_that_are_all_told_is_told() -> None:
    assert hide({"online": 12, "window": 3, "post": 0}) == ({"online": 12, "window": 3, "post": 0}, 15)


def test_a_sum_with_a_hidden_count_is_hidden_with_it() -> None:
    assert hide({"online": 500, "post": 1}) == ({"online": 500, "post": None}, None)


def test_a_small_sum_is_hidden_with_its_parts_also_where_corrections_make_it() -> None:
    assert hide({"online": 5, "post": -4, "line": 0}) == ({"online": None, "post": None, "line": 0}, None)


def test_counts_that_depend_on_one_another_are_told_together_or_not_at_all() -> None:
    assert hide_together({"yes": 40, "no": 2}) == {"yes": None, "no": None}
    assert hide_together({"yes": 40, "no": 0}) == {"yes": 40, "no": 0}
