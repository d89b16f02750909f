"""What a round is: its states, the wishes it takes, and the list as the draw and everybody who verifies it reads it."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from portal import draw
from portal.opening import TOKYO
from portal.pack.buildings import Building, Unit
from portal.slots.values import Claims
from services.reservations.rules import claims, openings

# Somebody who lost so often in a row holds no more tickets for it.
MOST_LOSSES = 3
_MOST_DAYS = 92


class State(StrEnum):
    """Open for wishes (once its day has come), closed with its list fixed, drawn, and over."""

    OPEN = "open"
    CLOSED = "closed"
    DRAWN = "drawn"
    DONE = "done"
    CALLED_OFF = "called_off"


class WinState(StrEnum):
    """Won and not confirmed yet, confirmed, given back, left until it was too late, or taken by the town's own need."""

    WON = "won"
    CONFIRMED = "confirmed"
    GIVEN_UP = "given_up"
    LAPSED = "lapsed"
    BLOCKED = "blocked"


@dataclass(frozen=True)
class Wish:
    """A unit and a time somebody asks for."""

    unit: str
    starts: datetime
    ends: datetime

    @property
    def id(self) -> str:
        """How the wish stands in the published list, for people to read."""
        day = self.starts.astimezone(TOKYO)
        return f"{self.unit} {day:%Y-%m-%d %H:%M}-{self.ends.astimezone(TOKYO):%H:%M}"


@dataclass(frozen=True)
class Listed:
    """One entry as the draw sees it."""

    who: str
    tier: int
    tickets: int
    wishes: Sequence[Wish]
    purpose: str


def tier(*, first: bool, after: bool) -> int:
    """In every pass all of a lower tier are served before the next: groups that the town puts first, the town, the others."""
    return 0 if first else 1 + after


def written(wishes: Iterable[Wish]) -> str:
    """Wishes as they are kept."""
    return json.dumps([[one.unit, one.starts.isoformat(), one.ends.isoformat()] for one in wishes])


def read(text: str) -> tuple[Wish, ...]:
    """Wishes as they were kept."""
    return tuple(
        Wish(unit, datetime.fromisoformat(starts), datetime.fromisoformat(ends))
        for unit, starts, ends in json.loads(text)
    )


def days(first: date, last: date) -> Iterator[date]:
    """Every day of use of a round."""
    return (first + timedelta(days=one) for one in range(min((last - first).days, _MOST_DAYS) + 1))


def spans(unit: Unit) -> tuple[tuple[str, str], ...]:
    """The times of a day that may be wished for: one band, or several that follow one another, first and last key."""
    keys = [band.key for band in unit.bands]
    return tuple((keys[first], last) for first in range(len(keys)) for last in keys[first:])


def wish(building: Building, unit: Unit, day: date, span: tuple[str, str]) -> Wish | None:
    """A wish as it was picked: a unit, a day and the first and last band; None where there are no such bands."""
    first, last = unit.band(span[0]), unit.band(span[1])
    if first is None or last is None or first.start > last.start:
        return None
    return Wish(unit.key, openings.at(day, first.start), openings.at(day, last.end))


def reserved(
    building: Building, units: Iterable[Unit], first: date, last: date, holidays: Any
) -> set[tuple[str, int]]:
    """Every step that a round keeps for the draw: opening hours and what a use takes after them."""
    return {
        (claims.space(building, key), step)
        for unit in units
        for day in days(first, last)
        for opens, closes in openings.openings(building, day, holidays)
        for key in unit.spaces
        for step in claims.slots(building, opens, closes + timedelta(minutes=unit.turnaround))
    }


def taking(building: Building, purpose: str, one: Wish) -> Claims:
    """What a wish takes if it is won."""
    unit = building.unit(one.unit)
    if unit is None:
        raise ValueError(f"{building.key} has no unit {one.unit}")
    return claims.claimed(building, unit, building.purpose(purpose), one.starts, one.ends)


def ranges(steps: Iterable[tuple[str, int]], numbers: Mapping[str, int]) -> list[list[int]]:
    """Steps of named spaces as the draw reads them: ranges of numbered ones."""
    return draw.merged([numbers[name], step, step + 1] for name, step in steps if name in numbers)


def names(building: Building, entries: Iterable[Listed]) -> list[str]:
    """Every space that some wish would take, in the order of its number."""
    return sorted(
        {name for one in entries for wish in one.wishes for name, _ in taking(building, one.purpose, wish)}
    )


def listed(
    building: Building,
    round_id: str,
    rules: Mapping[str, Any],
    commitment: str,
    entropy_named: str,
    entries: Sequence[Listed],
    taken: Iterable[tuple[str, int]],
) -> dict[str, Any]:
    """The list as it is published when a round closes."""
    spaces = names(building, entries)
    numbers = {name: number for number, name in enumerate(spaces)}
    return {
        "format": draw.FORMAT,
        "round": round_id,
        "rules": {**rules, "spaces": spaces, "minutes_a_step": building.raster},
        "commitment": commitment,
        "entropy_named": entropy_named,
        "taken": ranges(taken, numbers),
        "entries": [
            {
                "who": one.who,
                "tier": one.tier,
                "tickets": one.tickets,
                "wishes": [
                    {"wish": wish.id, "claims": ranges(taking(building, one.purpose, wish), numbers)}
                    for wish in one.wishes
                ],
            }
            for one in sorted(entries, key=lambda one: one.who)
        ],
    }
