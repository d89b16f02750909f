"""How requests come: by which way, how far people get on the pages, how long it takes, how often something is missing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.kinds import Channel, Kind
from services.dashboard.rules.asking import Source, Sum, Want
from services.dashboard.rules.measuring import ONLINE, is_request
from services.dashboard.rules.periods import Year

# In the order in which a column is filled: what is on a screen first, paper last.
ORDER = (
    Channel.ONLINE, Channel.LINE, Channel.CHAT, Channel.MYNA, Channel.PREFECTURE, Channel.KONBINI, Channel.MACHINE,
    Channel.WINDOW, Channel.TELEPHONE, Channel.POST, Channel.PAPER,
)  # fmt: skip
REQUESTS = (Kind.FILED, Kind.COUNTED)


@dataclass(frozen=True)
class Narrow:
    """What a page is narrowed to: some procedures, a division; nothing means the whole town."""

    keys: tuple[str, ...] = ()
    division: str = ""


@dataclass(frozen=True)
class Stage:
    """A step of the way through the pages: how many ended it, and what part of those before did not."""

    key: str
    count: int
    lost: float = 0.0
    # Not everybody is asked: fewer than before says nothing about where people stop.
    aside: bool = False


@dataclass(frozen=True)
class Pace:
    """What is told of requests in numbers; None where nothing was measured."""

    requests: int = 0
    online: int = 0
    before: float | None = None
    days: int | None = None
    corrected: float | None = None
    minutes: int | None = None

    @property
    def share(self) -> float | None:
        """Of a hundred requests so many came on a screen."""
        return 100 * self.online / self.requests if self.requests else None

    @property
    def saved(self) -> float | None:
        """Hours at the counter that requests on a screen did not take, if each had taken as long as others do there."""
        return None if self.minutes is None else self.online * self.minutes / 60


def by_channel(source: Source, narrow: Narrow, first: date, last: date) -> Mapping[date, Mapping[str, int]]:
    """Requests of each month by channel."""
    found: dict[date, dict[str, int]] = defaultdict(dict)
    for one in _requests(source, narrow, first, last, ("kind", "day", "channel")):
        month = found[one.day]
        month[one.channel] = month.get(one.channel, 0) + one.n
    return found


def used(months: Iterable[Mapping[str, int]]) -> tuple[str, ...]:
    """The channels that were used at all, in the order of a column."""
    there = {channel for month in months for channel, n in month.items() if n}
    return tuple(channel for channel in ORDER if channel in there)


def funnel(
    source: Source, key: str, steps: Sequence[str], year: Year, aside: Collection[str] = ()
) -> tuple[Stage, ...]:
    """From the first look to the request: somebody who goes back is counted again, which never makes a loss larger.

    Each is held against the last that everybody came through, so that pages for some (`aside`) lose nobody.
    """
    want = (year.first, year.last)
    counts = {
        one.kind: one.n
        for one in source(
            Want((Kind.VIEWED, Kind.STARTED), *want, ("kind",), keys=(key,), channels=("online",))
        )
    }
    reached = {one.key: one.n for one in source(Want((Kind.STEP,), *want, ("key",), under=key))}
    filed = source(Want((Kind.FILED,), *want, ("kind",), keys=(key,), channels=("online",)))
    ways = [
        ("viewed", counts.get(Kind.VIEWED, 0)),
        ("started", counts.get(Kind.STARTED, 0)),
        *((step, reached[f"{key}/{step}"]) for step in steps if f"{key}/{step}" in reached),
        ("filed", sum(one.n for one in filed)),
    ]
    stages, before = [], 0
    for name, count in ways:
        if name in aside:
            stages.append(Stage(name, count, aside=True))
        else:
            stages.append(Stage(name, count, max(0.0, 1 - count / before) if before else 0.0))
            before = count
    return tuple(stages)


def hardest(stages: Sequence[Stage]) -> Stage | None:
    """The step at which most stop; looking at a guide and leaving is no stopping."""
    begun = [one for one in stages[2:] if one.lost > 0]
    return max(begun, key=lambda one: one.lost, default=None)


def pace(source: Source, narrow: Narrow, year: Year) -> Pace:
    """The numbers of a 年度, beside the share of the year before."""
    return _paces(source, narrow, year, ())[""]


def paces(source: Source, year: Year) -> Mapping[str, Pace]:
    """The same for every division at once: asking for one after the other takes as many times as long."""
    return _paces(source, Narrow(), year, ("division",))


def _paces(source: Source, narrow: Narrow, year: Year, split: tuple[str, ...]) -> Mapping[str, Pace]:
    earlier = Year(year.number - 1, year.today)
    by = (*split, "kind", "channel")
    here = _parted(_requests(source, narrow, year.first, year.last, by))
    past = _parted(_requests(source, narrow, earlier.first, earlier.last, by))

    def asked(kinds: tuple[Kind, ...], by: str) -> defaultdict[str, list[Sum]]:
        want = Want(kinds, year.first, year.last, (*split, by), keys=narrow.keys, division=narrow.division)
        return _parted(source(want))

    ends, counts = asked((Kind.COMPLETED,), "measure"), asked((Kind.CORRECTION, Kind.ACCEPTED), "kind")
    minutes = counter_minutes(source, year)
    names = {*here, *past, *ends, *counts} if split else {""}
    return {one: _pace(here[one], past[one], ends[one], counts[one], minutes) for one in names}


def _parted(rows: Iterable[Sum]) -> defaultdict[str, list[Sum]]:
    found: defaultdict[str, list[Sum]] = defaultdict(list)
    for one in rows:
        found[one.division].append(one)
    return found


def _pace(
    here: Sequence[Sum], past: Sequence[Sum], ends: Sequence[Sum], counts: Sequence[Sum], minutes: int | None
) -> Pace:
    requests, online = _online(here)
    before = _online(past)
    numbers = {one.kind: one.n for one in counts}
    accepted = numbers.get(Kind.ACCEPTED, 0)
    return Pace(
        requests=requests,
        online=online,
        before=100 * before[1] / before[0] if before[0] else None,
        days=median(_lengths(ends)),
        corrected=100 * numbers.get(Kind.CORRECTION, 0) / accepted if accepted else None,
        minutes=minutes,
    )


def counter_minutes(source: Source, year: Year) -> int | None:
    """How long a visit to the counter takes, in the middle of all: the ledger knows it for the town, not for a procedure."""
    want = Want((Kind.COUNTER_MINUTES,), year.first, year.last, ("measure",), channels=("window",))
    return median(_lengths(source(want)))


def median(lengths: Mapping[int, int]) -> int | None:
    """The middle of all, from how many there are of each length; the lower of two middles."""
    total = sum(lengths.values())
    so_far = 0
    for length, n in sorted(lengths.items()):
        so_far += n
        if total > 0 and so_far * 2 >= total:
            return length
    return None


def each(source: Source, division: str, year: Year) -> Mapping[str, tuple[int, int]]:
    """Requests of every procedure in a 年度 and how many of them on a screen."""
    found: dict[str, list[Sum]] = defaultdict(list)
    for one in _requests(source, Narrow((), division), year.first, year.last, ("kind", "key", "channel")):
        found[one.key].append(one)
    return {key: _online(rows) for key, rows in found.items()}


def _requests(source: Source, narrow: Narrow, first: date, last: date, by: tuple[str, ...]) -> Iterable[Sum]:
    return filter(
        is_request, source(Want(REQUESTS, first, last, by, keys=narrow.keys, division=narrow.division))
    )


def _online(rows: Iterable[Sum]) -> tuple[int, int]:
    found = list(rows)
    return sum(one.n for one in found), sum(one.n for one in found if one.channel in ONLINE)


def _lengths(rows: Iterable[Sum]) -> Mapping[int, int]:
    return {one.measure: one.n for one in rows if one.measure >= 0 and one.n > 0}
