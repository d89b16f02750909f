"""見本の歴史: the days of a made-up town, with growth, weekdays, seasons and the rush around a new 年度."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp
from random import Random

from portal.kinds import Kind

# How busy a counter is from Monday to Sunday, and how busy somebody at a telephone screen is.
_COUNTER_WEEK = (1.35, 1.05, 1.0, 0.95, 1.15, 0.0, 0.0)
_SCREEN_WEEK = (1.1, 1.0, 1.0, 1.0, 1.0, 0.9, 1.05)
# January to December: people move in March and April.
_SEASON = (0.95, 0.95, 1.6, 1.5, 1.0, 0.95, 0.95, 0.85, 0.95, 0.95, 0.9, 0.9)
_SCREEN = ("online", "konbini", "myna")
_CHANNELS = ("online", "window", "paper", "post", "telephone", "konbini")
_HOURS = tuple(zip(range(9, 17), (6, 9, 10, 7, 6, 8, 6, 3), strict=True))
_METHODS = ("cash", "card", "konbini")
_METHOD_WEIGHTS = (8.0, 0.6, 0.4)
_LOST = (0.86, 0.9, 0.8, 0.93)

Line = tuple[str, str, str, str, date, int, float | None]


@dataclass(frozen=True)
class Trade:
    """A procedure of the made-up town: whose it is, how much it is asked for, how far along it moves."""

    key: str
    division: str
    weight: float
    steps: tuple[str, ...]
    # The share that is asked for on a screen in the end, and the day in the middle of that change.
    reach: float
    turn: date
    konbini: bool = False


@dataclass(frozen=True)
class Place:
    """What else is counted besides procedures."""

    bands: Sequence[tuple[str, str]]
    buildings: Sequence[tuple[str, str]]
    matters: Sequence[str]


def lines(
    trades: Sequence[Trade], place: Place, first: date, last: date, filings: int, chance: Random
) -> Iterator[list[Line]]:
    """The lines of each day, as many filings as wished for in all of them."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    weights = [_busy(day, _COUNTER_WEEK) + _busy(day, _SCREEN_WEEK) for day in days]
    for number, (day, weight) in enumerate(zip(days, weights, strict=True)):
        many = round(filings * weight / sum(weights))
        grown = number / max(1, len(days) - 1)
        done = _filed(trades, day, many, chance)
        yield [
            *_requests(done, day, last, chance),
            *_hall(place, day, many, chance),
            *_talk(place, day, many, grown, chance),
            *_rooms(place, day, many, chance),
        ]


def _busy(day: date, week: Sequence[float]) -> float:
    # The first and the last days of a year stand still.
    still = 0.1 if (day.month, day.day) in ((1, 1), (1, 2), (1, 3), (12, 29), (12, 30), (12, 31)) else 1.0
    return week[day.weekday()] * _SEASON[day.month - 1] * still


def _filed(trades: Sequence[Trade], day: date, many: int, chance: Random) -> Counter[tuple[Trade, str]]:
    slots, weights = [], []
    for trade in trades:
        moved = trade.reach / (1 + exp(-(day - trade.turn).days / 160))
        shares = {
            "online": moved, "konbini": moved * 0.4 if trade.konbini else 0.0, "window": (1 - moved) * 0.35,
            "paper": (1 - moved) * 0.5, "post": (1 - moved) * 0.1, "telephone": (1 - moved) * 0.05,
        }  # fmt: skip
        for channel in _CHANNELS:
            week = _SCREEN_WEEK if channel in _SCREEN else _COUNTER_WEEK
            slots.append((trade, channel))
            weights.append(trade.weight * shares[channel] * _busy(day, week))
    return Counter(chance.choices(slots, weights, k=many)) if many and any(weights) else Counter()


def _requests(done: Mapping[tuple[Trade, str], int], day: date, last: date, chance: Random) -> Iterator[Line]:
    for (trade, channel), count in done.items():
        slot = (trade.key, channel, trade.division)
        if channel in ("konbini", "paper"):
            # Counted elsewhere and brought in as one figure.
            yield (Kind.COUNTED, *slot, day, count, None)
            continue
        if channel == "online":
            yield from _funnel(trade, day, count)
        for _ in range(count):
            yield (Kind.FILED, *slot, day, 1, None)
            yield from _course(slot, day, last, chance)


