"""The line as staff see it: who waits for what, and the answer of whoever was asked by telephone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.numbers import find_individual_numbers
from portal import audit
from portal.db import writing
from portal.inbox import Actor, Case
from portal.pack.buildings import Building
from portal.people import StaffSeat
from portal.refused import Refused
from services.reservations.actions import booking, handing, reach, waiting
from services.reservations.actions.booking import Terms
from services.reservations.actions.calendar import NAMES
from services.reservations.actions.waiting import Contact
from services.reservations.models.bookings import Booking
from services.reservations.models.waiting import Wait

LONGEST_PURPOSE = 200


@dataclass(frozen=True)
class Line:
    """Somebody in a line; whose name may not be opened by this seat is shown without one."""

    wait: Wait
    building: Building
    row: Booking | None
    before: int
    contact: Contact | None


def listed(session: Session, seat: StaffSeat, now: datetime) -> Sequence[Line]:
    """Everybody who waits in the seat's buildings; each name that is opened is written down as a look."""
    houses = {one.key: one for one in reach.buildings(session, seat)}
    query = select(Wait).where(Wait.building.in_(houses), Wait.starts_at > now)
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
