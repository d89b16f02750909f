"""When which garbage is collected where: regular days, irregular ones, and what becomes of them at the turn of the year.

The rules are a superset of what the open 5374 data sets say in one cell: 月 木 (every week), 水1 水3 (the first and third
of a month), 隔月20260406 (every other week from a day), 20260415 (that day), all of them in some months (月:6 7 8).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

from chatbot.folding import joined

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
# A collection is not put off further than this, and the next one is not looked for further than a year.
_FURTHEST, _AHEAD = 31, 400
LAST = -1
# A long vowel between figures is a dash of a postcode.
_DASHES = re.compile(r"(?<=\d)ー(?=\d)")
MonthDay = tuple[int, int]


@dataclass(frozen=True)
class Weekly:
    """Every week on a weekday, or every so many weeks counted from the week of a day."""

    weekday: int
    weeks: int = 1
    since: date | None = None

    def holds(self, day: date) -> bool:
        if day.weekday() != self.weekday:
            return False
        if self.since is None:
            return True
        apart = (day - self.since).days
        return apart >= 0 and apart // 7 % self.weeks == 0


@dataclass(frozen=True)
class Nth:
    """The n-th of a weekday in a month; -1 is the last."""

    weekday: int
    n: int

    def holds(self, day: date) -> bool:
        if day.weekday() != self.weekday:
            return False
        if self.n == LAST:
            return (day + _WEEK).month != day.month
        return (day.day - 1) // 7 + 1 == self.n


@dataclass(frozen=True)
class Monthly:
    """The same day of each month that has it."""

    number: int

    def holds(self, day: date) -> bool:
        return day.day == self.number


@dataclass(frozen=True)
class On:
    """One day."""

    day: date

    def holds(self, day: date) -> bool:
        return day == self.day


When = Weekly | Nth | Monthly | On


class Put(Enum):
    """What becomes of a collection on a day on which there is none."""

    AS_EVER = "収集する"
    OFF = "休み"
    NEXT_DAY = "翌日"
    NEXT_WEEK = "翌週"
    # 5374: the days that follow in the same month move by a week as well.
    REST_OF_MONTH = "順送り"


@dataclass(frozen=True)
class Rule:
    """How one kind is collected in one district."""

    district: str
    kind: str
    when: tuple[When, ...]
    months: frozenset[int] = frozenset(range(1, 13))
    # From a day of the year to another, over the turn of the year too.
    season: tuple[MonthDay, MonthDay] | None = None
    holiday: Put = Put.AS_EVER
    valid_from: date | None = None
    valid_to: date | None = None
    note: Mapping[str, str] = field(default_factory=dict)

    def plans(self, day: date) -> bool:
        """Whether the rule means a day, whatever may come in between."""
        if day.month not in self.months or not (self.season is None or within(self.season, day)):
            return False
        if (self.valid_from and day < self.valid_from) or (self.valid_to and day > self.valid_to):
            return False
        return any(when.holds(day) for when in self.when)


@dataclass(frozen=True)
class Stop:
    """Days without collection, once or every year, for some districts and kinds or for all; or a day moved to another."""

    first: date | MonthDay
    last: date | MonthDay
    put: Put = Put.OFF
    moved_to: date | None = None
    districts: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    reason: Mapping[str, str] = field(default_factory=dict)

    def covers(self, rule: Rule, day: date) -> bool:
        if (self.districts and rule.district not in self.districts) or (
            self.kinds and rule.kind not in self.kinds
        ):
            return False
        if isinstance(self.first, date) and isinstance(self.last, date):
            return self.first <= day <= self.last
        return (
            not isinstance(self.first, date)
            and not isinstance(self.last, date)
            and within((self.first, self.last), day)
        )


@dataclass(frozen=True)
class District:
    """A part of the town with its own days, and what people call it: quarters, readings, postcodes."""

    key: str
    name: Mapping[str, str]
    names: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash(self.key)


def _never(_day: date) -> bool:
    return False


@dataclass(frozen=True)
class Collections:
    """A town's collection days; `holiday` says which days are national holidays."""

    districts: tuple[District, ...]
    rules: tuple[Rule, ...]
    stops: tuple[Stop, ...] = ()
    holiday: Callable[[date], bool] = _never

    def district(self, key: str) -> District | None:
        return next((one for one in self.districts if one.key == key), None)

    def find(self, said: str) -> tuple[District, ...]:
        """The districts somebody may mean by a name, a quarter or a postcode; those named longest come first and alone."""
        plain = _letters(said)
        longest: dict[District, int] = {}
        for one in self.districts:
            names = [name for text in (*one.name.values(), *one.names) if (name := _letters(text))]
            fits = [
                len(name) for name in names if name in plain or (len(plain) > 1 and name.startswith(plain))
            ]
            if fits:
                longest[one] = max(fits)
        return tuple(one for one, size in longest.items() if size == max(longest.values()))

    def on(self, district: str, day: date) -> tuple[str, ...]:
        """The kinds collected on a day."""
        return tuple(dict.fromkeys(kind for kind, _ in self.between(district, day, day)))

    def next(self, district: str, kind: str, day: date) -> date | None:
        """The first collection of a kind on a day or after it; None where the kind has no days."""
        found = (when for of, when in self.between(district, day, day + _AHEAD * _DAY) if of == kind)
        return min(found, default=None)

    def between(self, district: str, first: date, last: date) -> tuple[tuple[str, date], ...]:
        """Every collection from a day to another, in the order of the days and of the rules."""
        found: dict[tuple[date, int, str], None] = {}
        for place, rule in enumerate(self.rules):
            if rule.district == district:
                for day in self._days(rule, first, last):
                    found[day, place, rule.kind] = None
        return tuple(dict.fromkeys((kind, day) for day, _, kind in sorted(found)))

    def stopped(self, district: str, kind: str, day: date) -> Stop | None:
        """Why a kind is not collected on a day on which it should be."""
        for rule in self.rules:
            if (rule.district, rule.kind) == (district, kind) and rule.plans(day):
                return next((stop for stop in self.stops if stop.covers(rule, day)), None)
        return None

    def _days(self, rule: Rule, first: date, last: date) -> Iterator[date]:
        """Where the planned days come to lie; one put off may come from before the first day."""
        moved = [stop for stop in self.stops if stop.moved_to and first <= stop.moved_to <= last]
        planned = {first + count * _DAY for count in range(-_FURTHEST, (last - first).days + 1)}
        planned |= {day for stop in moved for day in _of(stop)}
        for day in sorted(planned):
            if rule.plans(day) and (lies := self._lies(rule, day)) and first <= lies <= last:
                yield lies

    def _lies(self, rule: Rule, day: date) -> date | None:
        """The day on which a planned collection really is; None where it falls away."""
        stop = self._stop(rule, day)
        if stop is not None and stop.moved_to:
            return stop.moved_to
        put = stop.put if stop is not None else rule.holiday if self.holiday(day) else Put.AS_EVER
        if put is Put.AS_EVER:
            return day + _WEEK if self._passed_on(rule, day) else day
        if put is Put.OFF:
            return None
        return self._later(rule, day, _DAY if put is Put.NEXT_DAY else _WEEK)

    def _later(self, rule: Rule, day: date, by: timedelta) -> date | None:
        """The first day after it, in such steps, on which there is a collection."""
        later = day + by
        while (later - day).days <= _FURTHEST:
            if self._stop(rule, later) is None and (rule.holiday is Put.AS_EVER or not self.holiday(later)):
                return later
            later += by
        return None

    def _passed_on(self, rule: Rule, day: date) -> bool:
        """Whether an earlier week of the month fell away and moves all that follow in it."""
        if not any(isinstance(when, Nth) and when.holds(day) for when in rule.when):
            return False
        earlier = (day - count * _WEEK for count in range(1, (day.day - 1) // 7 + 1))
        found = (self._stop(rule, one) for one in earlier)
        return any(stop is not None and stop.put is Put.REST_OF_MONTH for stop in found)

    def _stop(self, rule: Rule, day: date) -> Stop | None:
        return next((stop for stop in self.stops if stop.covers(rule, day)), None)


def within(season: tuple[MonthDay, MonthDay], day: date) -> bool:
    """Whether a day lies between two days of the year, over the turn of the year where the last is before the first."""
    (first, last), at = season, (day.month, day.day)
    return first <= at <= last if first <= last else at >= first or at <= last


def _of(stop: Stop) -> Iterator[date]:
    if isinstance(stop.first, date) and isinstance(stop.last, date):
        yield from (stop.first + count * _DAY for count in range((stop.last - stop.first).days + 1))


def _letters(text: str) -> str:
    return "".join(letter for letter in _DASHES.sub("", joined(text)) if letter.isalnum())
