"""The desk of a building: bookings taken for whoever stands there or telephones, and what becomes of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from forms.numbers import find_individual_numbers
from portal.inbox import Actor
from portal.opening import today
from portal.pack.buildings import Building
from portal.people import StaffSeat
from portal.refused import Refused
from portal.vault import vault_of
from services.reservations.actions import attending, booking, cancelling, deciding, groups, moving, reach
from services.reservations.actions.booking import Terms, Wish
from services.reservations.actions.handing import handed
from services.reservations.actions.reach import BOOK, MANAGE
from services.reservations.actions.wishes import holder
from services.reservations.models.bookings import Booking
from services.reservations.rules.states import BlockKind

LONGEST_REASON = 200
# How a booking came in, and what the case says of it.
CHANNELS: Mapping[str, str] = {"counter": "window", "telephone": "telephone"}


@dataclass(frozen=True)
class Told:
    """What somebody says at the desk: their answers, and on which terms they book."""

    answers: Mapping[str, Any]
    relief: str = ""
    equipment: Mapping[str, int] | None = None
    locale: str = "ja"
    # The registered group that books: its number or its name.
    group: str = ""

    def __repr__(self) -> str:
        return "Told(…)"


def take(session: Session, seat: StaffSeat, wish: Wish, told: Told, now: datetime) -> Booking:
    """Book for somebody who is here or on the telephone; the same claims and the same request as by themselves."""
    house = reach.building(session, seat, wish.building, BOOK)
    terms, answers = whose(session, house, told, today(wish.starts), now)
    filed = handed(session, answers, now, locale=told.locale, channel=CHANNELS[wish.channel])
    return booking.book(session, replace(wish, made_by=seat.id), terms, now, handed=filed)


def whose(
    session: Session, house: Building, told: Told, day: date, now: datetime
) -> tuple[Terms, Mapping[str, Any]]:
    """Whose a booking is that is told at the desk: a registered group's, else of a mail address or a telephone."""
    mail, phone = str(told.answers.get("email") or ""), str(told.answers.get("phone") or "")
    vault, lent = vault_of(session), told.equipment or {}
    if not told.group:
        return Terms(holder(vault, mail=mail, phone=phone), told.relief, lent), told.answers
    group = groups.called(session, told.group, now)
    relief = groups.relief(session, group.id, house, day) or told.relief
    terms = Terms(groups.holder(vault, group.id), relief, lent, group.id)
    return terms, {**told.answers, "company_name": group.name}


def came(session: Session, seat: StaffSeat, booking_id: UUID, now: datetime) -> None:
    """They are here."""
    reach.booking(session, seat, booking_id, BOOK)
    attending.came(session, booking_id, _actor(seat), now)


def missed(session: Session, seat: StaffSeat, booking_id: UUID, now: datetime) -> None:
    """They did not come and said nothing."""
    reach.booking(session, seat, booking_id, BOOK)
    attending.missed(session, booking_id, _actor(seat), now)


def waive(session: Session, seat: StaffSeat, booking_id: UUID, reason: str, now: datetime) -> None:
    """Take the points back; why stands in the history of the case."""
    reach.booking(session, seat, booking_id, MANAGE)
    written(reason)
    attending.waive(session, booking_id, _actor(seat), now, reason.strip())


def cancel(
    session: Session, seat: StaffSeat, booking_id: UUID, reason: str, now: datetime, *, free: bool
) -> None:
    """Call it off; free of charge only by who may manage, where the city is the cause."""
    reach.booking(session, seat, booking_id, MANAGE if free else BOOK)
    written(reason)
    why = str(BlockKind.OWN_USE) if free else None
    cancelling.cancel(session, booking_id, _actor(seat), now, reason.strip(), why=why)


def decide(
    session: Session, seat: StaffSeat, booking_id: UUID, reason: str, now: datetime, *, allowed: bool
) -> None:
    """Allow what waits, or propose to refuse it; the second pair of eyes is another approver's."""
    building, _ = reach.booking(session, seat, booking_id, MANAGE)
    if not allowed:
        written(reason)
        if not seat.may("case.propose", building.operator):
            raise Refused("not_permitted", 403)
    deciding.decide(session, booking_id, allowed, _actor(seat), now, reason.strip())


def move(
    session: Session,
    seat: StaffSeat,
    booking_id: UUID,
    to: tuple[str, datetime, datetime],
    now: datetime,
) -> None:
    """Move it to another time or room of the building, and tell whoever booked."""
    reach.booking(session, seat, booking_id, MANAGE)
    unit, starts, ends = to
    moving.move(session, booking_id, starts, ends, unit, _actor(seat), now)


def written(reason: str) -> None:
    """A reason stands there, is no essay, and carries nobody's number."""
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Refused("reason_needed", 422, longest=LONGEST_REASON)
    if find_individual_numbers(reason):
        raise Refused("individual_number_in_text", 422)


def _actor(seat: StaffSeat) -> Actor:
    return Actor("staff", seat.id)
