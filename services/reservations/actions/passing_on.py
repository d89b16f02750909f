"""Passing on: a time that is given back goes to the first in line who can use it, claim, offer and message in one block."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.db import must_write, new_id, writing
from portal.pack import Pack
from portal.pack.buildings import Building, Policy, Unit, Who
from portal.refused import Refused
from portal.slots import claiming
from portal.vault import DataKey
from services.reservations.actions import offering, standing, waiting
from services.reservations.actions.wishes import BY_STAFF, Place, Wish
from services.reservations.models.bookings import Block, Booking
from services.reservations.models.waiting import Wait
from services.reservations.rules import openings, periods, prices
from services.reservations.rules import waiting as rules

_AT_ONCE = 500


def hear_freeing(
    session: Session, owner: UUID, building: str, unit: str, starts: datetime, ends: datetime, now: datetime
) -> None:
    """Before somebody's time is given back: whoever waits for it has its steps from now on, so that nobody comes between.

    Only what lies within the time is passed on here, so that nothing is claimed but what is owned already.
    """
    pack: Pack = session.info["pack"]
    house = pack.buildings.get(building)
    room = house.unit(unit) if house else None
    if house is None or room is None or not house.rules.wait_hours:
        return
    line = _line(session, building, starts, ends)
    if not line or _is_blocked(session, building, starts, ends):
        return
    mine = claiming.owned(session, owner)
    for wait in line:
        place = Place(house, room, house.purpose(wait.purpose))
        if not _would_do(pack, place, wait, now):
            continue
        taking = place.taking(wait.starts_at, wait.ends_at, wait.people)
        if taking.seats or not set(taking.claims) <= mine:
            continue
        claiming.let_go(session, owner, taking.claims)
        mine -= set(taking.claims)
        _offer(session, wait, place, now)


def offer_due(session: Session, now: datetime) -> None:
    """Whoever waits for a time that can be had by now, however that came about, is offered it; each in a block of its own."""
    pack: Pack = session.info["pack"]
    query = (
        select(Wait).where(Wait.booking_id.is_(None), Wait.starts_at > now).order_by(Wait.made_at, Wait.id)
    )
    for found in session.scalars(query.limit(_AT_ONCE)).all():
        house = pack.buildings.get(found.building)
        for place in _places(house, found) if house else ():
            if not _would_do(pack, place, found, now) or not offering.is_free(
                session, place, _wish(found, place)
            ):
                continue
            try:
                with writing(session):
                    wait = waiting.taken(session, found.id)
                    if wait is None or wait.booking_id is not None:
                        break
                    _offer(session, wait, place, now)
                    claiming.changed(session, wait.building)
            except Refused:
                # Somebody was faster; the line keeps its order.
                session.expire_all()
                continue
            break


def sweep(session: Session, now: datetime) -> None:
    """Whoever waited for a time that has begun waits no more."""
    gone = select(Wait).where(Wait.starts_at <= now).limit(_AT_ONCE)
    with writing(session):
        waits = session.scalars(gone).all()
        session.execute(delete(Wait).where(Wait.id.in_([one.id for one in waits])))
        session.execute(delete(DataKey).where(DataKey.id.in_([one.key_id for one in waits])))


def _line(session: Session, building: str, starts: datetime, ends: datetime) -> Sequence[Wait]:
    must_write(session)
    query = select(Wait).where(
        Wait.building == building, Wait.booking_id.is_(None), Wait.starts_at >= starts, Wait.ends_at <= ends
    )
    return session.scalars(query.order_by(Wait.made_at, Wait.id).with_for_update(skip_locked=True)).all()


def _places(house: Building, wait: Wait) -> Iterator[Place]:
    """The room somebody waits for, then those that would do as well, the smallest first."""
    units = sorted(house.units, key=lambda one: (one.key != wait.unit, one.people, one.key))
    for unit in units:
        yield Place(house, unit, house.purpose(wait.purpose))


def _would_do(pack: Pack, place: Place, wait: Wait, now: datetime) -> bool:
    """Whether this room at that time is what somebody waits for, and may be booked by them at this moment."""
    house, unit = place.building, place.unit
    if unit.key != wait.unit and not (wait.alike and _is_alike(unit, wait)):
        return False
    if rules.until(now, wait.starts_at, house.rules.wait_hours) is None:
        return False
    if periods.fault(
        house, Who(wait.who), wait.starts_at, wait.ends_at, now, by_staff=wait.channel in BY_STAFF
    ):
        return False
    return openings.fits(house, unit, wait.starts_at, wait.ends_at, pack.closed_days)


def _is_alike(unit: Unit, wait: Wait) -> bool:
    return (
        wait.purpose in unit.purposes
        and (unit.seats or unit.people) >= wait.people
        and prices.lets(unit, Who(wait.who))
        and unit.policy is not Policy.APPROVAL
    )


def _is_blocked(session: Session, building: str, starts: datetime, ends: datetime) -> bool:
    """What is closed goes back to whoever closed it."""
    over = select(Block.id).where(
        Block.building == building, Block.ended_at.is_(None), Block.starts_at < ends + timedelta(hours=4),
        Block.ends_at > starts,
    )  # fmt: skip
    return session.scalar(over.limit(1)) is not None


def _offer(session: Session, wait: Wait, place: Place, now: datetime) -> Booking:
    """Hold it for them and tell them, in the caller's block."""
    until = rules.until(now, wait.starts_at, place.building.rules.wait_hours)
    if until is None:
        raise Refused("time_is_past", 409)
    wish = _wish(wait, place)
    bill = prices.price(place.building, place.unit, wish.starts, wish.ends, wish.who)
    row = standing.stand(session, place, wish, bill, now, hold_until=until)
    wait.booking_id, wait.offered_at = row.id, now
    session.flush()
    waiting.tell(session, wait, "wait_offer", place.building.operator, now, until.isoformat())
    return row


def _wish(wait: Wait, place: Place) -> Wish:
    return Wish(
        wait.building, place.unit.key, wait.starts_at, wait.ends_at, wait.purpose, wait.people, Who(wait.who),
        new_id(), waiting.CHANNEL,
    )  # fmt: skip
