"""Alternatives: what somebody who came too late can really book instead, near in time, in the same house, in another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import chain

from sqlalchemy.orm import Session

from portal.opening import today
from portal.pack import Pack
from portal.pack.buildings import Building, Policy, Unit
from portal.slots import claiming
from portal.slots.values import Taking
from services.reservations.actions.wishes import BY_STAFF, Place, Wish, placed
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


def alternatives(
    session: Session,
    wish: Wish,
    now: datetime,
    most: int = 5,
    within: Within = Within.TOWN,
    spent: Spent = frozenset(),
) -> tuple[Offer, ...]:
    """What can be booked instead, the nearest first: this room at another time, then other rooms, then other houses.

    `spent`: the months of buildings in which whoever asks has no booking left.
    """
    pack: Pack = session.info["pack"]
    place = placed(session, wish.building, wish.unit, wish.purpose)
    houses = [place.building]
    if within is Within.TOWN:
        houses += [one for one in pack.buildings.values() if one.key != wish.building]
    groups = (
        _near(
            session,
            pack,
            house,
            [place.unit] if within is Within.ROOM else units(place, house, wish),
            wish,
            now,
        )
        for house in houses
    )
    found: list[Offer] = []
    for offer in chain.from_iterable(groups):
        if (offer.building, periods.month(offer.starts)) in spent:
            continue
        found.append(offer)
        if len(found) == most:
            break
    return tuple(found)


def is_free(session: Session, place: Place, wish: Wish) -> bool:
    """Whether exactly this could be had at this moment."""
    taking = place.taking(wish.starts, wish.ends, wish.people)
    ends = wish.ends + timedelta(minutes=place.unit.turnaround)
    return taken(session, place.building, wish.starts, ends).has_room(taking)


def taken(session: Session, house: Building, starts: datetime, ends: datetime) -> Taken:
    """Everything that is claimed of a building in a span, in two questions."""
    steps = claims.slots(house, starts, ends)
    names = [claims.space(house, one.key) for one in house.spaces]
    names += [f"{house.key}/{source}>{inside}" for source, inside in house.heard]
    shared = [claims.space(house, one.key) for one in house.units if one.seats]
    rows = claiming.taken(session, names, steps.start, steps.stop)
    places = claiming.places(session, shared, steps.start, steps.stop) if shared else {}
    return Taken({name: set(held) for name, held in rows.items()}, places)


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


def _near(
    session: Session, pack: Pack, house: Building, units: Sequence[Unit], wish: Wish, now: datetime
) -> Iterator[Offer]:
    day = today(wish.starts)
    seen = taken(
        session, house, openings_from(day - NEAR_DAYS * _DAY), openings_from(day + (NEAR_DAYS + 2) * _DAY)
    )
    for unit in units:
        same = (house.key, unit.key) == (wish.building, wish.unit)
        reach = NEAR_DAYS if same else OTHER_DAYS
        tried = [
            offer
            for shift in range(-reach, reach + 1)
            for offer in _on_day(pack, house, unit, day + shift * _DAY, wish)
        ]
        tried.sort(key=lambda one: abs(one.starts - wish.starts))
        good = (one for one in tried if _bookable(pack, house, unit, one, wish, seen, now))
        # A screenful of one room would hide the others.
        yield from (offer for _, offer in zip(range(3), good, strict=False))


def openings_from(day: date) -> datetime:
    """The beginning of a day in Japan."""
    return openings.at(day, datetime.min.time())


def _on_day(pack: Pack, house: Building, unit: Unit, day: date, wish: Wish) -> Iterator[Offer]:
    """Times of a day as long as the wished one, or made of as many bands."""
    pieces = openings.pieces(house, unit, day, pack.closed_days)
    length = wish.ends - wish.starts
    if unit.bands:
        wished = house.unit(wish.unit)
        count = len(_bands_of(wished, wish)) if wished and house.key == wish.building and wished.bands else 1
        for first, last in zip(pieces, pieces[max(count, 1) - 1 :], strict=False):
            yield Offer(house.key, unit.key, first.starts, last.ends)
        return
    for piece in pieces:
        yield Offer(house.key, unit.key, piece.starts, piece.starts + length)


def _bands_of(unit: Unit, wish: Wish) -> list[str]:
    day = today(wish.starts)
    return [
        one.key
        for one in unit.bands
        if wish.starts <= openings.at(day, one.start) and openings.at(day, one.end) <= wish.ends
    ]


def _bookable(
    pack: Pack, house: Building, unit: Unit, offer: Offer, wish: Wish, seen: Taken, now: datetime
) -> bool:
    if (offer.building, offer.unit, offer.starts) == (wish.building, wish.unit, wish.starts):
        return False
    by_staff = wish.channel in BY_STAFF
    if periods.fault(house, wish.who, offer.starts, offer.ends, now, by_staff=by_staff):
        return False
    if not openings.fits(house, unit, offer.starts, offer.ends, pack.closed_days):
        return False
    taking = claims.taking(house, unit, house.purpose(wish.purpose), offer.starts, offer.ends, wish.people)
    if not seen.has_room(taking):
        return False
    # What is offered is not offered again half an hour later.
    seen.mark(taking)
    return True
