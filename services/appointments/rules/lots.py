"""A course that is drawn: when one applies, and the list as the draw and everybody who verifies it reads it."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from portal import draw
from portal.opening import TOKYO
from portal.pack.appointments import Bookable, Lot

# One party, its number, and how many they are.
Party = tuple[str, int]


class Stage(StrEnum):
    """Taking applications, waiting for the public number, and drawn with everybody told."""

    OPEN = "open"
    CLOSED = "closed"
    DONE = "done"


def closes(lot: Lot) -> datetime:
    """The moment from which nobody can apply."""
    return datetime.combine(lot.closes, lot.at, TOKYO)


def listed(
    found: Bookable, round_: str, commitment: str, places: tuple[int, int], parties: Sequence[Party]
) -> dict[str, Any]:
    """The list as it is published: `places` are how many there are, and how many of them are taken already."""
    total, taken = places
    named = found.lot.number.say("ja").text if found.lot else ""
    return {
        "format": draw.PLACES,
        "round": round_,
        "rules": {"cap": 1, "places": [total]},
        "commitment": commitment,
        "entropy_named": named,
        "taken": [[0, 0, taken]] if taken else [],
        "entries": [
            {"who": who, "tier": 0, "tickets": 1, "wishes": [_wish(people)]}
            for who, people in sorted(parties)
        ],
    }


def won(drawn: dict[str, Any]) -> frozenset[str]:
    """The numbers of those who have their places."""
    return frozenset(who for who, told in drawn["results"].items() if told[0][0] == "won")


def _wish(people: int) -> dict[str, Any]:
    return {"wish": f"{people}人", "claims": [[0, 0, people]]}
