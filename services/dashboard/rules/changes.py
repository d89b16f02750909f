"""What changed most: this month beside the same days of the month before, where chance alone would hardly do it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

from portal.kinds import Kind
from services.dashboard.rules.asking import Source, Sum, Want
from services.dashboard.rules.flow import REQUESTS
from services.dashboard.rules.measuring import ONLINE, is_request

# A change of three standard deviations comes by chance once in some hundred looks at everything there is.
SURE = 3.0
MOST = 5


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


def changes(source: Source, today: date) -> tuple[Change, ...]:
    """The weightiest first."""
    start = today.replace(day=1)
    ended = start - timedelta(days=1)
    before = (ended.replace(day=1), ended.replace(day=min(today.day, ended.day)))
    here, there = _counted(source, start, today), _counted(source, *before)
    found = [*_requests(here, there), *_shares(here, there), *_answers(source, (start, today), before)]
    weighty = [one for one in found if abs(one.weight) >= SURE]
    return tuple(sorted(weighty, key=lambda one: (-abs(one.weight), one.what, one.key))[:MOST])


def _counted(source: Source, first: date, last: date) -> Mapping[str, tuple[int, int]]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in source(Want(REQUESTS, first, last, ("kind", "key", "channel"), daily=True)):
        if is_request(one):
            counts[one.key][0] += one.n
            counts[one.key][1] += one.n if one.channel in ONLINE else 0
    return {key: (whole, online) for key, (whole, online) in counts.items()}


def _requests(here: Mapping[str, tuple[int, int]], there: Mapping[str, tuple[int, int]]) -> Iterable[Change]:
    """Counts: what comes by itself strays by the root of its number."""
    for key in here.keys() | there.keys():
        after, before = here.get(key, (0, 0))[0], there.get(key, (0, 0))[0]
        if before > 0 and after + before > 0:
            yield Change("requests", key, before, after, (after - before) / sqrt(after + before))


def _shares(here: Mapping[str, tuple[int, int]], there: Mapping[str, tuple[int, int]]) -> Iterable[Change]:
    for key in here.keys() & there.keys():
        weight = _apart(here[key], there[key])
        if weight:
            after, before = (100 * one[1] / one[0] for one in (here[key], there[key]))
            yield Change("online", key, before, after, weight)


def _answers(source: Source, here: tuple[date, date], there: tuple[date, date]) -> Iterable[Change]:
    after, before = (
        _votes(source(Want((Kind.VOTED,), *span, ("kind",), daily=True))) for span in (here, there)
    )
    weight = _apart(after, before)
    if weight:
        yield Change("resolved", "", 100 * before[1] / before[0], 100 * after[1] / after[0], weight)


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
