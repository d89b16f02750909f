"""Utilisation of public facilities, counted from bookings and never from names."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from portal.opening import today
from portal.pack.buildings import Building, Unit
from services.reservations.rules import openings
from services.reservations.rules.openings import Holidays
from services.reservations.rules.states import State

# What was promised to somebody counts as use of the room, whether they came or not; who did not come is counted beside.
_TAKEN = frozenset({State.PENDING, State.CONFIRMED, State.USED, State.NO_SHOW})
_MONTHS = 12


@dataclass(frozen=True)
class Use:
    """One booking as figures see it."""

    unit: str
    starts: datetime
    ends: datetime
    state: State
    people: int
    yen: int


@dataclass(frozen=True)
class Figure:
    """One unit in one month."""

    unit: str
    month: date
    bookings: int
    used: int
    no_show: int
    cancelled: int
    people: int
    yen: int
    minutes: int
    open_minutes: int

    @property
    def percent(self) -> int | None:
        """How much of the time it could be booked it was; nothing where it could not be."""
        return round(self.minutes * 100 / self.open_minutes) if self.open_minutes else None


def months(first: date) -> tuple[date, ...]:
    """Twelve months from one on: a 年度, where it is April."""
    found = [first.replace(day=1)]
    while len(found) < _MONTHS:
        found.append(after(found[-1]))
    return tuple(found)


def after(month: date) -> date:
    """The first day of the next month."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def counted(
    building: Building, wanted: Iterable[date], uses: Iterable[Use], holidays: Holidays
) -> tuple[Figure, ...]:
    """Every unit of a building in each of the months, in their order."""
    by: dict[tuple[str, date], list[Use]] = {}
    for one in uses:
        by.setdefault((one.unit, today(one.starts).replace(day=1)), []).append(one)
    there = tuple(wanted)
    hours = {month: _open(building, month, holidays) for month in there}
    return tuple(
        _figure(unit.key, month, by.get((unit.key, month), ()), hours[month][unit.key])
        for unit in building.units
        for month in there
    )


def _figure(unit: str, month: date, uses: Iterable[Use], open_minutes: int) -> Figure:
    found = list(uses)
    taken = [one for one in found if one.state in _TAKEN]
    return Figure(
        unit=unit,
        month=month,
        bookings=len(taken),
        used=_of(found, State.USED),
        no_show=_of(found, State.NO_SHOW),
        cancelled=_of(found, State.CANCELLED),
        people=sum(one.people for one in taken),
        yen=sum(one.yen for one in taken),
        minutes=_covered(taken),
        open_minutes=open_minutes,
    )


def _covered(uses: Iterable[Use]) -> int:
    """How long somebody was in; several who share a unit at one time fill it once."""
    minutes, until = 0, datetime.min.replace(tzinfo=UTC)
    for one in sorted(uses, key=lambda use: use.starts):
        begin = max(one.starts, until)
        if one.ends > begin:
            minutes += _minutes(begin, one.ends)
            until = one.ends
    return minutes


def _of(uses: Iterable[Use], state: State) -> int:
    return sum(one.state is state for one in uses)


def _open(building: Building, month: date, holidays: Holidays) -> dict[str, int]:
    """How many minutes each unit can be booked in a month."""
    found = {one.key: 0 for one in building.units}
    for day in _days(month):
        spans = openings.openings(building, day, holidays)
        whole = sum(_minutes(*span) for span in spans)
        for unit in building.units if spans else ():
            found[unit.key] += _banded(building, unit, day, holidays) if unit.bands else whole
    return found


def _banded(building: Building, unit: Unit, day: date, holidays: Holidays) -> int:
    return sum(_minutes(one.starts, one.ends) for one in openings.pieces(building, unit, day, holidays))


def _days(month: date) -> Iterator[date]:
    day = month
    while day.month == month.month:
        yield day
        day += timedelta(days=1)


def _minutes(starts: datetime, ends: datetime) -> int:
    return int((ends - starts) / timedelta(minutes=1))
