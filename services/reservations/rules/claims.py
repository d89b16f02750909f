"""What one use of a unit takes: its spaces step by step, the turnaround after it, and the quiet of the rooms beside it."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from portal.pack.buildings import Building, Purpose, Unit
from portal.slots.values import Claims, Seats, Taking


def slot(building: Building, moment: datetime) -> int:
    """The step of the raster that a moment begins, or lies in."""
    return int(moment.timestamp()) // 60 // building.raster


def moment(building: Building, slot: int) -> datetime:
    """When a step begins."""
    return datetime.fromtimestamp(slot * building.raster * 60, UTC)


def slots(building: Building, starts: datetime, ends: datetime) -> range:
    """Every step from one moment to another, a step begun being a step taken."""
    return range(slot(building, starts), -(-int(ends.timestamp()) // 60 // building.raster))


def space(building: Building, key: str) -> str:
    """A space's name among all buildings."""
    return f"{building.key}/{key}"


def thing(building: Building, key: str) -> str:
    """The name of something lent, among all buildings."""
    return f"{building.key}#{key}"


def claimed(
    building: Building, unit: Unit, purpose: Purpose | None, starts: datetime, ends: datetime
) -> Claims:
    """The rows a booking inserts, in the one order that keeps two who want the same from waiting for one another.

    A loud use and a quiet one beside it exclude one another, two loud or two quiet ones do not: for each pair of spaces
    of which one is heard in the other there is a name that the loud takes on one side and the quiet on the other.
    """
    after = ends + timedelta(minutes=unit.turnaround)
    names = [space(building, key) for key in unit.spaces]
    taken = [(name, step) for name in names for step in slots(building, starts, after)]
    heard = [
        (name, step) for name in _heard(building, unit, purpose) for step in slots(building, starts, ends)
    ]
    return tuple(sorted((*taken, *heard)))


def taking(
    building: Building,
    unit: Unit,
    purpose: Purpose | None,
    starts: datetime,
    ends: datetime,
    people: int,
    lent: Mapping[str, int] | None = None,
) -> Taking:
    """All of a use: a place beside others where the unit is shared, else its spaces, and whatever is lent with it.

    Whoever has a space alone has every place of those who would share it, so that neither comes in on the other.
    """
    things = tuple(equipment(building, lent or {}, starts, ends))
    steps = slots(building, starts, ends)
    if unit.seats:
        return Taking((), _sorted((Seats(space(building, unit.key), steps, people, unit.seats), *things)))
    whole = slots(building, starts, ends + timedelta(minutes=unit.turnaround))
    return Taking(
        claimed(building, unit, purpose, starts, ends),
        _sorted((*_all_places(building, unit.spaces, whole), *things)),
    )


def equipment(
    building: Building, lent: Mapping[str, int], starts: datetime, ends: datetime
) -> Iterator[Seats]:
    """What is lent, counted in each step of the use."""
    steps = slots(building, starts, ends)
    for one in building.equipment:
        if lent.get(one.key):
            yield Seats(thing(building, one.key), steps, lent[one.key], one.count)


def _all_places(building: Building, spaces: tuple[str, ...], steps: range) -> Iterator[Seats]:
    for unit in building.units:
        if unit.seats and set(unit.spaces) & set(spaces):
            yield Seats(space(building, unit.key), steps, unit.seats, unit.seats)


def _sorted(seats: tuple[Seats, ...]) -> tuple[Seats, ...]:
    return tuple(sorted(seats, key=lambda one: one.what))


def _heard(building: Building, unit: Unit, purpose: Purpose | None) -> list[str]:
    loud = purpose is not None and purpose.loud
    return [
        f"{building.key}/{source}>{inside}"
        for source, inside in building.heard
        # Both inside one unit: whoever has both hears only themselves.
        if not {source, inside} <= set(unit.spaces)
        and ((loud and source in unit.spaces) or (not loud and inside in unit.spaces))
    ]


def closed(building: Building, unit: Unit | None, starts: datetime, ends: datetime) -> Taking:
    """What a block takes: the spaces of a unit, or of the whole building, and nothing of the rooms beside it."""
    keys = unit.spaces if unit else tuple(one.key for one in building.spaces)
    steps = slots(building, starts, ends)
    rows = tuple(sorted((space(building, key), step) for key in keys for step in steps))
    return Taking(rows, _sorted(tuple(_all_places(building, keys, steps))))
