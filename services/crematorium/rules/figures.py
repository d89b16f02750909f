"""A year of the house in figures, month by month: counted from bookings, and never from names."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from portal.opening import today
from portal.pack.crematorium import Crematorium, Furnace
from services.crematorium.rules import days
from services.crematorium.rules.states import OPEN, State

MONTHS = 12
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Use:
    """One booking as figures see it."""

    furnace: str
    starts: datetime
    state: State
    sort: str
    who: str


@dataclass(frozen=True)
class Month:
    """One month: what was held, by 区分, by whose price and by furnace; what is still to come; what was given back."""

    first: date
    held: int = 0
    coming: int = 0
    cancelled: int = 0
    lapsed: int = 0
    sorts: Mapping[str, int] = field(default_factory=dict)
    whose: Mapping[str, int] = field(default_factory=dict)
    furnaces: Mapping[str, int] = field(default_factory=dict)
    # How many admissions each furnace offers in the month.
    offered: Mapping[str, int] = field(default_factory=dict)

    def percent(self, furnace: str) -> int | None:
        """How much of what a furnace offers was used; nothing where it offers nothing."""
        most = self.offered.get(furnace, 0)
        return round(self.furnaces.get(furnace, 0) * 100 / most) if most else None


def months(first: date) -> tuple[date, ...]:
    """Twelve months from one on: a 年度, where it is April."""
    found = [first.replace(day=1)]
    while len(found) < MONTHS:
        found.append(after(found[-1]))
    return tuple(found)


def after(month: date) -> date:
    """The first day of the next month."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def counted(hall: Crematorium, wanted: Iterable[date], uses: Iterable[Use]) -> tuple[Month, ...]:
    """Each of the months in its order; a booking counts in the month of its admission."""
    by: dict[date, list[Use]] = {}
    for one in uses:
        by.setdefault(today(one.starts).replace(day=1), []).append(one)
    return tuple(_month(hall, first, by.get(first, [])) for first in wanted)


def _month(hall: Crematorium, first: date, uses: list[Use]) -> Month:
    held = [one for one in uses if one.state is State.HELD]
    states = Counter(one.state for one in uses)
    return Month(
        first,
        held=len(held),
        coming=sum(states[one] for one in OPEN),
        cancelled=states[State.CANCELLED],
        lapsed=states[State.LAPSED],
        sorts=Counter(one.sort for one in held),
        whose=Counter(one.who for one in held),
        furnaces=Counter(one.furnace for one in held),
        offered={one.key: _offered(hall, one, first) for one in hall.furnaces},
    )


def _offered(hall: Crematorium, furnace: Furnace, first: date) -> int:
    """The admissions of a furnace in a month, less those of days on which it rests."""
    most = min(len(furnace.times), furnace.most_a_day or len(furnace.times))
    open_days = sum(
        days.rests(hall, furnace, first + n * _DAY) is None for n in range((after(first) - first).days)
    )
    return most * open_days
