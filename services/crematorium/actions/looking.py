"""Looking: which admissions are free, day by day, and what of all that is taken along can still be had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.opening import midnight, today
from portal.pack.crematorium import Crematorium, Furnace, Use
from portal.refused import Refused
from portal.slots import claiming
from services.crematorium.actions.wishes import Wish
from services.crematorium.models.cremations import Cremation, FurnacePause
from services.crematorium.rules import days, takings
from services.crematorium.rules.days import Shut
from services.crematorium.rules.states import CLAIMING

_DAY = timedelta(days=1)


class Room(StrEnum):
    """What can be said of one admission."""

    FREE = "free"
    TAKEN = "taken"
    PAUSED = "paused"
    # The furnace has had as many that day as it can.
    COOLING = "cooling"
    PAST = "past"
    # Not yet, or no longer, by the network.
    NEAR = "near"


@dataclass(frozen=True)
class Admission:
    """One time of one furnace; `owner` is the booking or the pause that has it."""

    furnace: Furnace
    starts: datetime
    room: Room
    owner: UUID | None = None


@dataclass(frozen=True)
class Day:
    """A day of the house: why it rests, or its admissions by time and furnace."""

    day: date
    shut: Shut | None
    admissions: tuple[Admission, ...]

    @property
    def free(self) -> int:
        """How many admissions can be had."""
        return sum(one.room is Room.FREE for one in self.admissions)

    def at(self, furnace: str, starts: datetime) -> Admission | None:
        """The admission of a furnace at a time, where there is one."""
        same = (one for one in self.admissions if (one.furnace.key, one.starts) == (furnace, starts))
        return next(same, None)

    @property
    def times(self) -> tuple[datetime, ...]:
        """Every time at which some furnace takes somebody in."""
        return tuple(sorted({one.starts for one in self.admissions}))


def days_of(
    session: Session, hall: Crematorium, first: date, count: int, now: datetime, *, by_staff: bool = False
) -> tuple[Day, ...]:
    """Some days in their order, whatever their number in three questions."""
    wanted = [first + n * _DAY for n in range(count)]
    begin, end = midnight(first), midnight(first + count * _DAY) + timedelta(hours=12)
    names = [takings.space(one.key) for one in hall.furnaces]
    steps = takings.slots(begin, end)
    held = claiming.taken(session, names, steps.start, steps.stop)
    full = _full(session, hall, begin, end)
    paused = _paused(session, begin, end)
    span = days.span(hall.rules, now, by_staff=by_staff)
    found = []
    for day in wanted:
        admissions = tuple(
            _admission(furnace, starts, held[takings.space(furnace.key)], paused, full, now, span)
            for furnace in hall.furnaces
            for starts in days.admissions(hall, furnace, day)
        )
        found.append(Day(day, days.shut(hall, day), admissions))
    return tuple(found)


def _admission(
    furnace: Furnace,
    starts: datetime,
    held: Mapping[int, UUID],
    paused: frozenset[UUID],
    full: frozenset[tuple[str, date]],
    now: datetime,
    span: tuple[datetime, datetime],
) -> Admission:
    part = takings.of_furnace(furnace, starts)
    owners = [held[step] for step in takings.slots(part.starts, part.clear) if step in held]
    first, last = span
    if owners:
        room = Room.PAUSED if owners[0] in paused else Room.TAKEN
        return Admission(furnace, starts, room, owners[0])
    if starts <= now:
        return Admission(furnace, starts, Room.PAST)
    if not first <= starts < last:
        return Admission(furnace, starts, Room.NEAR)
    if (furnace.key, today(starts)) in full:
        return Admission(furnace, starts, Room.COOLING)
    return Admission(furnace, starts, Room.FREE)


def _paused(session: Session, begin: datetime, end: datetime) -> frozenset[UUID]:
    over = select(FurnacePause.id).where(
        FurnacePause.ended_at.is_(None), FurnacePause.starts_at < end, FurnacePause.ends_at > begin
    )
    return frozenset(session.scalars(over))


def _full(session: Session, hall: Crematorium, begin: datetime, end: datetime) -> frozenset[tuple[str, date]]:
    """The furnaces that have to cool for the rest of a day."""
    most = {one.key: one.most_a_day for one in hall.furnaces if one.most_a_day}
    booked = select(Cremation.furnace, Cremation.starts_at).where(
        Cremation.furnace.in_(most), Cremation.starts_at >= begin, Cremation.starts_at < end,
        Cremation.state.in_(CLAIMING),
    )  # fmt: skip
    counts: dict[tuple[str, date], int] = {}
    for furnace, starts in session.execute(booked):
        counts[furnace, today(starts)] = counts.get((furnace, today(starts)), 0) + 1
    return frozenset(key for key, n in counts.items() if n >= most[key[0]])


def free_extras(
    session: Session, hall: Crematorium, furnace: Furnace, starts: datetime, mine: UUID | None = None
) -> dict[str, tuple[Use, ...]]:
    """Of each thing taken along the uses that can still be had with an admission; `mine` stands in nobody's way."""
    parts = {
        (extra.key, use.key): takings.of_extra(extra, use, furnace, starts)
        for extra in hall.extras
        for use in extra.uses
    }
    if not parts:
        return {}
    first = min(one.starts for one in parts.values())
    last = max(one.clear for one in parts.values())
    steps = takings.slots(first, last)
    held = claiming.taken(session, [takings.space(one.key) for one in hall.extras], steps.start, steps.stop)
    return {
        extra.key: tuple(
            use
            for use in extra.uses
            if _is_free(parts[extra.key, use.key], held[takings.space(extra.key)], mine)
        )
        for extra in hall.extras
    }


