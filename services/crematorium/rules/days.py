"""When a furnace takes somebody in: the town's times less its closures, and which dates can be booked at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from forms.wording import NOTHING, Wording
from portal.opening import TOKYO, midnight
from portal.pack.crematorium import Crematorium, Furnace, Rules
from services.crematorium.rules import rokuyo


@dataclass(frozen=True)
class Shut:
    """Why nobody is taken in on a day: `tomobiki`, `yearly`, or the words of a closure."""

    why: str
    reason: Wording = NOTHING


def shut(hall: Crematorium, day: date) -> Shut | None:
    """Why the whole house rests on a day; None where it does not."""
    if any(first <= (day.month, day.day) <= last for first, last in hall.closed_yearly):
        return Shut("yearly")
    for one in hall.closed:
        if not one.furnaces and one.first <= day <= one.last:
            return Shut("closed", one.reason)
    if hall.closed_on_tomobiki and rokuyo.is_tomobiki(day):
        return Shut("tomobiki")
    return None


def rests(hall: Crematorium, furnace: Furnace, day: date) -> Shut | None:
    """Why one furnace rests on a day on which the house may be open."""
    whole = shut(hall, day)
    if whole is not None:
        return whole
    found = (one for one in hall.closed if furnace.key in one.furnaces and one.first <= day <= one.last)
    closed = next(found, None)
    return Shut("closed", closed.reason) if closed else None


def admissions(hall: Crematorium, furnace: Furnace, day: date) -> tuple[datetime, ...]:
    """入炉: the moments of a day at which a furnace takes somebody in."""
    if rests(hall, furnace, day) is not None:
        return ()
    return tuple(datetime.combine(day, at, TOKYO) for at in furnace.times)


def ends(furnace: Furnace, starts: datetime) -> datetime:
    """When a cremation is over; the furnace is cleaned after that."""
    return starts + timedelta(minutes=furnace.minutes)


def span(rules: Rules, now: datetime, *, by_staff: bool = False) -> tuple[datetime, datetime]:
    """From when and until before when an admission can be booked; staff may take the next one too."""
    first = now if by_staff else now + timedelta(hours=rules.hours_before)
    last = midnight(now.astimezone(TOKYO).date() + timedelta(days=rules.days_ahead + 1))
    return first, last


def bookable(rules: Rules, here: date) -> Iterator[date]:
    """The days that can be booked, today first."""
    return (here + timedelta(days=n) for n in range(rules.days_ahead + 1))
