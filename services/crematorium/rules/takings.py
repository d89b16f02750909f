"""What a cremation takes: the furnace until it is clean again, and each thing taken along, in one sorted order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.opening import TOKYO
from portal.pack.crematorium import KEY, RASTER, Crematorium, Extra, Furnace, Use
from portal.slots.values import Claims
from services.crematorium.rules import days


@dataclass(frozen=True)
class Part:
    """One thing of a booking with its time; `clear` is when the next may have it."""

    key: str
    use: str
    starts: datetime
    ends: datetime
    clear: datetime


def space(key: str) -> str:
    """The name under which a furnace or a room is claimed."""
    return f"{KEY}/{key}"


def slots(starts: datetime, ends: datetime) -> range:
    """Every step of the raster from one moment to another, a step begun being a step taken."""
    return range(int(starts.timestamp()) // 60 // RASTER, -(-int(ends.timestamp()) // 60 // RASTER))


def of_furnace(furnace: Furnace, starts: datetime) -> Part:
    """The furnace from the admission until it is clean."""
    over = days.ends(furnace, starts)
    return Part(furnace.key, "", starts, over, over + timedelta(minutes=furnace.cleaning))


def of_extra(extra: Extra, use: Use, furnace: Furnace, starts: datetime) -> Part:
    """Something taken along, reckoned from the admission."""
    begins = starts - timedelta(minutes=use.minutes_before)
    if use.start is not None:
        begins = datetime.combine(
            starts.astimezone(TOKYO).date() - timedelta(days=use.days_before), use.start, TOKYO
        )
    ends = days.ends(furnace, starts) if use.through else starts
    return Part(extra.key, use.key, begins, ends, ends + timedelta(minutes=extra.turnaround))


def parts(
    hall: Crematorium, furnace: Furnace, starts: datetime, along: Mapping[str, str]
) -> tuple[Part, ...]:
    """Everything of a booking, the furnace first; `along` names a use of each thing."""
    found = [of_furnace(furnace, starts)]
    for extra in hall.extras:
        use = extra.use(along.get(extra.key, ""))
        if use is not None:
            found.append(of_extra(extra, use, furnace, starts))
    return tuple(found)


def claims(parts: tuple[Part, ...]) -> Claims:
    """The rows that these insert, in the one order that keeps two who want the same from waiting for one another."""
    return tuple(sorted((space(one.key), step) for one in parts for step in slots(one.starts, one.clear)))
