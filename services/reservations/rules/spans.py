"""What of a day is free, told as people ask: morning, afternoon, evening; when one can begin, and until when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.opening import TOKYO, today
from portal.pack.buildings import Band, Building, Rules, Unit, Who
from services.reservations.rules import periods

Run = tuple[datetime, datetime]
# A day on which a third or less is left is told as nearly gone.
_FEW = 3


class Part(StrEnum):
    """A part of the day, the same for rooms with bands and without."""

    AM = "am"
    PM = "pm"
    NIGHT = "night"


class Room(StrEnum):
    """How much of something is left."""

    FREE = "free"
    SOME = "some"
    NONE = "none"
    SHUT = "shut"
    # Over, or too near to be booked online.
    PAST = "past"
    # Nobody can book it yet.
    EARLY = "early"


@dataclass(frozen=True)
class Offered:
    """One piece of a unit's day: whether somebody can have it, and how many seats are left where there are seats."""

    starts: datetime
    ends: datetime
    band: Band | None
    free: bool
    past: bool
    left: int | None = None


@dataclass(frozen=True)
class Cell:
    """One field of a table: a part of a unit's day; `only` is the one piece that it is made of, where it is one."""

    part: Part
    room: Room
    only: Offered | None = None


def part_of(moment: datetime) -> Part:
    """The part of the day that something begins in."""
    hour = moment.astimezone(TOKYO).hour
    return Part.AM if hour < 12 else Part.PM if hour < 17 else Part.NIGHT


def reach(rules: Rules, day: date, now: datetime) -> Room:
    """Whether a day can be booked online at all: FREE, too EARLY, or PAST; the sooner of people's first moments counts."""
    if today(now) > periods.last_day(rules, day):
        return Room.PAST
    opens = min(periods.opens_at(rules, who, day) for who in (Who.RESIDENT, Who.OUTSIDE))
    return Room.FREE if opens <= now else Room.EARLY


def residents_only(rules: Rules, day: date, now: datetime) -> bool:
    """Whether people from outside have to wait still."""
    return periods.opens_at(rules, Who.RESIDENT, day) <= now < periods.opens_at(rules, Who.OUTSIDE, day)


def runs(offered: Iterable[Offered]) -> tuple[Run, ...]:
    """The free pieces of a day, those that touch joined."""
    found: list[Run] = []
    for one in offered:
        if not one.free:
            continue
        if found and found[-1][1] == one.starts:
            found[-1] = (found[-1][0], one.ends)
        else:
            found.append((one.starts, one.ends))
    return tuple(found)


def bookable(unit: Unit, offered: Iterable[Offered]) -> tuple[Run, ...]:
    """The runs that are long enough for anybody."""
    if unit.bands:
        return tuple((one.starts, one.ends) for one in offered if one.free)
    least = timedelta(minutes=unit.least_minutes)
    return tuple((start, end) for start, end in runs(offered) if end - start >= least)


def beginnings(building: Building, unit: Unit, offered: Sequence[Offered]) -> tuple[datetime, ...]:
    """When a use can begin."""
    if unit.bands:
        return tuple(one.starts for one in offered if one.free)
    step, least = timedelta(minutes=building.raster), timedelta(minutes=unit.least_minutes)
    found = []
    for start, end in bookable(unit, offered):
        begin = start
        while begin + least <= end:
            found.append(begin)
            begin += step
    return tuple(found)


def endings(
    building: Building, unit: Unit, offered: Sequence[Offered], starts: datetime
) -> tuple[datetime, ...]:
    """Until when a use can last that begins then: whole bands one after another, or step by step."""
    if unit.bands:
        found: list[datetime] = []
        for one in offered:
            if one.starts < starts:
                continue
            if not one.free or (not found and one.starts != starts):
                break
            found.append(one.ends)
        return tuple(found)
    end = next((end for start, end in runs(offered) if start <= starts < end), starts)
    last = min(end, starts + timedelta(minutes=unit.most_minutes))
    step, ends = timedelta(minutes=building.raster), starts + timedelta(minutes=unit.least_minutes)
    steps = int((last - ends) / step) if last >= ends else -1
    return tuple(ends + count * step for count in range(steps + 1))


def cells(building: Building, unit: Unit, offered: Sequence[Offered], limit: Room) -> tuple[Cell, ...]:
    """A unit's day in its parts; `limit` is what `reach` says of the day."""
    begins = {part_of(moment) for moment in beginnings(building, unit, offered)}
    return tuple(
        _cell(part, [one for one in offered if part_of(one.starts) is part], part in begins, limit)
        for part in Part
    )


def _cell(part: Part, pieces: list[Offered], begins: bool, limit: Room) -> Cell:
    if not pieces:
        return Cell(part, Room.SHUT)
    if all(one.past for one in pieces):
        return Cell(part, Room.PAST)
    if limit is not Room.FREE:
        return Cell(part, limit)
    if not begins:
        return Cell(part, Room.NONE)
    ahead = [one for one in pieces if not one.past]
    room = Room.FREE if all(one.free for one in ahead) else Room.SOME
    return Cell(part, room, pieces[0] if len(pieces) == 1 else None)


def whole_day(offers: Iterable[tuple[Unit, Sequence[Offered]]], limit: Room) -> Room:
    """One word for a day of one unit or of several together."""
    total = free = 0
    past = True
    for unit, offered in offers:
        for one in offered:
            total += 1
            past = past and one.past
        # A gap that is too short for anybody is no room.
        found = bookable(unit, offered)
        free += sum(1 for one in offered if one.free and any(a <= one.starts < b for a, b in found))
    if not total:
        return Room.SHUT
    if past:
        return Room.PAST
    if limit is not Room.FREE:
        return limit
    return Room.NONE if not free else Room.SOME if free * _FEW <= total else Room.FREE
