"""What a use costs, line by line, and what giving it back costs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.opening import today
from portal.pack.buildings import Building, Relief, Unit, Who
from portal.pack.buildings import Price as Tariff
from portal.refused import Refused
from services.reservations.rules import openings

MINUTES = 60
WHOLE = 100


@dataclass(frozen=True)
class Line:
    """One line of a bill: what for (a band, hours, equipment, a relief), how much of it, and its yen."""

    kind: str
    key: str
    count: int
    each: int
    yen: int


@dataclass(frozen=True)
class Bill:
    """What one use costs on the day it was booked; a relief stands as a line below nothing, to be confirmed on evidence."""

    lines: tuple[Line, ...]

    @property
    def full(self) -> int:
        """Without any relief."""
        return sum(line.yen for line in self.lines if line.yen > 0)

    @property
    def relieved(self) -> int:
        """How much falls away once the evidence was seen."""
        return -sum(line.yen for line in self.lines if line.yen < 0)

    @property
    def yen(self) -> int:
        """What is to be paid where the relief is confirmed."""
        return self.full - self.relieved

    def json(self) -> str:
        """How it is frozen beside the booking."""
        return json.dumps([[one.kind, one.key, one.count, one.each, one.yen] for one in self.lines])


NOTHING = Bill(())


def thawed(text: str) -> Bill:
    """A bill as it was frozen."""
    rows: list[Any] = json.loads(text) if text else []
    return Bill(tuple(Line(*row) for row in rows))


def price(
    building: Building,
    unit: Unit,
    starts: datetime,
    ends: datetime,
    who: Who,
    relief: str = "",
    equipment: Mapping[str, int] | None = None,
) -> Bill:
    """What a use costs somebody; refused where the unit is not let to such people, or the relief is none of this building."""
    room = _room(building, unit, starts, ends, who)
    lent = [_lent(building, unit, key, count) for key, count in sorted((equipment or {}).items()) if count]
    # 減免 is of the room; what is lent with it is paid by everybody.
    less = _relieved(found, room) if (found := _relief(building, relief, today(starts))) else []
    return Bill((*room, *lent, *less))


def lets(unit: Unit, who: Who) -> bool:
    """Whether a unit is let to such people at all."""
    if not unit.prices:
        return True
    named = {row.who for row in unit.prices}
    return who in named or (who is Who.OUTSIDE and Who.RESIDENT in named)


def fee(building: Building, yen: int, starts: datetime, now: datetime) -> int:
    """What giving back costs: nothing until so many days before, then that much of the price."""
    left = (today(starts) - today(now)).days
    if left >= building.rules.free_until_days:
        return 0
    return yen * building.rules.late_percent // WHOLE


def _room(building: Building, unit: Unit, starts: datetime, ends: datetime, who: Who) -> list[Line]:
    day = today(starts)
    if not unit.prices:
        return []
    if not unit.bands:
        minutes = int((ends - starts).total_seconds()) // MINUTES
        each = _tariff(unit, who, "", starts)
        # A price is of one hour; what begins is paid by the minute, and nobody pays a part of a yen.
        return [Line("minutes", unit.key, minutes, each, each * minutes // MINUTES)] if each else []
    spans = [
        band
        for band in unit.bands
        if starts <= openings.at(day, band.start) and openings.at(day, band.end) <= ends
    ]
    tariffs = [(band.key, _tariff(unit, who, band.key, starts)) for band in spans]
    return [Line("band", key, 1, each, each) for key, each in tariffs if each]


def _tariff(unit: Unit, who: Who, band: str, starts: datetime) -> int:
    """The price of a band, or of an hour: one for this band goes before one for all.

    People from outside pay as everybody does where nothing is said of them; who earns with it must be named.
    """
    day = today(starts)
    order = (who,) if who is not Who.OUTSIDE else (Who.OUTSIDE, Who.RESIDENT)
    for one in order:
        rows = [row for row in unit.prices if row.who is one and row.holds(day) and row.band in ("", band)]
        if rows:
            return max(rows, key=_closeness).yen
    raise Refused("not_let_to_them", 422)


def _closeness(row: Tariff) -> tuple[bool, bool]:
    return bool(row.band), row.valid_from is not None or row.valid_to is not None


def _lent(building: Building, unit: Unit, key: str, count: int) -> Line:
    found = next((one for one in building.lends(unit) if one.key == key), None)
    if found is None or not 0 < count <= found.count:
        raise Refused("equipment_unknown", 422)
    return Line("equipment", key, count, found.yen, found.yen * count)


def _relief(building: Building, key: str, day: date) -> Relief | None:
    if not key:
        return None
    found = next((one for one in building.reliefs if one.key == key and one.holds(day)), None)
    if found is None:
        raise Refused("relief_unknown", 422)
    return found


def _relieved(relief: Relief, room: list[Line]) -> list[Line]:
    whole = sum(line.yen for line in room)
    # A part of a yen is left away from what is still to be paid.
    off = whole - whole * (WHOLE - relief.percent) // WHOLE
    return [Line("relief", relief.key, 1, -off, -off)] if off else []
