"""What one use of a unit takes: its spaces step by step, the turnaround after it, and the quiet of the rooms beside it."""

from datetime import UTC, datetime, timedelta

from portal.pack.buildings import Building, Purpose, Unit

Claims = tuple[tuple[str, int], ...]


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


def _heard(building: Building, unit: Unit, purpose: Purpose | None) -> list[str]:
    loud = purpose is not None and purpose.loud
    return [
        f"{building.key}/{source}>{inside}"
        for source, inside in building.heard
        # Both inside one unit: whoever has both hears only themselves.
        if not {source, inside} <= set(unit.spaces)
        and ((loud and source in unit.spaces) or (not loud and inside in unit.spaces))
    ]


def closed(building: Building, unit: Unit | None, starts: datetime, ends: datetime) -> Claims:
    """What a block takes: the spaces of a unit, or of the whole building, and nothing of the rooms beside it."""
    keys = unit.spaces if unit else tuple(one.key for one in building.spaces)
    return tuple(
        sorted((space(building, key), step) for key in keys for step in slots(building, starts, ends))
    )
