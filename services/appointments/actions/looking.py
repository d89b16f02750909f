"""Looking: which times there are and how many places each has left, from the town's file and what is counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.opening import midnight, today
from portal.pack import Pack
from portal.pack.appointments import Bookable, Matter, Sort
from portal.refused import Refused
from portal.slots import claiming
from portal.slots.values import Seats
from services.appointments.models import DayChange
from services.appointments.rules import laying, times
from services.appointments.rules.laying import Laid
from services.appointments.rules.states import Change
from services.appointments.rules.times import Changed, Time

_DAY = timedelta(days=1)
# A dated file of a town reaches no further.
HORIZON = timedelta(days=400)
Wishes = Sequence[tuple[Matter, ...]]


@dataclass(frozen=True)
class Offered:
    """One time with what is left of it, and whether the whole party fits from it on."""

    time: Time
    left: int
    fits: bool


@dataclass(frozen=True)
class Day:
    """One day with its times."""

    day: date
    offers: tuple[Offered, ...]

    @property
    def free(self) -> int:
        """At how many times a party of this size can begin."""
        return sum(one.fits for one in self.offers)

    @property
    def places(self) -> int:
        """How many places are left in all."""
        return sum(one.left for one in self.offers)


def find(session: Session, key: str) -> Bookable:
    """A calendar of the town by its key."""
    pack: Pack = session.info["pack"]
    found = pack.appointments.get(key)
    if found is None:
        raise Refused("calendar_unknown", 404)
    return found


def changes(session: Session, found: Bookable, first: date, last: date) -> tuple[Changed, ...]:
    """What staff changed between two days, in the order in which they did."""
    query = select(DayChange).where(
        DayChange.bookable == found.key,
        DayChange.ended_at.is_(None),
        DayChange.starts_at < midnight(last + _DAY),
        DayChange.ends_at > midnight(first),
    )
    rows = session.scalars(query.order_by(DayChange.id)).all()
    return tuple(Changed(Change(one.kind), one.starts_at, one.ends_at, one.places) for one in rows)


def days(
    session: Session,
    found: Bookable,
    first: date,
    last: date,
    wishes: Wishes,
    now: datetime,
    *,
    staff: bool = False,
) -> tuple[Day, ...]:
    """Every day between two on which something takes place; residents see those they may book now."""
    pack: Pack = session.info["pack"]
    changed = changes(session, found, first, last)
    used = _used(session, found, first, last)
    waited = found.sort is Sort.COURSE and not staff and some_wait(session, found)
    made = []
    for day in times.days(found, first, last, changed):
        if not staff and times.fault(found, day, now):
            continue
        offered = times.times(found, day, pack.closed_days, changed, _first(found, wishes))
        ahead = [one for one in offered if staff or one.starts > now]
        if ahead:
            made.append(
                Day(day, tuple(_offer(found, ahead, one, wishes, used, waited=waited) for one in ahead))
            )
    return tuple(made)


def time_of(
    session: Session, found: Bookable, starts: datetime, wishes: Wishes, now: datetime
) -> Offered | None:
    """One time by its beginning; none where residents are not offered it."""
    day = today(starts)
    offers = (one for each in days(session, found, day, day, wishes, now) for one in each.offers)
    return next((one for one in offers if one.time.starts == starts), None)


def some_wait(session: Session, found: Bookable) -> bool:
    """Whether somebody waits for a place already: what comes free is theirs."""
    name = f"{found.name}/waiting"
    return bool(claiming.places(session, [name], 0, 1)[name].get(0, 0))


def may_wait(session: Session, found: Bookable) -> bool:
    """Whether one more may wait for a place."""
    name = f"{found.name}/waiting"
    return claiming.places(session, [name], 0, 1)[name].get(0, 0) < found.waiting


def bookable_span(found: Bookable, now: datetime) -> tuple[date, date]:
    """The first and the last day that residents may see."""
    here = today(now)
    ahead = timedelta(days=found.days_ahead) if found.hours else HORIZON
    return here + found.days_before * _DAY, here + ahead


def laid(
    session: Session, found: Bookable, starts: datetime, wishes: Wishes, own: Sequence[Seats] = ()
) -> tuple[Laid, ...]:
    """The places a party would have from a time on, its own counting as free; refused where there is no such time or no room."""
    pack: Pack = session.info["pack"]
    day = today(starts)
    changed = changes(session, found, day, day)
    offered = times.times(found, day, pack.closed_days, changed, _first(found, wishes))
    if not any(one.starts == starts for one in offered):
        raise Refused("not_offered_then", 409)
    made = laying.lay(found, offered, starts, wishes, laying.without(_used(session, found, day, day), own))
    if not made:
        raise Refused("seats_taken", 409)
    return made


def stands(session: Session, found: Bookable, one: Laid) -> bool:
    """Whether a time is still offered: asked again once its places are locked, so that no closure is overlooked."""
    pack: Pack = session.info["pack"]
    day = today(one.starts)
    changed = changes(session, found, day, day)
    there = times.at(found, one.starts, pack.closed_days, changed, _first(found, [one.matters]))
    return there is not None and there.places >= one.places


def _used(session: Session, found: Bookable, first: date, last: date) -> laying.Used:
    begin, end = times.slot(found, midnight(first)), times.slot(found, midnight(last + _DAY))
    return claiming.places(session, laying.names(found), begin, end)


def _first(found: Bookable, wishes: Wishes) -> tuple[Matter, ...]:
    """How long a time lasts hangs on the matter at a counter alone."""
    return wishes[0] if wishes and found.sort is Sort.COUNTER else ()


def _offer(
    found: Bookable,
    offered: Sequence[Time],
    one: Time,
    wishes: Wishes,
    used: laying.Used,
    *,
    waited: bool,
) -> Offered:
    left = 0 if waited else laying.left(found, one, used)
    fits = bool(left and laying.lay(found, offered, one.starts, wishes or ((),), used))
    return Offered(one, left, fits)
