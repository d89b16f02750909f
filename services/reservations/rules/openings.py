"""When a building is open, and which times of a unit can be booked at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from portal.opening import TOKYO
from portal.pack.buildings import Band, Building, Unit

Span = tuple[datetime, datetime]
_AHEAD = 32


class Holidays(Protocol):
    """Which days are holidays; a Saturday or Sunday is none, for that is when people come."""

    def holiday(self, day: date) -> object:
        """Why a day is a holiday, or nothing."""
        ...


@dataclass(frozen=True)
class Piece:
    """A time that can be asked for: a band, or one step where there are no bands."""

    starts: datetime
    ends: datetime
    band: Band | None = None


def at(day: date, clock: time) -> datetime:
    """A time of a day in Japan."""
    return datetime.combine(day, clock, TOKYO)


def is_closed(building: Building, day: date, holidays: Holidays) -> bool:
    """Whether a building stays shut on a day, by its own calendar or by the holidays it keeps."""
    if building.closed_on_holidays and holidays.holiday(day):
        return True
    return any(first <= day <= last for first, last in building.closed_days)


def openings(building: Building, day: date, holidays: Holidays) -> tuple[Span, ...]:
    """From when to when a building is open on a day, touching spans joined."""
    if is_closed(building, day, holidays):
        return ()
    found = sorted((at(day, row.start), at(day, row.end)) for row in building.openings if row.holds(day))
    joined: list[Span] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def next_open(building: Building, now: datetime, holidays: Holidays) -> date:
    """Today until it has closed, else the next day on which it opens; today again where that is further away than a month."""
    here = now.astimezone(TOKYO).date()
    ahead = (here + timedelta(days=n) for n in range(_AHEAD))
    return next(
        (day for day in ahead if any(ends > now for _, ends in openings(building, day, holidays))), here
    )


def pieces(building: Building, unit: Unit, day: date, holidays: Holidays) -> tuple[Piece, ...]:
    """What a unit's day is made of: its bands as far as the building is open, or the steps of its raster."""
    if not unit.let(day):
        return ()
    return tuple(_pieces(building, unit, day, openings(building, day, holidays)))


def _pieces(building: Building, unit: Unit, day: date, spans: tuple[Span, ...]) -> Iterator[Piece]:
    for band in unit.bands:
        start, end = at(day, band.start), at(day, band.end)
        if any(opens <= start and end <= closes for opens, closes in spans):
            yield Piece(start, end, band)
    if unit.bands:
        return
    step = timedelta(minutes=building.raster)
    for opens, closes in spans:
        start = opens
        while start + step <= closes:
            yield Piece(start, start + step)
            start += step


def lasting(
    building: Building, unit: Unit, day: date, holidays: Holidays, length: timedelta, bands: int
) -> Iterator[Span]:
    """The times of a day that `fits` lets somebody ask for and that last so long, or so many bands where there are bands."""
    if not unit.let(day):
        return
    spans = openings(building, day, holidays)
    found = tuple(_pieces(building, unit, day, spans))
    if unit.bands:
        times = [(first.starts, last.ends) for first, last in zip(found, found[bands - 1 :], strict=False)]
    else:
        times = [(one.starts, one.starts + length) for one in found] if _long(building, unit, length) else []
    for starts, ends in times:
        on_raster = bool(unit.bands) or not starts.minute % building.raster
        if on_raster and any(opens <= starts and ends <= closes for opens, closes in spans):
            yield starts, ends


def fits(building: Building, unit: Unit, starts: datetime, ends: datetime, holidays: Holidays) -> bool:
    """Whether somebody may ask for exactly this time: bands whole and next to one another, or a length within bounds."""
    day = starts.astimezone(TOKYO).date()
    spans = openings(building, day, holidays)
    if not unit.let(day):
        return False
    if not any(opens <= starts < ends <= closes for opens, closes in spans):
        return False
    if unit.bands:
        found = [
            one for one in pieces(building, unit, day, holidays) if starts <= one.starts and one.ends <= ends
        ]
        return bool(found) and found[0].starts == starts and found[-1].ends == ends
    return not starts.minute % building.raster and _long(building, unit, ends - starts)


def _long(building: Building, unit: Unit, length: timedelta) -> bool:
    """Whether a room without bands can be asked for so long."""
    minutes = int(length / timedelta(minutes=1))
    return not minutes % building.raster and unit.least_minutes <= minutes <= unit.most_minutes