def still_free(session: Session, hall: Crematorium, wish: Wish) -> None:
    """Refuse while somebody still types what is gone already; whoever books finds out by claiming."""
    furnace = hall.furnace(wish.furnace)
    if furnace is None:
        raise Refused("no_admission_then", 422)
    parts = takings.parts(hall, furnace, wish.starts, wish.along)
    steps = takings.slots(min(one.starts for one in parts), max(one.clear for one in parts))
    held = claiming.taken(session, [takings.space(one.key) for one in parts], steps.start, steps.stop)
    if not all(_is_free(one, held[takings.space(one.key)], None) for one in parts):
        raise Refused("use_taken", 409)


def _is_free(part: takings.Part, held: Mapping[int, UUID], mine: UUID | None) -> bool:
    return all(held.get(step, mine) == mine for step in takings.slots(part.starts, part.clear))


def alternatives(
    session: Session, hall: Crematorium, wish: Wish, now: datetime, most: int = 4, *, by_staff: bool = False
) -> tuple[Admission, ...]:
    """Free admissions near the one that was wanted, for the same 区分 and with the same things along."""
    first, here = today(wish.starts) - _DAY, today(now)
    found = days_of(session, hall, max(first, here), 5, now, by_staff=by_staff)
    suits = [
        one
        for day in found
        for one in day.admissions
        if one.room is Room.FREE and wish.sort in one.furnace.sorts
    ]
    near = sorted(suits, key=lambda one: (abs(one.starts - wish.starts), one.furnace.key))
    offered: list[Admission] = []
    for one in near:
        if len(offered) == most:
            break
        free = free_extras(session, hall, one.furnace, one.starts) if wish.along else {}
        if all(any(use.key == wanted for use in free.get(key, ())) for key, wanted in wish.along.items()):
            offered.append(one)
    return tuple(offered)


def booked(session: Session, begin: date, count: int) -> Sequence[Cremation]:
    """The bookings of some days that have a furnace, in the order of their admissions."""
    query = select(Cremation).where(
        Cremation.starts_at >= midnight(begin), Cremation.starts_at < midnight(begin + count * _DAY),
        Cremation.state.in_(CLAIMING),
    )  # fmt: skip
    return session.scalars(query.order_by(Cremation.starts_at, Cremation.furnace)).all()
