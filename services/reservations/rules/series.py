"""定期利用: on which days a fixed user comes, what a day can meet, and what can be done about it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import takewhile

from portal.opening import fiscal_year
from services.reservations.rules import openings

WEEK = timedelta(weeks=1)


class Every(StrEnum):
    """How often."""

    WEEK = "week"
    OTHER = "other"
    # The first, second … such weekday of a month.
    MONTH = "month"


class Met(StrEnum):
    """Why a day cannot be had as it is wished; empty: nothing is in the way."""

    NOTHING = ""
    # 祝日 and the days of the town's ordinance; the building's own closed days; outside its hours.
    HOLIDAY = "holiday"
    CLOSED = "closed"
    SHUT = "shut"
    BLOCK = "block"
    DRAW = "draw"
    BOOKING = "booking"


class Choice(StrEnum):
    """What is done about such a day; beside these a room of the same house can be named."""

    LEAVE = "leave"
    # Staff decide later; until then it stands on the page of the series.
    LATER = "later"


class State(StrEnum):
    """How far a date of a series has come."""

    # To be booked, and to be given back: a worker ends what was interrupted.
    PLANNED = "planned"
    LEAVING = "leaving"
    BOOKED = "booked"
    # Nobody has decided yet.
    OPEN = "open"
    LEFT = "left"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Rhythm:
    """On which weekdays, how often, from when to when."""

    weekdays: tuple[int, ...]
    every: Every
    nth: tuple[int, ...]
    starts: time
    ends: time

    def json(self) -> str:
        """How it is kept."""
        return json.dumps(
            [list(self.weekdays), self.every, list(self.nth), self.starts.isoformat(), self.ends.isoformat()]
        )

    def span(self, day: date) -> tuple[datetime, datetime]:
        """From when to when on a day."""
        return openings.at(day, self.starts), openings.at(day, self.ends)


def thawed(text: str) -> Rhythm:
    """A rhythm as it was kept."""
    weekdays, every, nth, starts, ends = json.loads(text)
    return Rhythm(
        tuple(weekdays), Every(every), tuple(nth), time.fromisoformat(starts), time.fromisoformat(ends)
    )


def days(rhythm: Rhythm, first: date, last: date, since: date | None = None) -> tuple[date, ...]:
    """Every day of it between two days; every other week is counted from the week of `since`, else of the first day."""
    begin = since or first
    return tuple(one for one in _each(first, last) if _falls(rhythm, one, begin - timedelta(begin.weekday())))


def within_a_year(first: date, last: date) -> bool:
    """Whether a series stays within one 年度: rooms are given anew every year."""
    return first <= last and fiscal_year(first) == fiscal_year(last)


def _each(first: date, last: date) -> Iterator[date]:
    whole = (first + timedelta(days=n) for n in range(366))
    return takewhile(lambda one: one <= last, whole)


def _falls(rhythm: Rhythm, day: date, monday: date) -> bool:
    if day.weekday() not in rhythm.weekdays:
        return False
    if rhythm.every is Every.OTHER:
        return (day - monday) // WEEK % 2 == 0
    return rhythm.every is Every.WEEK or (day.day + 6) // 7 in rhythm.nth
