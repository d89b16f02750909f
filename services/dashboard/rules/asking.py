"""What a page asks of the counts, and what it gets: the same question can be put to the sums and to the raw ledger."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.kinds import Kind

# What these measure is told apart, in whole days, minutes or steps of an answer.
MEASURED = frozenset({Kind.COMPLETED, Kind.WAITED, Kind.SERVED, Kind.COUNTER_MINUTES, Kind.RATED})
DEEPEST = 999
SPLITS = ("kind", "day", "key", "channel", "division", "measure")


@dataclass(frozen=True)
class Want:
    """Counts of some kinds from a first to a last day, split by what is named; `day` is a month's first unless `daily`."""

    kinds: tuple[str, ...]
    first: date
    last: date
    by: tuple[str, ...]
    keys: tuple[str, ...] = ()
    # Keys that begin so: the steps of a procedure, the bands of an office.
    under: str = ""
    channels: tuple[str, ...] = ()
    division: str = ""
    daily: bool = False


@dataclass(frozen=True, order=True)
class Sum:
    """One line of the answer; what was not asked for apart is empty."""

    kind: str = ""
    day: date = date.min
    key: str = ""
    channel: str = ""
    division: str = ""
    measure: int = -1
    n: int = 0
    value: float = 0.0


Source = Callable[[Want], Sequence[Sum]]


def line(by: Sequence[str], row: Sequence[Any]) -> Sum:
    """A line from a row of a database: what it is split by, then the number and the measured sum."""
    told: Mapping[str, Any] = dict(zip(by, row, strict=False))
    return Sum(**told, n=int(row[-2] or 0), value=float(row[-1] or 0.0))


def measure(kind: str, n: int, value: float | None) -> int:
    """In which whole day or minute a line lies; nothing where its kind measures none."""
    if kind not in MEASURED or value is None or n == 0:
        return -1
    return min(DEEPEST, max(0, int(value / n)))


def month(day: date) -> date:
    """The first day of the month a day lies in."""
    return day.replace(day=1)
