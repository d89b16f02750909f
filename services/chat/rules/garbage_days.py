"""When a reminder of garbage is worth sending, and what became of the days that people know."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portal.opening import TOKYO
from portal.pack.line_menus import Reminding

EVENING, MORNING = "evening", "morning"
# So many districts a friend may be told of: their own, their parents', a shop's.
MOST = 3
# A change further off than this is read in the new calendar in good time.
AHEAD = timedelta(days=28)
# A changed calendar is told by day, whenever it was changed.
_FROM, _TO = time(9), time(20)

Days = Collection[tuple[str, date]]


@dataclass(frozen=True)
class Slot:
    """A reminder that is due: which wish it answers, the day it is about, and until when it helps."""

    at: str
    day: date
    until: datetime


@dataclass(frozen=True)
class Change:
    """A day of a kind that is no more, or that is new."""

    day: date
    kind: str
    new: bool


def due(times: Reminding, now: datetime) -> tuple[Slot, ...]:
    """What is due at a moment: the evening's word until midnight, the morning's until garbage must be out.

    A worker that was idle at the hour finds the same slots later, as long as they still help.
    """
    here = now.astimezone(TOKYO)
    day, at = here.date(), here.time()
    tomorrow, slots = day + timedelta(days=1), []
    if at >= times.evening:
        slots.append(Slot(EVENING, tomorrow, _moment(tomorrow, time(0))))
    if times.morning <= at < times.out_by:
        slots.append(Slot(MORNING, day, _moment(day, times.out_by)))
    return tuple(slots)


def by_day(now: datetime) -> bool:
    """Whether people may be told of a change now."""
    return _FROM <= now.astimezone(TOKYO).time() < _TO


def changed(known: Days, now_so: Days, first: date, last: date) -> Sequence[Change]:
    """What differs between two calendars from a day to another, in the order of the days."""
    before, after = ({one for one in days if first <= one[1] <= last} for days in (known, now_so))
    gone = [Change(day, kind, new=False) for kind, day in before - after]
    come = [Change(day, kind, new=True) for kind, day in after - before]
    return sorted((*gone, *come), key=lambda one: (one.day, one.new, one.kind))


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, TOKYO)
