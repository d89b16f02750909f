"""The line as staff see it: who waits for what, and the answer of whoever was asked by telephone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from forms.numbers import find_individual_numbers
from portal import audit
from portal.db import writing
from portal.inbox import Actor, Case
from portal.pack import Pack
from portal.pack.buildings import Building
from portal.people import StaffSeat
from portal.refused import Refused
from services.reservations.actions import booking, handing, reach, waiting
from services.reservations.actions.booking import Terms, Wish
from services.reservations.actions.calendar import NAMES
from services.reservations.actions.waiting import Contact
from services.reservations.models.bookings import Booking
from services.reservations.models.waiting import MovedOn, Wait
from services.reservations.rules.states import State
from services.reservations.rules.waiting import Why

LONGEST_PURPOSE = 200


@dataclass(frozen=True)
class Line:
    """Somebody in a line; whose name may not be opened by this seat is shown without one."""

    wait: Wait
    building: Building
    row: Booking | None
    before: int
    contact: Contact | None


@dataclass(frozen=True)
class Slot:
    """A time of a room, for which several may wait."""

    building: Building
    unit: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class Past:
    """An offer that was made for a slot, and why staff passed it on where they did."""

    row: Booking
    moved: MovedOn | None


def slot(session: Session, seat: StaffSeat, *, use: UUID | None = None, wait: UUID | None = None) -> Slot:
    """The slot of a booking, or of a place in the line; both of the seat's own buildings."""
    if use is not None:
        building, row = reach.booking(session, seat, use)
        return Slot(building, row.unit, row.starts_at, row.ends_at)
    found = session.get(Wait, wait) if wait else None
    if found is None:
        raise Refused("wait_over", 410)
    house = reach.building(session, seat, found.building)
    return Slot(house, found.unit, found.starts_at, found.ends_at)


def count(session: Session, one: Slot) -> int:
    """How many wait for a slot or a part of it."""
    return session.scalar(select(func.count()).select_from(Wait).where(*_for(one))) or 0


def past(session: Session, one: Slot) -> Sequence[Past]:
    """What became of the offers that were made for a slot, in their order."""
    query = (
        select(Booking, MovedOn)
        .outerjoin(MovedOn, MovedOn.booking_id == Booking.id)
        .where(
            Booking.building == one.building.key, Booking.unit == one.unit, Booking.channel == waiting.CHANNEL,
            Booking.starts_at < one.ends, Booking.ends_at > one.starts, Booking.state != State.HELD,
        )
    )  # fmt: skip
    return [Past(row[0], row[1]) for row in session.execute(query.order_by(Booking.made_at, Booking.id))]


def of_holder(session: Session, seat: StaffSeat, holder: bytes | None, now: datetime) -> Sequence[Line]:
    """What else somebody waits for, without names, in the buildings of a seat."""
    mine = select(Wait).where(Wait.holder == holder, Wait.starts_at > now).order_by(Wait.starts_at)
    pack: Pack = session.info["pack"]
    return [
        Line(one, house, waiting.offer(session, one), waiting.before(session, one), None)
        for one in (session.scalars(mine).all() if holder else ())
        if (house := pack.buildings.get(one.building)) is not None and seat.may(reach.READ, house.operator)
    ]


def listed(session: Session, seat: StaffSeat, now: datetime, where: Slot | None = None) -> Sequence[Line]:
    """Everybody who waits in the seat's buildings, or for one slot; each name that is opened is written down as a look."""
    houses = {one.key: one for one in reach.buildings(session, seat)}
    query = select(Wait).where(Wait.building.in_(houses), Wait.starts_at > now)
    query = query.where(*_for(where)).order_by(Wait.made_at) if where else query
    waits = session.scalars(query.order_by(Wait.starts_at, Wait.unit, Wait.made_at)).all()
    named = [one for one in waits if seat.may(NAMES, houses[one.building].operator)]
    if named:
        with writing(session):
            for one in named:
                audit.saw(session, "staff", seat.id, "listed", waiting.SUBJECT, one.id, now)
    return [
        Line(
            one, houses[one.building], waiting.offer(session, one), waiting.before(session, one),
            waiting.contact(session, one) if one in named else None,
        )
        for one in waits
    ]  # fmt: skip


def take(session: Session, seat: StaffSeat, wait_id: UUID, purpose: str, now: datetime) -> Case:
    """They said yes on the telephone: what is kept for them is booked with what they said when they joined."""
    wait = _mine(session, seat, wait_id)
    row, said = waiting.offer(session, wait), waiting.contact(session, wait)
    if row is None:
        raise Refused("wait_over", 410)
    if not purpose.strip() or len(purpose) > LONGEST_PURPOSE:
        raise Refused("reason_needed", 422, longest=LONGEST_PURPOSE)
    if find_individual_numbers(purpose):
        raise Refused("individual_number_in_text", 422)
    answers: Mapping[str, Any] = {
        "name": said.name, "phone": said.phone or None, "email": said.mail or None, "use_purpose": purpose.strip(),
        "use_people": wait.people,
    }  # fmt: skip
    filed = handing.handed(session, answers, now, locale=wait.locale, channel="telephone")
    return booking.confirm(session, row.id, filed, Terms(wait.holder), now)


def join(
    session: Session,
    seat: StaffSeat,
    wish: Wish,
    contact: Contact,
    now: datetime,
    *,
    alike: bool = False,
    locale: str = "ja",
) -> Wait:
    """Whoever stands at the counter or telephones takes a place at the end of the line."""
    reach.building(session, seat, wish.building, reach.BOOK)
    return waiting.join(session, wish, contact, now, alike=alike, locale=locale, seat=seat.id)


def move_on(session: Session, seat: StaffSeat, wait_id: UUID, why: Why, now: datetime) -> None:
    """End an offer before its time: whoever is next has it, whoever had it is told, and why is kept with the time."""
    mine = _mine(session, seat, wait_id)
    operator = reach.building(session, seat, mine.building).operator
    with writing(session):
        wait, row = waiting.locked(session, wait_id)
        if wait is None or row is None:
            raise Refused("wait_not_offered", 409)
        session.add(MovedOn(booking_id=row.id, reason=str(why), moved_at=now, moved_by=seat.id))
        waiting.tell(session, wait, "wait_moved_on", operator, now)
        waiting.end(session, wait, row, Actor("staff", seat.id), "moved_on", now)


def leave(session: Session, seat: StaffSeat, wait_id: UUID, now: datetime) -> None:
    """They said no, or wait no more."""
    _mine(session, seat, wait_id)
    waiting.leave(session, wait_id, Actor("staff", seat.id), now)


def _mine(session: Session, seat: StaffSeat, wait_id: UUID) -> Wait:
    wait = session.get(Wait, wait_id, populate_existing=True)
    if wait is None:
        raise Refused("wait_over", 410)
    found = reach.building(session, seat, wait.building, reach.BOOK)
    if not seat.may(NAMES, found.operator):
        raise Refused("not_permitted", 403)
    return wait


def _for(one: Slot) -> tuple[ColumnElement[bool], ...]:
    """Who waits for a slot: for a room that has a space of it, or for any that would do."""
    room = one.building.unit(one.unit)
    spaces = set(room.spaces) if room else set()
    units = [unit.key for unit in one.building.units if spaces & set(unit.spaces)]
    return (
        Wait.building == one.building.key,
        or_(Wait.unit.in_(units), Wait.alike),
        Wait.starts_at < one.ends,
        Wait.ends_at > one.starts,
    )
