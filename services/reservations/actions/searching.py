"""Searching: which rooms of the whole town fit what somebody wants to do, and what of them is free on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from forms.wording import Wording
from portal.opening import today
from portal.pack import Pack
from portal.pack.buildings import Access, Building, Equipment, Purpose, Unit, Who
from services.reservations.actions import looking
from services.reservations.rules import prices_shown, spans
from services.reservations.rules.spans import Cell, Part, Room

# Where a day has nothing, so far before and after it is looked for one that has.
_NEAR = 21
_MOST_DAYS = 3


@dataclass(frozen=True)
class Sought:
    """What somebody is looking for; what is left open excludes nothing."""

    day: date
    purpose: str = ""
    people: int = 0
    part: Part | None = None
    # Keys of what is to be lent with it, and what helps people in.
    things: tuple[str, ...] = ()
    access: tuple[Access, ...] = ()


@dataclass(frozen=True)
class Hit:
    """A room that fits, the parts of the day in which it can be had, and what of the question it answers."""

    building: Building
    unit: Unit
    cells: tuple[Cell, ...]
    yen: int | None
    purpose: Purpose | None
    things: tuple[Equipment, ...]
    access: tuple[Access, ...]


def purposes(pack: Pack) -> Mapping[str, Wording]:
    """Everything a room of the town can be used for; buildings that use the same key mean the same."""
    found: dict[str, Wording] = {}
    for building in pack.buildings.values():
        for one in building.purposes:
            found.setdefault(one.key, one.title)
    return found


def things(pack: Pack) -> Mapping[str, Wording]:
    """Everything that is lent with some room of the town, under the same rule."""
    found: dict[str, Wording] = {}
    for building in pack.buildings.values():
        for one in building.equipment:
            if one.count:
                found.setdefault(one.key, one.title)
    return found


def accesses(pack: Pack) -> tuple[Access, ...]:
    """What helps people in, as far as some room of the town has it."""
    there = {
        one for building in pack.buildings.values() for unit in building.units for one in building.helps(unit)
    }
    return tuple(one for one in Access if one in there)


def search(session: Session, sought: Sought, now: datetime) -> tuple[Hit, ...]:
    """The rooms that fit and can be had on the day: the smallest that is large enough first."""
    found = [hit for one in _fitting(session, sought) for hit in _hits(session, one, sought, sought.day, now)]
    return tuple(sorted(found, key=lambda hit: (hit.unit.people, hit.building.key, hit.unit.key)))


def nearest(session: Session, sought: Sought, now: datetime) -> tuple[date, ...]:
    """The days nearest to the one asked for on which something that fits can be had."""
    first = max(today(now), sought.day - timedelta(days=_NEAR))
    count = (sought.day - first).days + _NEAR + 1
    good: set[date] = set()
    for building, units in _fitting(session, sought):
        for day, found in _days(session, building, units, sought, first, max(count, 1), now).items():
            if any(_suits(building, unit, found[unit.key], sought, day, now) for unit in units):
                good.add(day)
    good.discard(sought.day)
    return tuple(sorted(sorted(good, key=lambda day: abs((day - sought.day).days))[:_MOST_DAYS]))


def _fitting(session: Session, sought: Sought) -> list[tuple[Building, tuple[Unit, ...]]]:
    pack: Pack = session.info["pack"]
    found = []
    for building in pack.buildings.values():
        units = tuple(unit for unit in building.units if _fits(building, unit, sought))
        if units:
            found.append((building, units))
    return found


def _fits(building: Building, unit: Unit, sought: Sought) -> bool:
    if sought.purpose and sought.purpose not in unit.purposes:
        return False
    if sought.people and unit.people and unit.people < sought.people:
        return False
    if not set(sought.access) <= set(building.helps(unit)):
        return False
    return set(sought.things) <= {one.key for one in building.lends(unit)}


def _days(
    session: Session,
    building: Building,
    units: tuple[Unit, ...],
    sought: Sought,
    first: date,
    count: int,
    now: datetime,
) -> Mapping[date, looking.Day]:
    return looking.days_of(session, building, first, count, now, units, sought.things)


def _hits(
    session: Session, fitting: tuple[Building, tuple[Unit, ...]], sought: Sought, day: date, now: datetime
) -> list[Hit]:
    building, units = fitting
    found = _days(session, building, units, sought, day, 1, now)[day]
    return [
        _hit(building, unit, cells, sought)
        for unit in units
        if (cells := _suits(building, unit, found[unit.key], sought, day, now))
    ]


def _hit(building: Building, unit: Unit, cells: tuple[Cell, ...], sought: Sought) -> Hit:
    return Hit(
        building,
        unit,
        cells,
        prices_shown.least(unit, Who.RESIDENT, sought.day),
        building.purpose(sought.purpose),
        tuple(one for one in building.lends(unit) if one.key in sought.things),
        sought.access,
    )


def _suits(
    building: Building,
    unit: Unit,
    offered: tuple[spans.Offered, ...],
    sought: Sought,
    day: date,
    now: datetime,
) -> tuple[Cell, ...]:
    limit = spans.reach(building.rules, day, now)
    return tuple(
        cell
        for cell in spans.cells(building, unit, offered, limit)
        if cell.room in (Room.FREE, Room.SOME) and sought.part in (None, cell.part)
    )
