"""What changed most: this month beside the same days of the month before, where chance alone would hardly do it.

Chance is measured and not assumed: requests stray from month to month by more than the root of their number (seasons, notices
by post), so each procedure is held against how much its own last year strayed, and against the days on which the counter was open.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from math import sqrt

from portal.kinds import Kind
from services.dashboard.rules.asking import Source, Sum, Want
from services.dashboard.rules.flow import REQUESTS
from services.dashboard.rules.measuring import ELSEWHERE, ONLINE, is_request
from services.dashboard.rules.periods import end_of, whole_months

# A hundred procedures are looked at every month: one that strays so far by chance alone comes once in twenty months.
SURE = 3.5
MOST = 5
# Less than this makes no news, however rare it would be: so many requests (or votes), and by so many of a hundred.
LEAST, LEAST_PERCENT, LEAST_POINTS = 30, 10.0, 3.0
_MONTHS = 12

OpenDays = Callable[[date, date], int]
Counted = Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Change:
    """One finding: of what, from how much to how much; `what` names the sentence."""

    what: str
    key: str
    before: float
    after: float
    weight: float

    @property
    def percent(self) -> float:
        """By how much of a hundred it grew or fell."""
        return 100 * (self.after - self.before) / self.before if self.before else 0.0


def weekdays(first: date, last: date) -> int:
    """The days from Monday to Friday between two days."""
    return sum((first + timedelta(days=day)).weekday() < 5 for day in range((last - first).days + 1))


def changes(source: Source, today: date, open_days: OpenDays = weekdays) -> tuple[Change, ...]:
    """The weightiest first."""
    start = today.replace(day=1)
    ended = start - timedelta(days=1)
    before = (ended.replace(day=1), ended.replace(day=min(today.day, ended.day)))
    here, there = _counted(source, start, today), _counted(source, *before)
    longer = _Longer(open_days(start, today) / max(1, open_days(*before)), today.day / max(1, before[1].day))
    moved = [one for one in _requests(here, there, longer) if abs(one.weight) >= SURE]
    # A year is looked back upon only where something might be said.
    steady = _strays(source, today) if moved else {}
    calm = (replace(one, weight=one.weight / sqrt(steady.get(one.key, 1.0))) for one in moved)
    found = [*calm, *_shares(here, there), *_answers(source, (start, today), before)]
    weighty = [one for one in found if abs(one.weight) >= SURE]
    return tuple(sorted(weighty, key=lambda one: (-abs(one.weight), one.what, one.key))[:MOST])


@dataclass(frozen=True)
class _Longer:
    """How much longer this month's part is than last month's: in days of the counter, and in days of a screen."""

    counter: float
    screen: float

    def expected(self, counted: tuple[int, int]) -> float:
        whole, online = counted
        return (whole - online) * self.counter + online * self.screen


def _strays(source: Source, today: date) -> Mapping[str, float]:
    """How many times further each procedure strays from month to month than counts that come by themselves."""
    months = whole_months(today, _MONTHS)
    span = (months[0], end_of(months[-1]))
    by_month: dict[str, dict[date, int]] = defaultdict(lambda: dict.fromkeys(months, 0))
    wants = (
        Want((Kind.FILED,), *span, ("day", "key")),
        Want((Kind.COUNTED,), *span, ("day", "key"), channels=tuple(sorted(map(str, ELSEWHERE)))),
    )
    for want in wants:
        for one in source(want):
            by_month[one.key][one.day] += one.n
    return {key: _stray(list(counts.values())) for key, counts in by_month.items()}


def _stray(counts: list[int]) -> float:
    """Between neighbours; a town that has counted for a few months only is taken at its word."""
    begun = counts[next((place for place, one in enumerate(counts) if one), len(counts)) :]
    pairs = list(pairwise(begun))
    usual = sum(a + b for a, b in pairs)
    return max(1.0, sum((a - b) ** 2 for a, b in pairs) / usual) if len(pairs) > 2 and usual else 1.0


def _counted(source: Source, first: date, last: date) -> Counted:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in source(Want(REQUESTS, first, last, ("kind", "key", "channel"), daily=True)):
        if is_request(one):
            counts[one.key][0] += one.n
            counts[one.key][1] += one.n if one.channel in ONLINE else 0
    return {key: (whole, online) for key, (whole, online) in counts.items()}


def _requests(here: Counted, there: Counted, longer: _Longer) -> Iterable[Change]:
    """Counts: what comes by itself strays by the root of its number."""
    for key in sorted(here.keys() | there.keys()):
        after, before = here.get(key, (0, 0))[0], there.get(key, (0, 0))[0]
        expected = longer.expected(there.get(key, (0, 0)))
        if before <= 0 or after + before < LEAST:
            continue
        found = Change("requests", key, before, after, (after - expected) / sqrt(after + expected))
        # More days alone may turn the sign; then there is nothing to say that the two numbers would bear out.
        if found.weight * found.percent > 0 and abs(found.percent) >= LEAST_PERCENT:
            yield found


def _shares(here: Counted, there: Counted) -> Iterable[Change]:
    for key in sorted(here.keys() & there.keys()):
        yield from _moved("online", key, here[key], there[key])


def _moved(what: str, key: str, here: tuple[int, int], there: tuple[int, int]) -> Iterable[Change]:
    """A share that moved, where both months hold enough to speak of one."""
    if min(here[0], there[0]) < LEAST:
        return
    after, before = (100 * one[1] / one[0] for one in (here, there))
    weight = _apart(here, there)
    if weight and abs(after - before) >= LEAST_POINTS:
        yield Change(what, key, before, after, weight)


def _answers(source: Source, here: tuple[date, date], there: tuple[date, date]) -> Iterable[Change]:
    after, before = (
        _votes(source(Want((Kind.VOTED,), *span, ("kind",), daily=True))) for span in (here, there)
    )
    yield from _moved("resolved", "", after, before)


def _votes(rows: Iterable[Sum]) -> tuple[int, int]:
    found = list(rows)
    return sum(one.n for one in found), round(sum(one.value for one in found))


def _apart(after: tuple[int, int], before: tuple[int, int]) -> float:
    """How far two shares lie apart, in standard deviations of their difference."""
    if after[0] <= 0 or before[0] <= 0:
        return 0.0
    both = (after[1] + before[1]) / (after[0] + before[0])
    stray = sqrt(max(0.0, both * (1 - both)) * (1 / after[0] + 1 / before[0]))
    return (after[1] / after[0] - before[1] / before[0]) / stray if stray else 0.0
