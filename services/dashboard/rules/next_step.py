"""Which procedure to bring forward next: what still comes past the screen, the minutes it takes, and what a change would save."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.kinds import Channel, Kind
from services.dashboard.rules.asking import Source, Want
from services.dashboard.rules.flow import REQUESTS
from services.dashboard.rules.measuring import ONLINE, is_request
from services.dashboard.rules.periods import end_of, whole_months

# Where a clerk takes the request; a convenience store's machine needs none, and no procedure moves from there to a screen.
BY_HAND = frozenset({Channel.WINDOW, Channel.PAPER, Channel.POST, Channel.TELEPHONE})
MONTHS = 12
# Said to be assumed wherever it is used: nothing was measured yet.
ASSUMED_MINUTES = 15
# 7 hours 45 minutes, the working day of 地方公務員 (人事院規則15-14 and the ordinances after it).
DAY_HOURS = 7.75


@dataclass(frozen=True)
class Minutes:
    """How long a request at the counter takes: the middle, and between which half of all lie."""

    middle: int
    low: int
    high: int
    measured: bool = True


@dataclass(frozen=True)
class Candidate:
    """A procedure over the last twelve whole months."""

    key: str
    requests: int
    by_hand: int
    minutes: Minutes

    @property
    def share(self) -> float:
        """Of a hundred requests so many came past the screen."""
        return 100 * self.by_hand / self.requests if self.requests else 0.0

    @property
    def hours(self) -> float:
        """What is spent on them in a year: volume times minutes times the share past the screen."""
        return self.by_hand * self.minutes.middle / 60


@dataclass(frozen=True)
class Saving:
    """What a change would save in a year, in hours, with the ends between which half of all requests lie."""

    requests: int
    hours: float
    low: float
    high: float

    @property
    def days(self) -> float:
        """The same in working days of one person."""
        return self.hours / DAY_HOURS


def span(today: date) -> tuple[date, date]:
    """The last twelve months that are over: a whole year has every season once."""
    months = whole_months(today, MONTHS)
    return months[0], end_of(months[-1])


def minutes(source: Source, today: date) -> Minutes:
    """How long the counter takes, measured in the town as a whole; an assumption where nothing was."""
    want = Want((Kind.COUNTER_MINUTES,), *span(today), ("measure",), channels=("window",))
    found = {one.measure: one.n for one in source(want) if one.measure >= 0 and one.n > 0}
    if not found:
        return Minutes(ASSUMED_MINUTES, ASSUMED_MINUTES, ASSUMED_MINUTES, measured=False)
    low, middle, high = (at(found, part) for part in (0.25, 0.5, 0.75))
    return Minutes(middle, low, high)


def at(lengths: Mapping[int, int], part: float) -> int:
    """The length under which this part of all lie."""
    total, so_far = sum(lengths.values()), 0
    for length, n in sorted(lengths.items()):
        so_far += n
        if so_far >= total * part:
            return length
    return 0


def candidates(source: Source, today: date, keys: Collection[str], each: Minutes) -> Sequence[Candidate]:
    """The procedures with the most time spent past the screen first."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in source(Want(REQUESTS, *span(today), ("kind", "key", "channel"))):
        # コンビニ交付 is a way of its own: those who go there need no clerk.
        if one.key in keys and is_request(one) and one.channel in ONLINE | BY_HAND:
            counts[one.key][0] += one.n
            counts[one.key][1] += one.n if one.channel in BY_HAND else 0
    found = (Candidate(key, whole, hand, each) for key, (whole, hand) in counts.items() if hand > 0)
    return sorted(found, key=lambda one: (-one.hours, one.key))


def saving(chosen: Collection[Candidate], share: int, each: Minutes) -> Saving:
    """What is saved when so many of a hundred that come past the screen come on it."""
    moved = sum(one.by_hand for one in chosen) * share / 100
    return Saving(round(moved), *(moved * length / 60 for length in (each.middle, each.low, each.high)))
