"""Alternatives: what somebody who came too late can really book instead, near in time, in the same house, in another."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from heapq import heappop, heappush
from itertools import chain, islice

from sqlalchemy.orm import Session

from portal.opening import today
from portal.pack import Pack
from portal.pack.buildings import Building, Policy, Unit
from portal.pack.calendar import ClosedDays
from portal.slots import claiming
from portal.slots.values import Taking
from services.reservations.actions.wishes import BY_STAFF, NOTHING, Place, Wish, placed
from services.reservations.rules import claims, openings, periods, prices

# How far from the wished day the same room is looked for, and other rooms.
NEAR_DAYS, OTHER_DAYS = 7, 1
# A turnaround reaches so far beyond the end of a use.
AFTER = timedelta(hours=4)
_DAY = timedelta(days=1)

# Months of buildings.
Spent = frozenset[tuple[str, str]]


class Within(StrEnum):
    """How far somebody can go for another time."""

    ROOM = "room"
    HOUSE = "house"
    TOWN = "town"


@dataclass(frozen=True)
class Offer:
    """A time of a unit that was free when it was offered."""

    building: str
    unit: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class Taken:
    """What of a building is taken between two steps."""

    rows: dict[str, set[int]]
    places: dict[str, dict[int, int]]

    def has_room(self, taking: Taking) -> bool:
        """Whether all of a use could be taken."""
        if any(step in self.rows.get(name, ()) for name, step in taking.claims):
            return False
        return all(
            self.places.get(one.what, {}).get(step, 0) + one.people <= one.total
            for one in taking.seats
            for step in one.steps
        )

    def mark(self, taking: Taking) -> None:
        """Count a use among what is taken."""
        for name, step in taking.claims:
            self.rows.setdefault(name, set()).add(step)
        for one in taking.seats:
            used = self.places.setdefault(one.what, {})
            used.update({step: used.get(step, 0) + one.people for step in one.steps})


@dataclass(frozen=True)
class _Sought:
    """What is looked for, when, in which months not, and with what to be lent."""

    wish: Wish
    now: datetime
    spent: Spent
    lent: Mapping[str, int]


def alternatives(
    session: Session,
    wish: Wish,
    now: datetime,
    most: int = 5,
    within: Within = Within.TOWN,
    spent: Spent = frozenset(),
    lent: Mapping[str, int] = NOTHING,
) -> tuple[Offer, ...]:
    """What can be booked instead, the nearest first: this room at another time, then other rooms, then other houses.

    `spent`: the months of buildings in which whoever asks has no booking left. `lent`: what must be left to be lent with it.
    """
    pack: Pack = session.info["pack"]
    place = placed(session, wish.building, wish.unit, wish.purpose)
    houses = [place.building]
    if within is Within.TOWN:
        houses += [one for one in pack.buildings.values() if one.key != wish.building]
    sought = _Sought(wish, now, spent, {key: n for key, n in lent.items() if n})
    groups = (
        _near(session, house, [place.unit] if within is Within.ROOM else units(place, house, wish), sought)
        for house in houses
    )
    return tuple(islice(chain.from_iterable(groups), most))


def is_free(session: Session, place: Place, wish: Wish) -> bool:
    """Whether exactly this could be had at this moment."""
    taking = place.taking(wish.starts, wish.ends, wish.people)
    ends = wish.ends + timedelta(minutes=place.unit.turnaround)
    return taken(session, place.building, wish.starts, ends).has_room(taking)


def taken(
    session: Session, house: Building, starts: datetime, ends: datetime, lent: Collection[str] = ()
) -> Taken:
    """Everything that is claimed of a building in a span, and of some of what it lends, in one question."""
    steps = claims.slots(house, starts, ends)
    names = [claims.space(house, one.key) for one in house.spaces]
    names += [f"{house.key}/{source}>{inside}" for source, inside in house.heard]
    counted = [claims.space(house, one.key) for one in house.units if one.seats]
    counted += [claims.thing(house, one.key) for one in house.equipment if one.key in lent]
    return Taken(*claiming.in_use(session, names, counted, steps.start, steps.stop))


def units(place: Place, house: Building, wish: Wish) -> list[Unit]:
    """The wished unit first, then those that take as many people for the same purpose, the smallest first."""
    fit = [
        unit
        for unit in house.units
        if wish.purpose in unit.purposes
        and prices.lets(unit, wish.who)
        and (unit.seats or unit.people) >= wish.people
        and (house.key, unit.key) != (wish.building, wish.unit)
    ]
    # What somebody has to decide about first is offered only to those who asked for such a thing.
    fit = [one for one in fit if one.policy is not Policy.APPROVAL or place.unit.policy is Policy.APPROVAL]
    fit.sort(key=lambda one: (one.people, one.key))
    return [place.unit, *fit] if house is place.building else fit


def _near(session: Session, house: Building, units: Sequence[Unit], sought: _Sought) -> Iterator[Offer]:
    wish, day = sought.wish, today(sought.wish.starts)
    near = [day + n * _DAY for n in range(-NEAR_DAYS, NEAR_DAYS + 1)]
    left = {one for one in near if (house.key, f"{one:%Y-%m}") not in sought.spent}
    able = [unit for unit in units if set(sought.lent) <= {one.key for one in house.lends(unit)}]
    if not left or not able:
        return
    span = openings_from(near[0]), openings_from(near[-1] + 2 * _DAY)
    seen = taken(session, house, *span, sought.lent)
    holidays: ClosedDays = session.info["pack"].closed_days
    for unit in able:
        reach = NEAR_DAYS if (house.key, unit.key) == (wish.building, wish.unit) else OTHER_DAYS
        good = (
            one
            for one in _by_distance(house, unit, wish, holidays, reach)
            if today(one.starts) in left and _bookable(house, unit, one, sought, seen)
        )
        # A screenful of one room would hide the others.
        yield from islice(good, 3)


def openings_from(day: date) -> datetime:
    """The beginning of a day in Japan."""
    return openings.at(day, datetime.min.time())


def _by_distance(
    house: Building, unit: Unit, wish: Wish, holidays: ClosedDays, reach: int
) -> Iterator[Offer]:
    """Times as long as the wished one, or made of as many bands, the nearest first; a day is looked at when it is reached."""
    day, length = today(wish.starts), wish.ends - wish.starts
    bands = _bands(house, unit, wish)
    waiting: list[tuple[timedelta, datetime, datetime]] = []
    for ring in range(reach + 1):
        for one in sorted({day - ring * _DAY, day + ring * _DAY}):
            for starts, ends in openings.lasting(house, unit, one, holidays, length, bands):
                heappush(waiting, (abs(starts - wish.starts), starts, ends))
        # What lies on a day further away is further away than so many whole days.
        while waiting and (ring == reach or waiting[0][0] <= ring * _DAY):
            _, starts, ends = heappop(waiting)
            yield Offer(house.key, unit.key, starts, ends)


def _bands(house: Building, unit: Unit, wish: Wish) -> int:
    """How many bands stand for the wished time."""
    wished = house.unit(wish.unit) if house.key == wish.building else None
    if not unit.bands or wished is None:
        return 1
    day = today(wish.starts)
    inside = [
        one
        for one in wished.bands
        if wish.starts <= openings.at(day, one.start) and openings.at(day, one.end) <= wish.ends
    ]
    return max(len(inside), 1)


def _bookable(house: Building, unit: Unit, offer: Offer, sought: _Sought, seen: Taken) -> bool:
    wish = sought.wish
    if (offer.building, offer.unit, offer.starts) == (wish.building, wish.unit, wish.starts):
        return False
    by_staff = wish.channel in BY_STAFF
    if periods.fault(house, wish.who, offer.starts, offer.ends, sought.now, by_staff=by_staff):
        return False
    purpose = house.purpose(wish.purpose)
    taking = claims.taking(house, unit, purpose, offer.starts, offer.ends, wish.people, sought.lent)
    if not seen.has_room(taking):
        return False
    # What is offered is not offered again half an hour later.
    seen.mark(taking)
    return True
