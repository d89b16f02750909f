"""When something can be booked: the times of a day, from the town's file and from what staff changed of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from portal.opening import TOKYO, today
from portal.pack.appointments import Bookable, Matter, Sort
from portal.pack.calendar import ClosedDays
from services.appointments.rules import rushes
from services.appointments.rules.states import SHUT, Change

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Changed:
    """One change of staff that is in force."""

    kind: Change
    starts: datetime
    ends: datetime
    places: int


@dataclass(frozen=True)
class Part:
    """A stretch of a day in which so many are received at a time."""

    starts: datetime
    ends: datetime
    places: int
    place: str = ""
    matters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Time:
    """One time at which somebody can come."""

    starts: datetime
    ends: datetime
    places: int
    place: str = ""
    matters: tuple[str, ...] = ()


def slot(found: Bookable, moment: datetime) -> int:
    """A moment in steps since 1970."""
    return int(moment.timestamp()) // (60 * found.every)


def length(found: Bookable, matters: Iterable[Matter]) -> timedelta:
    """How long somebody is received: what they come for at a counter, one step in a clinic."""
    minutes = sum(one.minutes for one in matters) if found.sort is Sort.COUNTER else 0
    return timedelta(minutes=minutes or found.every)


def parts(
    found: Bookable, day: date, closed_days: ClosedDays, changes: Sequence[Changed] = ()
) -> tuple[Part, ...]:
    """The stretches of a day, those added by staff too; of a course the first meeting stands for all."""
    added = (
        Part(one.starts, one.ends, one.places, found.place)
        for one in changes
        if one.kind is Change.ADDED and today(one.starts) == day
    )
    return tuple(
        sorted((*_of_file(found, day, closed_days), *added), key=lambda part: (part.starts, part.ends))
    )


def times(
    found: Bookable,
    day: date,
    closed_days: ClosedDays,
    changes: Sequence[Changed] = (),
    matters: Sequence[Matter] = (),
) -> tuple[Time, ...]:
    """Every time of a day at which somebody with these matters could begin, whoever has it already."""
    if found.sort is Sort.COURSE:
        whole = (Time(part.starts, part.ends, part.places, part.place) for part in _course(found, day))
        return tuple(one for one in (_changed(time, changes) for time in whole) if one is not None)
    lasts, step = length(found, matters), timedelta(minutes=found.every)
    made: dict[datetime, Time] = {}
    for part in parts(found, day, closed_days, changes):
        if part.matters and any(one.key not in part.matters for one in matters):
            continue
        at = part.starts
        while at + lasts <= part.ends:
            one = _changed(Time(at, at + lasts, part.places, part.place, part.matters), changes)
            if one is not None:
                made.setdefault(at, one)
            at += step
    return tuple(made[at] for at in sorted(made))


def at(
    found: Bookable,
    starts: datetime,
    closed_days: ClosedDays,
    changes: Sequence[Changed],
    matters: Sequence[Matter],
) -> Time | None:
    """The time that begins at a moment, where there is one."""
    offered = times(found, today(starts), closed_days, changes, matters)
    return next((one for one in offered if one.starts == starts), None)


def fault(found: Bookable, day: date, now: datetime) -> str:
    """Why a resident may not book a day now; empty where they may."""
    here = today(now)
    moment = rushes.opens(found)
    if (found.opens and here < found.opens) or (moment and now < moment):
        return "not_yet_open"
    if (found.closes and here > found.closes) or day < here + found.days_before * _DAY:
        return "too_late_online"
    # Dated sessions say themselves how far they go; weekly hours go on for ever.
    far = bool(found.hours) and day > here + found.days_ahead * _DAY
    return "not_yet_open" if far else ""


def days(found: Bookable, first: date, last: date, changes: Sequence[Changed]) -> Iterator[date]:
    """The days on which something may take place, between two both inclusive."""
    if found.hours:
        yield from (first + n * _DAY for n in range((last - first).days + 1))
        return
    told = found.sessions[:1] if found.sort is Sort.COURSE else found.sessions
    known = {one.day for one in told} | {today(one.starts) for one in changes if one.kind is Change.ADDED}
    yield from sorted(one for one in known if first <= one <= last)


def first(found: Bookable) -> datetime:
    """When a course begins."""
    return min(_at(one.day, one.start) for one in found.sessions)


def held_at(
    found: Bookable,
    listed: str,
    span: tuple[datetime, datetime],
    closed_days: ClosedDays,
    changes: Sequence[Changed],
) -> tuple[tuple[datetime, datetime], ...]:
    """The stretches of a span in which it takes place in one house; of a course from the first such meeting to the last."""
    starts, ends = span
    if found.sort is Sort.COURSE:
        met = [
            (_at(one.day, one.start), _at(one.day, one.end))
            for one in found.sessions
            if (one.place or found.place) == listed
        ]
        met = [one for one in met if one[0] < ends and starts < one[1]]
        return ((min(met)[0], max(one[1] for one in met)),) if met else ()
    return tuple(
        (max(part.starts, starts), min(part.ends, ends))
        for day in days(found, today(starts), today(ends), changes)
        for part in parts(found, day, closed_days, changes)
        if part.place == listed and part.starts < ends and starts < part.ends
    )


def _of_file(found: Bookable, day: date, closed_days: ClosedDays) -> Iterator[Part]:
    for row in found.hours:
        if row.holds(day) and not _shut(found, day, closed_days):
            yield Part(_at(day, row.start), _at(day, row.end), row.counters, found.place)
    if found.sort is Sort.COURSE:
        yield from _course(found, day)
        return
    for one in found.sessions:
        if one.day == day:
            place = one.place or found.place
            yield Part(_at(day, one.start), _at(day, one.end), one.places, place, one.matters)


def _shut(found: Bookable, day: date, closed_days: ClosedDays) -> bool:
    """Whether the weekly hours fall out: a counter keeps the office's days, a clinic on a Saturday only the holidays."""
    if any(first <= day <= last for first, last in found.closed):
        return True
    return day in closed_days if found.sort is Sort.COUNTER else closed_days.holiday(day) is not None


def _course(found: Bookable, day: date) -> Iterator[Part]:
    first = min(found.sessions, key=lambda one: (one.day, one.start), default=None)
    if first is not None and first.day == day:
        place = first.place or found.place
        yield Part(_at(day, first.start), _at(day, first.end), found.places, place)


def _changed(one: Time, changes: Sequence[Changed]) -> Time | None:
    """A time as staff changed it; none where they closed it."""
    for change in changes:
        if change.starts < one.ends and one.starts < change.ends:
            if change.kind in SHUT:
                return None
            if change.kind is Change.PLACES:
                one = replace(one, places=change.places)
    return one


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, TOKYO)
