"""The draw: the same for the same seed, blind to names and to the order of entry, without overlap and without waste."""

import ast
import json
import random
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from portal import draw
from tests.portal.draw import rounds
from tests.portal.draw.rounds import ENTROPY, SECRET, a_round, person

SLOT = [[1, 10, 12]]
CHANCE = random.Random(3)  # noqa: S311 (any order will do)


def drawn(round_: dict[str, Any], entropy: str = ENTROPY) -> dict[str, Any]:
    return draw.drawn(round_, SECRET, entropy)


def test_the_same_seed_gives_the_same_bytes() -> None:
    once, again = (json.dumps(drawn(rounds.by_chance(1, 50, 4))) for _ in range(2))

    assert once == again


def test_another_public_number_gives_another_order() -> None:
    round_ = rounds.by_chance(1, 50, 4)

    assert drawn(round_)["order"] != drawn(round_, "38,123.46")["order"]


def test_the_order_of_entry_is_irrelevant() -> None:
    round_ = rounds.by_chance(2, 40, 4)
    mixed = {**round_, "entries": CHANCE.sample(round_["entries"], 40)}

    assert drawn(mixed) == drawn(round_)


def test_numbers_and_names_of_wishes_carry_no_weight() -> None:
    round_ = rounds.by_chance(4, 40, 4)
    names = [one["who"] for one in round_["entries"]]
    other = dict(zip(names, CHANCE.sample(names, 40), strict=True))
    place = {who: at for at, who in enumerate(CHANCE.sample(names, 40))}
    renamed = [{**one, "who": other[one["who"]]} for one in round_["entries"]]

    plain = draw.allot(
        round_["entries"],
        draw.Taken([]),
        3,
        lambda asking, _: sorted(asking, key=lambda one: place[one["who"]]),
    )
    back = {new: old for old, new in other.items()}
    after = draw.allot(
        renamed, draw.Taken([]), 3, lambda asking, _: sorted(asking, key=lambda one: place[back[one["who"]]])
    )

    assert after[0] == [[other[who] for who in order] for order in plain[0]]
    kinds = {other[who]: [told[0] for told in results] for who, results in plain[1].items()}
    assert {who: [told[0] for told in results] for who, results in after[1].items()} == kinds


def test_each_pass_gives_everybody_at_most_one() -> None:
    round_ = drawn(rounds.by_chance(7, 60, 5))

    for number in range(1, len(round_["order"]) + 1):
        who = [who for who, _ in rounds.winners(round_, number)]
        assert len(who) == len(set(who))


def test_a_better_tier_stands_before_every_ticket() -> None:
    people = [person(f"K{number}", SLOT, tier=int(number > 0)) for number in range(30)]

    assert rounds.winners(drawn(a_round(*people))) == [("K0", 0)]


def test_more_tickets_help_and_the_lowest_counts() -> None:
    seed = "ab" * 32
    many = [draw.ticket_of(seed, "r", 1, "K1", tickets) for tickets in range(1, 6)]

    assert many == sorted(many, reverse=True)
    assert many[-1] < many[0]


def test_nobody_wins_more_than_the_cap_and_the_rest_is_lost_for_that_reason() -> None:
    round_ = drawn(a_round(person("K1", *([[space, 0, 2]] for space in range(5))), cap=2))

    told = [kind for kind, _, _ in round_["results"]["K1"]]
    assert told == ["won", "won", "cap", "cap", "cap"]


def test_a_lost_wish_names_who_won_and_in_which_pass() -> None:
    round_ = drawn(a_round(person("K1", SLOT), person("K2", SLOT)))
    first, second = round_["order"][0]

    assert round_["results"] == {first: [["won", first, 1]], second: [["taken", first, 1]]}


def test_a_wish_that_overlaps_ones_own_win_is_lost_to_oneself() -> None:
    hall, half = [[1, 10, 12], [2, 10, 12]], [[2, 11, 13]]

    assert drawn(a_round(person("K1", hall, half)))["results"]["K1"][1] == ["own", "K1-1", 1]


def test_what_is_taken_from_the_start_is_not_offered() -> None:
    assert drawn(a_round(person("K1", SLOT), taken=[[1, 11, 20]]))["results"]["K1"] == [["closed", "", 0]]


def test_ranges_that_only_touch_are_both_won() -> None:
    assert len(rounds.winners(drawn(a_round(person("K1", SLOT), person("K2", [[1, 12, 14]]))))) == 2


def _minutes(claims: list[list[int]]) -> set[tuple[int, int]]:
    return {(space, slot) for space, first, end in claims for slot in range(first, end)}


def plainly(round_: dict[str, Any], orders: list[list[str]]) -> set[tuple[str, str, int]]:
    """The draw by brute force: sets of slots, people in the order told, who wins what in which pass."""
    taken, won = _minutes(round_["taken"]), set[tuple[str, str, int]]()
    people = {one["who"]: one["wishes"] for one in round_["entries"]}
    for number, order in enumerate(orders, 1):
        for who in order:
            mine = {wish for one, wish, _ in won if one == who}
            if len(mine) >= round_["rules"]["cap"]:
                continue
            for wish in people[who]:
                slots = _minutes(wish["claims"])
                if wish["wish"] not in mine and not slots & taken:
                    taken |= slots
                    won.add((who, wish["wish"], number))
                    break
    return won


CLAIM = st.tuples(st.integers(0, 2), st.integers(0, 12), st.integers(1, 6)).map(
    lambda told: [told[0], told[1], told[1] + told[2]]
)
WISH = st.lists(CLAIM, min_size=1, max_size=3).map(draw.merged)
PEOPLE = st.lists(
    st.tuples(st.lists(WISH, max_size=5), st.integers(0, 2), st.integers(1, 3)), max_size=9
).map(
    lambda people: [
        person(f"K{number}", *wishes, tier=tier, tickets=tickets)
        for number, (wishes, tier, tickets) in enumerate(people)
    ]
)


@given(
    people=PEOPLE,
    cap=st.integers(1, 4),
    taken=st.lists(CLAIM, max_size=3).map(draw.merged),
    entropy=st.text(),
)
def test_it_agrees_with_brute_force_overlaps_nothing_and_wastes_nothing(
    people: list[dict[str, Any]], cap: int, taken: list[list[int]], entropy: str
) -> None:
    round_ = drawn(a_round(*people, cap=cap, taken=taken), entropy)

    wishes = {
        (one["who"], wish["wish"]): wish["claims"] for one in round_["entries"] for wish in one["wishes"]
    }
    names = {one["who"]: [wish["wish"] for wish in one["wishes"]] for one in round_["entries"]}
    won = {
        (who, names[who][place], told[2])
        for who, results in round_["results"].items()
        for place, told in enumerate(results)
        if told[0] == "won"
    }
    assert won == plainly(round_, round_["order"])
    given_out = [_minutes(wishes[who, wish]) for who, wish, _ in won] + [_minutes(taken)]
    full = set[tuple[int, int]]().union(*given_out)
    assert len(full) == sum(len(slots) for slots in given_out)
    for (who, wish), claims in wishes.items():
        wins = sum(one == who for one, _, _ in won)
        has = any((one, other) == (who, wish) for one, other, _ in won)
        assert has or wins == cap or _minutes(claims) & full
    assert all(right for right, _ in draw.verify(round_))


def test_it_runs_on_python_3_8_with_the_standard_library_alone() -> None:
    tree = ast.parse(Path(draw.__file__).read_text(), feature_version=(3, 8))

    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    from_ = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported | from_ == {"__future__", "bisect", "gc", "hashlib", "hmac", "json", "sys", "typing"}
