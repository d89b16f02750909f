"""What else a made-up town counts besides procedures: waits at its counters, talks with the answer bot, bookings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from portal.kinds import Kind

Line = tuple[str, str, str, str, date, int, float | None]
# Equal lines, and how many there are of them.
Lot = tuple[Line, int]

_HOURS = tuple(zip(range(9, 17), (6, 9, 10, 7, 6, 8, 6, 3), strict=True))


@dataclass(frozen=True)
class Place:
    """The bands of the counters, the buildings and what the bot knows, each with the division that keeps it."""

    bands: Sequence[tuple[str, str]]
    buildings: Sequence[tuple[str, str]]
    matters: Sequence[str]


def some(share: float, chance: Random) -> int:
    """A whole number for a share of things: parts of one come true now and then."""
    return int(share + chance.random())


def hall(place: Place, day: date, many: int, season: float, chance: Random) -> Iterator[Lot]:
    """Tickets and waits of an open day: longest late in the morning and in the season in which people move."""
    for key, division in place.bands:
        for hour, weight in _HOURS:
            came = some(many * weight / 55 / 4 / len(place.bands), chance)
            left = some(came * 0.04, chance)
            if came:
                yield (Kind.TICKET, key, "kiosk", division, day, 1, None), came
            if left:
                yield (Kind.LEFT, key, "kiosk", division, day, 1, None), left
            for _ in range(came - left):
                wait = round(chance.gammavariate(2, weight * season * 0.8), 2)
                yield (Kind.WAITED, f"{key}/{hour:02}", "kiosk", division, day, 1, wait), 1
                yield (Kind.SERVED, key, "kiosk", division, day, 1, round(chance.gammavariate(4, 2), 2)), 1


def talk(place: Place, day: date, many: int, grown: float, chance: Random) -> Iterator[Lot]:
    """Questions to the answer bot, by both of its doors, that it answers a little better from year to year."""
    for channel in ("chat", "line"):
        for _ in range(some(many * 0.03 * (0.4 + grown), chance)):
            key = chance.choice(place.matters) if place.matters else ""
            yield (Kind.ASKED, key, channel, "", day, 1, None), 1
            if chance.random() > 0.8 + 0.12 * grown:
                yield (Kind.UNANSWERED, "", channel, "", day, 1, None), 1
                continue
            yield (Kind.ANSWERED, key, channel, "", day, 1, None), 1
            if chance.random() < 0.3:
                helped = float(chance.random() < 0.7 + 0.14 * grown)
                yield (Kind.VOTED, key, channel, "", day, 1, helped), 1
    yield (Kind.FOLLOWED, "friend", "line", "", day, round(many * 0.006) + 4, None), 1
    yield (Kind.UNFOLLOWED, "friend", "line", "", day, round(many * 0.001) + 1, None), 1


def bookings(place: Place, day: date, many: int, chance: Random) -> Iterator[Lot]:
    """Bookings of the town's buildings: more at weekends, some given back."""
    busy = 1.4 if day.weekday() > 4 else 0.85
    for key, division in place.buildings:
        booked = 1 + some(many * 0.02 * chance.uniform(0.6, 1.4) * busy / len(place.buildings), chance)
        channel = "online" if chance.random() < 0.6 else "counter"
        yield (Kind.BOOKED, key, channel, division, day, booked, None), 1
        given_back = some(booked * 0.08, chance)
        if given_back:
            yield (Kind.CANCELLED, key, "online", division, day, given_back, None), 1
        came = booked - given_back - some((booked - given_back) * 0.03, chance)
        if came > 0:
            yield (Kind.CHECKED_IN, key, "counter", division, day, came, None), 1
