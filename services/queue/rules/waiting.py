"""How long somebody will wait, told as an honest range: the queue played through with the pace of today."""

import heapq
import math
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# The town's figure counts as so many people served, so that the first quick one does not promise too much.
_PRIOR = 5
# Services of one kind differ about this much from their mean before today's own spread is known.
_SPREAD = 0.6
# Four of five waits end inside the range (80 % of a normal distribution).
_WIDTH = 1.28
_STEP = 5


@dataclass(frozen=True)
class Pace:
    """How long a service of one band takes: its mean in minutes, and how much one differs from it."""

    mean: float
    deviation: float


@dataclass(frozen=True)
class Desk:
    """An open counter: the bands it serves, and since when (minutes) it serves somebody of one."""

    bands: frozenset[str]
    busy: str = ""
    since: float = 0.0


@dataclass(frozen=True)
class Wait:
    """From so many minutes to so many."""

    least: int
    most: int


@dataclass(frozen=True)
class Expected:
    """What the play gave: the wait of each turn in line, and of whoever joins a band now."""

    turns: Mapping[int, Wait]
    joining: Mapping[str, Wait]


def pace(usual: float, recent: Sequence[float]) -> Pace:
    """The pace of a band from the town's figure and the minutes of those served last."""
    count = _PRIOR + len(recent)
    mean = (_PRIOR * usual + sum(recent)) / count
    squares = _PRIOR * (usual * _SPREAD) ** 2 + sum((one - mean) ** 2 for one in recent)
    return Pace(mean, math.sqrt(squares / count))


def expect(line: Iterable[tuple[int, str]], desks: Sequence[Desk], paces: Mapping[str, Pace]) -> Expected:
    """Play the queue: the smallest turn a counter may serve is called whenever it is free."""
    bands: dict[str, deque[int]] = {band: deque() for band in paces}
    for turn, band in sorted(line):
        bands[band].append(turn)
    free = [(_left(one, paces), place) for place, one in enumerate(desks)]
    heapq.heapify(free)
    turns: dict[int, Wait] = {}
    ends: dict[int, float] = {}
    while free:
        at, place = heapq.heappop(free)
        heads = [(bands[band][0], band) for band in desks[place].bands if bands.get(band)]
        if not heads:
            # Nobody waits for this counter any more: it is free from then on.
            ends[place] = at
            continue
        turn, band = min(heads)
        bands[band].popleft()
        turns[turn] = _range(at, paces[band])
        heapq.heappush(free, (at + paces[band].mean, place))
    joining = {
        band: _range(min(ends[place] for place in able), one)
        for band, one in paces.items()
        if (able := [place for place in ends if band in desks[place].bands])
    }
    return Expected(turns, joining)


def _left(desk: Desk, paces: Mapping[str, Pace]) -> float:
    """How long a counter is still busy; one that takes longer than usual is thought to end soon, not now."""
    if not desk.busy or desk.busy not in paces:
        return 0.0
    mean = paces[desk.busy].mean
    return max(mean - desk.since, mean / 4)


def _range(at: float, pace: Pace) -> Wait:
    """The range round an expected moment; the more services lie before it, the wider, but not in proportion."""
    if at <= 0:
        return Wait(0, 0)
    services = max(at / pace.mean, 0.25)
    width = _WIDTH * pace.deviation * math.sqrt(services)
    least = max(0, math.floor((at - width) / _STEP) * _STEP)
    most = max(_STEP, math.ceil((at + width) / _STEP) * _STEP)
    return Wait(least, most)
