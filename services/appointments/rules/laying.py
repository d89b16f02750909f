"""A family next to each other in time, and what it takes: everybody's places, all of them or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.pack.appointments import Bookable, Matter, Sort
from portal.slots.values import Seats
from services.appointments.rules import times
from services.appointments.rules.times import Time

Used = Mapping[str, Mapping[int, int]]


@dataclass(frozen=True)
class Laid:
    """One person at one time."""

    starts: datetime
    ends: datetime
    matters: tuple[Matter, ...]
    places: int


def lay(
    found: Bookable,
    offered: Sequence[Time],
    starts: datetime,
    wishes: Sequence[tuple[Matter, ...]],
    used: Used,
) -> tuple[Laid, ...]:
    """Everybody of a party from a time on: at the same time where places are left, else at the very next; empty: not so."""
    rest = [one for one in offered if one.starts >= starts]
    if not rest or rest[0].starts != starts:
        return ()
    if found.sort is Sort.COURSE:
        # One enrolment: everybody has a place from the first meeting on.
        one = rest[0]
        return tuple(Laid(one.starts, one.ends, wish, one.places) for wish in wishes)
    made: list[Laid] = []
    taken: dict[tuple[str, int], int] = {}
    at = 0
    for wish in wishes:
        # The first has the time that was chosen; whoever follows the same or the very next.
        options = (at, at + 1) if made else (0,)
        fits = next(
            (n for n in options if _near(found, rest, n) and _free(found, rest[n], wish, used, taken)), None
        )
        if fits is None:
            return ()
        at = fits
        made.append(Laid(rest[at].starts, rest[at].ends, wish, rest[at].places))
        for key in _steps(found, rest[at], wish):
            taken[key] = taken.get(key, 0) + 1
    return tuple(made)


def seats(found: Bookable, laid: Sequence[Laid]) -> tuple[Seats, ...]:
    """What a party takes: places of each time, and of each examination that has its own."""
    counted: dict[tuple[str, int, int, int], int] = {}
    for one in laid:
        slots = _slots(found, one.starts, one.ends)
        for what, total in _names(found, one.matters, one.places):
            key = (what, slots.start, slots.stop, total)
            counted[key] = counted.get(key, 0) + 1
    return tuple(
        Seats(what, range(first, end), people, total)
        for (what, first, end, total), people in sorted(counted.items())
    )


def left(found: Bookable, one: Time, used: Used) -> int:
    """How many places of a time are left, in every step that it takes."""
    return _left(found.name, one.places, _slots(found, one.starts, one.ends), used)


def left_of(found: Bookable, one: Time, matter: Matter, used: Used) -> int | None:
    """How many places of one examination are left at a time; none where it has none of its own."""
    if not matter.places:
        return None
    return _left(name_of(found, matter), matter.places, _slots(found, one.starts, one.ends), used)


def without(used: Used, own: Sequence[Seats]) -> Used:
    """What is taken by everybody else."""
    rest = {what: dict(steps) for what, steps in used.items()}
    for one in own:
        for slot in one.steps:
            if slot in rest.get(one.what, {}):
                rest[one.what][slot] -= one.people
    return rest


def names(found: Bookable) -> tuple[str, ...]:
    """Everything that is counted of it."""
    return (found.name, *(name_of(found, one) for one in found.matters if one.places))


def name_of(found: Bookable, matter: Matter) -> str:
    """What the places of one examination are called."""
    return f"{found.name}/{matter.key}"


def _left(what: str, places: int, slots: range, used: Used) -> int:
    return max(0, min(places - used.get(what, {}).get(slot, 0) for slot in slots))


def _near(found: Bookable, rest: Sequence[Time], at: int) -> bool:
    """Whether a time is there and follows the one before it without a gap."""
    if at >= len(rest):
        return False
    return at == 0 or rest[at].starts - rest[at - 1].starts == timedelta(minutes=found.every)


def _free(
    found: Bookable,
    one: Time,
    wish: tuple[Matter, ...],
    used: Used,
    taken: Mapping[tuple[str, int], int],
) -> bool:
    if one.matters and any(matter.key not in one.matters for matter in wish):
        return False
    slots = _slots(found, one.starts, one.ends)
    return all(
        used.get(what, {}).get(slot, 0) + taken.get((what, slot), 0) < total
        for what, total in _names(found, wish, one.places)
        for slot in slots
    )


def _names(found: Bookable, matters: Sequence[Matter], places: int) -> list[tuple[str, int]]:
    own = [(name_of(found, one), one.places) for one in matters if one.places]
    return [(found.name, places), *own]


def _steps(found: Bookable, one: Time, wish: tuple[Matter, ...]) -> list[tuple[str, int]]:
    slots = _slots(found, one.starts, one.ends)
    return [(what, slot) for what, _ in _names(found, wish, one.places) for slot in slots]


def _slots(found: Bookable, starts: datetime, ends: datetime) -> range:
    first = times.slot(found, starts)
    # All the meetings of a course are one place.
    return range(first, first + 1 if found.sort is Sort.COURSE else times.slot(found, ends))
