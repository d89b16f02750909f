"""A series before it is booked: each date with what it meets, and the rooms that could be taken instead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.opening import today
from portal.pack import Pack
from portal.pack.buildings import Building, Unit, Who
from portal.refused import Refused
from portal.slots.tables import SlotClaim
from portal.slots.values import Taking
from services.reservations.actions import offering, standing
from services.reservations.actions.offering import AFTER
from services.reservations.actions.rounds import LOTTERY
from services.reservations.actions.wishes import Place, Wish, placed
from services.reservations.rules import openings, prices, series
from services.reservations.rules.series import Choice, Met, Rhythm
from services.reservations.rules.states import Kind


@dataclass(frozen=True)
class Plan:
    """What staff type of a series, beside who it is for."""

    building: str
    unit: str
    rhythm: Rhythm
    first: date
    last: date
    purpose: str
    people: int
    who: Who
    relief: str = ""
    # Every other week is counted from here where a series is made longer.
    since: date | None = None


@dataclass(frozen=True)
class Seen:
    """One date as it stands at this moment."""

    day: date
    met: Met
    # Rooms of the same house that are free at the same time.
    others: tuple[Unit, ...] = ()


def seen(session: Session, plan: Plan, now: datetime) -> tuple[Seen, ...]:
    """Every date of a plan with what it meets; refused where it can be no series at all."""
    place = checked(session, plan, now)
    found = [
        one for one in series.days(plan.rhythm, plan.first, plan.last, plan.since) if _ahead(plan, one, now)
    ]
    if not found:
        raise Refused("series_empty", 422)
    return tuple(look(session, place, plan, one) for one in found)


def checked(session: Session, plan: Plan, now: datetime) -> Place:
    """The place of a plan whose days, purpose, people and price hold."""
    place = placed(session, plan.building, plan.unit, plan.purpose)
    unit = place.unit
    if plan.last < today(now) or not series.within_a_year(plan.first, plan.last):
        raise Refused("series_days", 422)
    if not plan.rhythm.weekdays or (plan.rhythm.every is series.Every.MONTH and not plan.rhythm.nth):
        raise Refused("series_weekdays", 422)
    if plan.rhythm.starts >= plan.rhythm.ends:
        raise Refused("series_time", 422)
    if plan.purpose not in unit.purposes:
        raise Refused("purpose_not_here", 422)
    if not 0 < plan.people <= (unit.seats or unit.people or plan.people):
        raise Refused("too_many_people", 422, most=unit.seats or unit.people)
    prices.price(place.building, unit, *plan.rhythm.span(plan.first), plan.who, plan.relief)
    return place


def look(session: Session, place: Place, plan: Plan, day: date) -> Seen:
    """One date: what it meets, and where else it could be."""
    house, span = place.building, plan.rhythm.span(day)
    met = _shut(session, house, place.unit, day, span)
    if met:
        return Seen(day, met)
    taken = offering.taken(session, house, span[0], span[1] + AFTER)
    taking = place.taking(*span, plan.people)
    if taken.has_room(taking):
        return Seen(day, Met.NOTHING)
    wish = wish_of(plan, day)
    others = tuple(
        unit
        for unit in offering.units(place, house, wish)
        if unit is not place.unit
        and not _shut(session, house, unit, day, span)
        and taken.has_room(Place(house, unit, place.purpose).taking(*span, plan.people))
    )
    return Seen(day, _in_the_way(session, taking), others)


def wish_of(plan: Plan, day: date, unit: str = "", **more: Any) -> Wish:
    """One date as a wish like any other; it came before everybody, so that no first day holds for it."""
    starts, ends = plan.rhythm.span(day)
    given: dict[str, Any] = {"once_key": UUID(int=0), "channel": "counter", "kind": Kind.SERIES, **more}
    return Wish(plan.building, unit or plan.unit, starts, ends, plan.purpose, plan.people, plan.who, **given)


def rooms(found: Sequence[Seen], choices: Mapping[date, str]) -> Mapping[date, str]:
    """For each date what is done: a room's key, the series' own (empty), or a `Choice`; what is unknown waits for staff."""
    decided = {}
    for one in found:
        choice = choices.get(one.day, "")
        known = {str(Choice.LEAVE), str(Choice.LATER), *(unit.key for unit in one.others)}
        decided[one.day] = ("" if not one.met else str(Choice.LATER)) if choice not in known else choice
    return decided


def _ahead(plan: Plan, day: date, now: datetime) -> bool:
    return plan.rhythm.span(day)[0] > now


def _shut(session: Session, house: Building, unit: Unit, day: date, span: tuple[datetime, datetime]) -> Met:
    pack: Pack = session.info["pack"]
    if house.closed_on_holidays and pack.closed_days.holiday(day):
        return Met.HOLIDAY
    if openings.is_closed(house, day, pack.closed_days):
        return Met.CLOSED
    return Met.NOTHING if openings.fits(house, unit, *span, pack.closed_days) else Met.SHUT


def _in_the_way(session: Session, taking: Taking) -> Met:
    """What somebody else has of it: a block says more than a draw, and a draw more than a booking."""
    if not taking.claims:
        return Met.BOOKING
    spaces, steps = {space for space, _ in taking.claims}, [step for _, step in taking.claims]
    query = select(SlotClaim.kind).where(
        SlotClaim.space.in_(sorted(spaces)), SlotClaim.slot.between(min(steps), max(steps))
    )
    kinds = set(session.scalars(query.distinct()))
    if standing.BLOCK in kinds:
        return Met.BLOCK
    return Met.DRAW if LOTTERY in kinds else Met.BOOKING