def _funnel(trade: Trade, day: date, count: int) -> Iterator[Line]:
    reached = count / 0.97
    for name, left in zip(reversed(trade.steps), (*_LOST, *([0.95] * len(trade.steps))), strict=False):
        yield (Kind.STEP, f"{trade.key}/{name}", "online", trade.division, day, round(reached), None)
        reached /= left
    yield (Kind.STARTED, trade.key, "online", trade.division, day, round(reached), None)
    yield (Kind.VIEWED, trade.key, "online", trade.division, day, round(reached * 3.4) + 1, None)


def _course(slot: tuple[str, str, str], day: date, last: date, chance: Random) -> Iterator[Line]:
    key, channel, division = slot
    luck, end = chance.random(), day + timedelta(days=_length(channel, chance))
    yield (Kind.ACCEPTED, *slot, day, 1, None)
    if luck < (0.05 if channel == "online" else 0.09):
        yield (Kind.CORRECTION, *slot, day, 1, None)
        end += timedelta(days=3)
    elif luck > 0.985:
        yield (Kind.WITHDRAWN, *slot, day, 1, None)
        return
    if end <= last:
        yield (Kind.COMPLETED, *slot, end, 1, float((end - day).days))
    if channel == "window":
        yield (
            Kind.COUNTER_MINUTES,
            "procedures",
            "window",
            division,
            day,
            1,
            round(chance.gammavariate(6, 1.4), 1),
        )
    if luck < 0.6:
        method = "card" if channel == "online" else chance.choices(_METHODS, _METHOD_WEIGHTS)[0]
        yield (Kind.PAID, key, method, division, day, 1, 300.0)


def _length(channel: str, chance: Random) -> int:
    return int(chance.gammavariate(1.5, 2.2 if channel == "online" else 3.4))


def _hall(place: Place, day: date, many: int, chance: Random) -> Iterator[Line]:
    if day.weekday() > 4:
        return
    for key, division in place.bands:
        for hour, weight in _HOURS:
            # A few a day in all: parts of one come true now and then.
            some = many * weight / 55 / 4 / max(1, len(place.bands))
            for _ in range(int(some + chance.random())):
                yield (Kind.TICKET, key, "kiosk", division, day, 1, None)
                if chance.random() < 0.04:
                    yield (Kind.LEFT, key, "kiosk", division, day, 1, None)
                    continue
                wait = round(chance.gammavariate(2, weight * _SEASON[day.month - 1] * 0.8), 2)
                yield (Kind.WAITED, f"{key}/{hour:02}", "kiosk", division, day, 1, wait)
                yield (Kind.SERVED, key, "kiosk", division, day, 1, round(chance.gammavariate(4, 2), 2))


def _talk(place: Place, day: date, many: int, grown: float, chance: Random) -> Iterator[Line]:
    for channel in ("chat", "line"):
        for _ in range(int(many * 0.03 * (0.4 + grown) + chance.random())):
            key = chance.choice(place.matters) if place.matters else ""
            yield (Kind.ASKED, key, channel, "", day, 1, None)
            if chance.random() > 0.8 + 0.12 * grown:
                yield (Kind.UNANSWERED, "", channel, "", day, 1, None)
                continue
            yield (Kind.ANSWERED, key, channel, "", day, 1, None)
            if chance.random() < 0.3:
                yield (Kind.VOTED, key, channel, "", day, 1, float(chance.random() < 0.7 + 0.14 * grown))
    yield (Kind.FOLLOWED, "friend", "line", "", day, round(many * 0.006) + 4, None)
    yield (Kind.UNFOLLOWED, "friend", "line", "", day, round(many * 0.001) + 1, None)


def _rooms(place: Place, day: date, many: int, chance: Random) -> Iterator[Line]:
    for key, division in place.buildings:
        booked = round(many * 0.02 * chance.uniform(0.6, 1.4) / max(1, len(place.buildings))) + 1
        yield (
            Kind.BOOKED,
            key,
            "online" if chance.random() < 0.6 else "counter",
            division,
            day,
            booked,
            None,
        )
        yield (Kind.CHECKED_IN, key, "counter", division, day, round(booked * 0.9), None)
        yield (Kind.CANCELLED, key, "online", division, day, round(booked * 0.08), None)
