"""六曜: the six days that follow one another by the old calendar, which Japan reckons by the sky over 135° east.

A month begins on the day of a new moon; the month in which the sun passes a 中気 has its number, winter solstice in the
eleventh. Between two winters with thirteen months the first without a 中気 bears the number before it again (閏月). In
2033 no way of counting keeps every older rule; this one gives 閏11月, as the calendar makers' association
(日本カレンダー暦文化振興協会) advised in 2015.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise

from portal.opening import TOKYO
from services.crematorium.rules import sky

# The years for which every month was compared with another reckoning: see tests/services/crematorium/rules.
FIRST, LAST = 2024, 2045
_DAY = timedelta(days=1)


class Rokuyo(IntEnum):
    """The six, by what is left of month + day divided by six."""

    TAIAN = 0
    SHAKKO = 1
    SENSHO = 2
    TOMOBIKI = 3
    SENBU = 4
    BUTSUMETSU = 5


@dataclass(frozen=True)
class Month:
    """One month of the old calendar: its first day, its number, and whether it bears it a second time."""

    begins: date
    number: int
    leap: bool


def of(day: date) -> Rokuyo:
    """Which of the six a day is."""
    month = month_of(day)
    return Rokuyo((month.number + (day - month.begins).days + 1) % 6)


def is_tomobiki(day: date) -> bool:
    """友引: many crematoria rest."""
    return of(day) is Rokuyo.TOMOBIKI


def month_of(day: date) -> Month:
    """The month of the old calendar in which a day lies."""
    found = [one for one in (*_winter(day.year), *_winter(day.year + 1)) if one.begins <= day]
    return found[-1]


@lru_cache(maxsize=64)
def _winter(year: int) -> tuple[Month, ...]:
    """The months from the one of the winter solstice of the year before up to that of a year's own."""
    first, last = _solstice_month(year - 1), _solstice_month(year)
    begins = [_begin(number) for number in range(first, last + 1)]
    leap = last - first == 13
    months: list[Month] = []
    number = 11
    for start, end in pairwise(begins):
        again = leap and bool(months) and not _passes(start, end)
        if again:
            leap = False
        elif months:
            number = number % 12 + 1
        months.append(Month(start, number, again))
    return tuple(months)


def _solstice_month(year: int) -> int:
    """The number of the new moon that begins the month of a year's winter solstice."""
    # The sun stands at 270° between the 20th and the 23rd of December.
    solstice = next(
        day for day in (date(year, 12, 20) + n * _DAY for n in range(4)) if _sector(day + _DAY) == 9
    )
    number = sky.number_near(_midnight(solstice)) + 2
    while _begin(number) > solstice:
        number -= 1
    return number


def _passes(start: date, end: date) -> bool:
    """Whether the sun passes a 中気, a twelfth of its way, from one midnight to another."""
    return _sector(start) != _sector(end)


def _begin(number: int) -> date:
    return sky.new_moon(number).astimezone(TOKYO).date()


def _sector(day: date) -> int:
    return int(sky.sun(_midnight(day)) // 30)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=TOKYO)
