"""見本の歴史: the days of a made-up town, with growth, weekdays, holidays, seasons and the rush around a new 年度."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp
from random import Random

from services.dashboard.rules import invented_rooms
from services.dashboard.rules.invented_courses import SCREEN, Courses
from services.dashboard.rules.invented_rooms import Lot, Place

# How busy a counter is from Monday to Sunday, and how busy somebody at a telephone screen is.
_COUNTER_WEEK = (1.35, 1.05, 1.0, 0.95, 1.15, 0.0, 0.0)
_SCREEN_WEEK = (1.1, 1.0, 1.0, 1.0, 1.0, 0.9, 1.05)
# January to December: people move in March and April.
_SEASON = (0.95, 0.95, 1.6, 1.5, 1.0, 0.95, 0.95, 0.85, 0.95, 0.95, 0.9, 0.9)
# Of what is asked for on a screen so much comes by each way of doing so.
_SCREENS: Mapping[str, float] = {"online": 0.8, "line": 0.1, "myna": 0.07, "prefecture": 0.03}
# Of the rest so much comes by each of the older ways.
_OLDER: Mapping[str, float] = {"window": 0.35, "paper": 0.5, "post": 0.1, "telephone": 0.05}


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
class Span:
    """The days that are made up, and on which of them the counters are closed."""

    first: date
    last: date
    closed: Callable[[date], bool]

    @property
    def days(self) -> Sequence[date]:
        """Each of them."""
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    def counter(self, day: date) -> float:
        """How busy the counters are."""
        return 0.0 if self.closed(day) else _busy(day, _COUNTER_WEEK)


def lots(
    trades: Sequence[Trade], place: Place, span: Span, filings: int, chance: Random
) -> Iterator[tuple[date, Sequence[Lot]]]:
    """The lines of each day, equal ones together, with as many filings as wished for in all of them."""
    days, courses = span.days, Courses.drawn(chance)
    weights = [span.counter(day) + _busy(day, _SCREEN_WEEK) for day in days]
    whole, so_far = sum(weights), 0.0
    for number, (day, weight) in enumerate(zip(days, weights, strict=True)):
        # What is rounded off on one day is made up for on the next, so that the sum is what was wished for.
        many = round(filings * (so_far + weight) / whole) - round(filings * so_far / whole)
        so_far += weight
        grown = number / max(1, len(days) - 1)
        open_today = not span.closed(day)
        yield (
            day,
            [
                *_requests(trades, day, many, span, courses, chance),
                *(
                    invented_rooms.hall(place, day, many, _SEASON[day.month - 1], chance)
                    if open_today
                    else ()
                ),
                *invented_rooms.talk(place, day, many, grown, chance),
                *invented_rooms.bookings(place, day, many, chance),
            ],
        )


def _busy(day: date, week: Sequence[float]) -> float:
    # The first and the last days of a year stand still.
    still = 0.1 if (day.month, day.day) in ((1, 1), (1, 2), (1, 3), (12, 29), (12, 30), (12, 31)) else 1.0
    return week[day.weekday()] * _SEASON[day.month - 1] * still


def _requests(
    trades: Sequence[Trade], day: date, many: int, span: Span, courses: Courses, chance: Random
) -> Iterator[Lot]:
    screen, counter = _busy(day, _SCREEN_WEEK), span.counter(day)
    slots: list[tuple[Trade, str]] = []
    weights: list[float] = []
    for trade in trades:
        for channel, share in _shares(trade, day):
            slots.append((trade, channel))
            weights.append(trade.weight * share * (screen if channel in SCREEN else counter))
    if not many or not any(weights):
        return
    for (trade, channel), count in Counter(chance.choices(slots, weights, k=many)).items():
        if channel == "online":
            yield from courses.funnel(trade.key, trade.steps, trade.division, day, count)
        yield from courses.run((trade.key, channel, trade.division), day, span.last, count, chance)


def _shares(trade: Trade, day: date) -> Iterator[tuple[str, float]]:
    """By which ways a procedure is asked for on a day: slowly, then quickly, then slowly onto the screen."""
    moved = trade.reach / (1 + exp(-(day - trade.turn).days / 160))
    yield from ((channel, moved * share) for channel, share in _SCREENS.items() if moved)
    yield from ((channel, (1 - moved) * share) for channel, share in _OLDER.items())
    if trade.konbini:
        yield "konbini", moved * 0.4
