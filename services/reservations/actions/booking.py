"""Booking: a time is held while somebody types, confirmed with what they typed, or booked at once by staff."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal import filing
from portal.db import writing
from portal.filing import Handed
from portal.inbox import Case
from portal.pack import Pack
from portal.pack.buildings import Who
from portal.refused import Refused
from portal.slots import claiming
from services.reservations.actions import charging, noticing, standing, waiting
from services.reservations.actions.blocking import block, unblock
from services.reservations.actions.cancelling import Cancelled, cancel
from services.reservations.actions.deciding import decide
from services.reservations.actions.moving import move
from services.reservations.actions.offering import Offer, alternatives
from services.reservations.actions.wishes import Place, Terms, Wish, asked, kind_of, placed
from services.reservations.models.bookings import Booking
from services.reservations.rules import prices
from services.reservations.rules.prices import Bill
from services.reservations.rules.states import Kind, State

__all__ = [
    "Cancelled", "Offer", "Terms", "Wish", "alternatives", "block", "book", "cancel", "confirm", "decide",
    "hold", "move", "unblock",
]  # fmt: skip

PROCEDURE = "shisetsu_riyo"
# Long enough to type a page of answers; short enough that nobody is kept out by somebody who left.
HOLD = timedelta(minutes=15)


def hold(session: Session, wish: Wish, now: datetime) -> UUID:
    """Keep a time for somebody who begins to type; the same form sent twice is one hold.

    Whoever comes next waits for this block, so that all it stores is put together before it.
    """
    place = asked(session, wish, now)
    bill = prices.price(place.building, place.unit, wish.starts, wish.ends, wish.who)
    row = standing.written(place, wish, bill, now, hold_until=now + HOLD)
    taking = place.taking(wish.starts, wish.ends, wish.people)
    with writing(session):
        held = standing.put(session, row, taking)
        claiming.changed(session, wish.building)
    return held


def confirm(session: Session, booking_id: UUID, handed: Handed, terms: Terms, now: datetime) -> Case:
    """Send in what was typed for a held time: the case, the booking and what is owed are stored together or not at all."""
    seen = session.get(Booking, booking_id)
    if seen is None:
        raise Refused("use_unknown", 404)
    pack: Pack = session.info["pack"]
    place = placed(session, seen.building, seen.unit, seen.purpose)
    bill = _bill(place, seen, terms)
    made = filing.ready(session, _filed(handed, place, seen, booking_id), pack, now)
    with writing(session):
        held = standing.take_hold(session, booking_id)
        if held.case_id is not None:
            # A second click: what it asks for is done.
            return session.get_one(Case, held.case_id)
        standing.keep(session, held, place, terms, now)

        def beside(session: Session, case: Case) -> None:
            held.case_id = case.id
            if held.channel == waiting.CHANNEL:
                waiting.over(session, held)
            standing.settle(session, held, place, terms, bill, now)
            charging.owe(session, held, place.building, bill, case, now)

        case = filing.arrive(session, made, now, beside)
        claiming.changed(session, held.building)
    return case


def book(
    session: Session, wish: Wish, terms: Terms, now: datetime, *, handed: Handed | None = None
) -> Booking:
    """Book at once, for whoever stands at the counter, telephones, or has the time by right; with or without a case."""
    wish = replace(wish, holder=terms.holder or wish.holder)
    place = asked(session, wish, now)
    pack: Pack = session.info["pack"]
    bill = prices.price(
        place.building, place.unit, wish.starts, wish.ends, wish.who, terms.relief, terms.equipment
    )
    once = _filed(handed, place, wish, wish.once_key) if handed else None
    made = filing.ready(session, once, pack, now) if once else None
    with writing(session):
        row = standing.stand(session, place, wish, bill, now)
        if row.state != State.HELD:
            return row
        standing.keep(session, row, place, replace(terms, holder=wish.holder), now)

        def beside(session: Session, case: Case) -> None:
            row.case_id = case.id
            charging.owe(session, row, place.building, bill, case, now)

        standing.settle(session, row, place, terms, bill, now)
        if made is not None:
            filing.arrive(session, made, now, beside)
        claiming.changed(session, row.building)
    return row


def _filed(handed: Handed, place: Place, use: Booking | Wish, origin: UUID) -> Handed:
    """The request of a use: closed as it arrives where nobody has to decide about it."""
    booked = kind_of(place.unit, use) != Kind.APPROVAL if isinstance(use, Wish) else use.kind != Kind.APPROVAL
    span = (use.starts, use.ends) if isinstance(use, Wish) else (use.starts_at, use.ends_at)
    return replace(
        handed, origin=origin, division=place.building.operator, at_once=booked,
        message="use_booked" if booked else "use_asked",
        said=noticing.said(place.building, place.unit.key, span, handed.locale),
    )  # fmt: skip


def _bill(place: Place, seen: Booking, terms: Terms) -> Bill:
    who = Who(seen.who)
    return prices.price(
        place.building, place.unit, seen.starts_at, seen.ends_at, who, terms.relief, terms.equipment
    )
