"""What a new edition of a building may change under what stands already, and what of it is a matter of money."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Protocol

from portal.opening import today
from portal.pack.buildings import Building, Unit
from services.reservations.rules import openings
from services.reservations.rules.openings import Holidays

# What giving back late costs, and from when on; as the reader of the files has it where nothing is said.
_OWED = {"late_percent": 100, "free_until_days": 7}


class Standing(Protocol):
    """A time that somebody has."""

    unit: str
    starts_at: datetime
    ends_at: datetime


def carries(before: Building, after: Building, row: Standing, holidays: Holidays) -> bool:
    """Whether a booking stands in the new edition as it stood: same room, same spaces, and open where it was open."""
    old, new = before.unit(row.unit), after.unit(row.unit)
    if old is None:
        return True
    if new is None or shape(before, old) != shape(after, new):
        return False
    return _open(after, new, row, holidays) or not _open(before, old, row, holidays)


def shape(building: Building, unit: Unit) -> tuple[object, ...]:
    """What claims are made of; with another one they would be of something else."""
    inside = frozenset(unit.spaces)
    heard = frozenset(pair for pair in building.heard if inside & set(pair))
    return building.raster, inside, heard, bool(unit.seats)


def offers_as_before(
    before: Building, after: Building, unit: str, days: Iterable[date], holidays: Holidays
) -> bool:
    """Whether a room that is drawn for keeps its shape and every time that people could wish for."""
    old, new = before.unit(unit), after.unit(unit)
    if old is None:
        return True
    if new is None or shape(before, old) != shape(after, new):
        return False
    return all(
        set(openings.pieces(before, old, day, holidays)) <= set(openings.pieces(after, new, day, holidays))
        for day in days
    )


def costs_differ(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether anybody would pay something else; a room that is no longer there costs nobody anything."""
    was, will = _money(before), _money(after)
    return any(was.get(key) != value for key, value in will.items())


def _money(body: Mapping[str, Any]) -> dict[object, object]:
    """Everything in a building's file that decides what somebody pays."""
    found: dict[object, object] = {"relief": body.get("relief", [])}
    for one in body.get("unit", ()):
        found["unit", one.get("key")] = one.get("price", [])
    for one in body.get("equipment", ()):
        found["equipment", one.get("key")] = one.get("yen", 0)
    rules = body.get("rules", {})
    return {**found, **{key: rules.get(key, usual) for key, usual in _OWED.items()}}


def beside_money(body: Mapping[str, Any]) -> dict[str, Any]:
    """The rest of the file."""
    found = {key: value for key, value in body.items() if key != "relief"}
    found["unit"] = [_without(one, "price") for one in body.get("unit", ())]
    found["equipment"] = [_without(one, "yen") for one in body.get("equipment", ())]
    found["rules"] = {key: value for key, value in body.get("rules", {}).items() if key not in _OWED}
    return found


def _without(row: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != key}


def _open(building: Building, unit: Unit, row: Standing, holidays: Holidays) -> bool:
    day = today(row.starts_at)
    spans = openings.openings(building, day, holidays)
    return unit.let(day) and any(start <= row.starts_at and row.ends_at <= end for start, end in spans)
