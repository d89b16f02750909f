"""Giving a booking back: by whoever has it, by staff, by the city that needs the place, or by the clock."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import inbox, ledger
from portal.db import must_write, writing
from portal.inbox import Actor, Case
from portal.opening import today
from portal.payments import reducing
from portal.refused import Refused
from portal.slots import claiming
from services.reservations.actions import charging, noticing, standing, unheld
from services.reservations.actions.wishes import Place, placed
from services.reservations.models.bookings import Booking
from services.reservations.rules import prices
from services.reservations.rules.states import FOLLOWS, State


@dataclass(frozen=True)
class Cancelled:
    """A booking that was given back, and what that costs."""

    booking: Booking
    fee: int


def cancel(
    session: Session,
    booking_id: UUID,
    actor: Actor,
    now: datetime,
    reason: str = "",
    *,
    why: str | None = None,
) -> Cancelled:
    """Give a booking back; a second click changes nothing. `why`: the city is the cause, so that nothing is owed."""
    with writing(session):
        return within(session, booking_id, actor, now, reason, why=why)


def fee(session: Session, row: Booking, now: datetime) -> int:
    """What giving it back at this moment costs; what nobody has decided about yet costs nothing."""
    if row.state != State.CONFIRMED:
        return 0
    return prices.fee(_place(session, row).building, row.yen, row.starts_at, now)


def within(
    session: Session,
    booking_id: UUID,
    actor: Actor,
    now: datetime,
    reason: str = "",
    *,
    why: str | None = None,
    tell: bool = True,
) -> Cancelled:
    """The same inside the caller's writing block; without `tell` whoever calls tells of many dates at once."""
    must_write(session)
    case_id = standing.cases_of(session, [booking_id]).get(booking_id)
    case = inbox.take_hold(session, case_id) if case_id else None
    row = standing.take_hold(session, booking_id)
    if row.state == State.CANCELLED:
        return Cancelled(row, 0)
    if row.series_id is None and row.case_id != case_id:
        # It was sent in while this waited; its case would have to be locked first.
        raise Refused("use_changed", 409)
    _may_end(row, actor, now)
    owed, place = 0 if why is not None else fee(session, row, now), _place(session, row)
    standing.end(session, row, place, State.CANCELLED, now, later=row.state != State.HELD)
    standing.note(session, row, "cancelled", actor, now)
    _count(session, row, place, now)
    if case is not None:
        if row.series_id is None:
            _close(session, case, owed, actor, now, reason)
        else:
            # The request is of all dates, and the others stand.
            reducing.leave(session, case, owed, now, only=charging.what(row))
            inbox.note(session, case, "booking_cancelled", actor, now, public=True, text=reason or None)
        if why is not None:
            noticing.taken_back(session, case, place.building, row, why, now)
        elif tell:
            noticing.given_back(session, case, place.building, row, owed, now)
    elif why is not None:
        unheld.tell(session, place.building, row, why, now)
    claiming.changed(session, row.building)
    return Cancelled(row, owed)


def hear_withdrawn(session: Session, case: Case, now: datetime) -> None:
    """取下げ on the pages that know nothing of places, while nobody has decided: the place is free again."""
    row = of_case(session, case)
    if row is None or row.state != State.PENDING:
        return
    place = _place(session, row)
    standing.end(session, row, place, State.CANCELLED, now, later=True)
    _count(session, row, place, now)
    claiming.changed(session, row.building)


def of_case(session: Session, case: Case) -> Booking | None:
    """The booking of a case, locked."""
    booking_id = session.scalar(select(Booking.id).where(Booking.case_id == case.id))
    return None if booking_id is None else standing.take_hold(session, booking_id)


def _may_end(row: Booking, actor: Actor, now: datetime) -> None:
    if State.CANCELLED not in FOLLOWS[State(row.state)]:
        raise Refused("use_over", 409)
    if row.starts_at <= now and actor.kind == "resident":
        raise Refused("use_over", 409)


def _close(session: Session, case: Case, owed: int, actor: Actor, now: datetime, reason: str) -> None:
    """The case ends with it: withdrawn where nothing is owed, else done with what stays owed."""
    text = reason or None
    if not owed:
        if case.state in (inbox.State.DECIDED, inbox.State.DONE):
            _finish(session, case, actor, now, text)
            reducing.leave(session, case, 0, now)
        else:
            inbox.move(session, case, inbox.State.WITHDRAWN, actor, now, text=text)
    else:
        _finish(session, case, actor, now, text)
        reducing.leave(session, case, owed, now)


def _finish(session: Session, case: Case, actor: Actor, now: datetime, text: str | None) -> None:
    """Take a case to its end by the states that lie between."""
    if case.state == inbox.State.DONE:
        inbox.note(session, case, "booking_cancelled", actor, now, public=True, text=text)
        return
    if case.state == inbox.State.ARRIVED:
        inbox.move(session, case, inbox.State.ACCEPTED, inbox.HOUSE, now)
    inbox.note(session, case, "booking_cancelled", actor, now, public=True, text=text)
    inbox.move(session, case, inbox.State.DONE, inbox.HOUSE, now)


def _count(session: Session, row: Booking, place: Place, now: datetime) -> None:
    operator = place.building.operator
    ledger.event(session, ledger.Kind.CANCELLED, row.building, row.channel, operator, today(now))


def _place(session: Session, row: Booking) -> Place:
    return placed(session, row.building, row.unit, row.purpose)
