"""Rounds to draw: built plainly, by chance from a seed, and large."""

import random
from typing import Any

from portal import draw

SECRET = "5f" * 32
ENTROPY = "日経平均株価 38,123.45"


def person(who: str, *wishes: list[list[int]], tier: int = 0, tickets: int = 1) -> dict[str, Any]:
    named = [{"wish": f"{who}-{place}", "claims": claims} for place, claims in enumerate(wishes, 1)]
    return {"who": who, "tier": tier, "tickets": tickets, "wishes": named}


def a_round(
    *people: dict[str, Any], cap: int = 2, taken: list[list[int]] | None = None, name: str = "見本"
) -> dict[str, Any]:
    return {
        "format": draw.FORMAT, "round": name, "rules": {"cap": cap}, "commitment": draw.commitment_of(SECRET),
        "entropy_named": "2026年12月1日の日経平均株価の終値", "taken": taken or [], "entries": list(people),
    }  # fmt: skip


def by_chance(
    seed: int, people: int, wishes: int, spaces: int = 3, slots: int = 30, cap: int = 3
) -> dict[str, Any]:
    """People with wishes of several lengths, some for two spaces at once, as a whole hall is."""
    chance = random.Random(seed)  # noqa: S311 (a planted round, the same every time)

    def claims() -> list[list[int]]:
        first = chance.randrange(slots)
        one = chance.randrange(spaces - 1)
        both = chance.random() < 0.2
        end = first + chance.choice((2, 3, 6))
        return [[space, first, end] for space in ((one, one + 1) if both else (one,))]

    made = [
        person(f"K{number:05}", *(claims() for _ in range(wishes)), tier=chance.choice((0, 0, 1)))
        for number in range(people)
    ]
    return a_round(*made, cap=cap, taken=[[0, 4, 6]])


def big(people: int = 20_000) -> dict[str, Any]:
    """The round of the yardstick: ten wishes each, forty spaces, a month of five-minute steps."""
    return by_chance(people, people, 10, spaces=40, slots=9_000, cap=4)


def winners(round_: dict[str, Any], number: int | None = None) -> list[tuple[str, int]]:
    """Who won which of the own wishes, in one pass or in all."""
    return [
        (who, place)
        for who, told in round_["results"].items()
        for place, (kind, _, passed) in enumerate(told)
        if kind == "won" and number in (None, passed)
    ]
