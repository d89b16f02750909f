"""Another time or another room of the same building: the new one is taken before the old one is given back."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal import inbox, ledger
from portal.db import writing
from portal.inbox import Actor, Case
from portal.opening import today
from portal.pack.buildings import Building, Who
from portal.refused import Refused
from portal.slots import claiming
from portal.slots.values import Seats
from services.reservations.actions import cancelling, charging, noticing, standing
from services.reservations.actions.wishes import GIVEN, Place, Wish, asked, placed
from services.reservations.models.bookings import Booking
from services.reservations.rules import claims, periods, prices
from services.reservations.rules.states import Kind, State


def move(
    session: Session,
    booking_id: UUID,
    starts: datetime,
    ends: datetime,
    unit: str,
    actor: Actor,
    now: datetime,
) -> Booking:
    """Move a booking; where the new time was taken meanwhile the old one stays as it is.

    Staff move free of charge, and whoever booked is told of it in the same block: a move is never known to one side only.
    """
    seen = session.get(Booking, booking_id, populate_existing=True)
    if seen is None:
        raise Refused("use_unknown", 404)
    by_staff = actor.kind != "resident"
    to = asked(session, _wish(seen, starts, ends, unit, by_staff=by_staff), now)
    with writing(session):
        of = standing.cases_of(session, [booking_id]).get(booking_id)
        case = inbox.take_hold(session, of) if of else None
        row = standing.take_hold(session, booking_id)
        if row.state not in (State.PENDING, State.CONFIRMED) or row.case_id != seen.case_id:
            raise Refused("use_over", 409)
        if not by_staff and cancelling.fee(session, row, now):
            raise Refused("too_late_to_change", 409)
        was = placed(session, row.building, row.unit, row.purpose)
        before = row.unit, row.starts_at, row.ends_at
        shift(session, row, was, to, (starts, ends), now)
        if not by_staff:
            _price(session, row, to, case, now)
        standing.touched(row, now)
        session.flush()
        _tell(session, row, to.building, before, actor, case, now)
        claiming.changed(session, row.building)
    return row


def _tell(
    session: Session,
    row: Booking,
    building: Building,
    before: tuple[str, datetime, datetime],
    actor: Actor,
    case: Case | None,
    now: datetime,
) -> None:
    """Write down who moved it, and tell whoever booked where they did not do it themselves."""
    standing.note(session, row, "moved", actor, now)
    ledger.event(session, ledger.Kind.CHANGED, row.building, row.channel, building.operator, today(now))
    if case is None:
        return
    inbox.note(session, case, "booking_moved", actor, now, public=True)
    if actor.kind != "resident":
        noticing.moved(session, case, building, before, (row.unit, row.starts_at, row.ends_at), now)


def _wish(row: Booking, starts: datetime, ends: datetime, unit: str, *, by_staff: bool) -> Wish:
    return Wish(
        row.building, unit, starts, ends, row.purpose, row.people, Who(row.who), row.once_key,
        "counter" if by_staff else row.channel, kind=Kind(row.kind) if by_staff else None,
    )  # fmt: skip


def shift(
    session: Session, row: Booking, was: Place, to: Place, span: tuple[datetime, datetime], now: datetime
) -> None:
    """Take the new steps in order, then let go of the old ones: nobody who waits for us is waited for.

    Inside the caller's writing block, for a row that the caller has locked.
    """
    old = was.taking(row.starts_at, row.ends_at, row.people)
    new = to.taking(*span, row.people)
    mine = claiming.owned(session, row.id)
    fresh = tuple(one for one in new.claims if one not in mine)
    if fresh:
        claiming.claim(session, row.id, standing.OWNER, fresh)
    claiming.let_go(session, row.id, tuple(sorted(mine - set(new.claims))))
    claiming.reseat(session, new.seats, old.seats)
    _count(session, row, periods.month(span[0]), to)
    lent = standing.lent_with(row)
    claiming.reseat(session, _lent(to, lent, span), _lent(was, lent, (row.starts_at, row.ends_at)))
    standing.freed(session, row.building, row.unit, (row.starts_at, row.ends_at), now)
    # A block may lie over the time in which the room was put in order, too.
    before = row.starts_at, row.ends_at + timedelta(minutes=was.unit.turnaround)
    row.unit, row.starts_at, row.ends_at = to.unit.key, *span
    session.flush()
    standing.refill(session, was.building, *before)


def _lent(place: Place, lent: Mapping[str, int], span: tuple[datetime, datetime]) -> tuple[Seats, ...]:
    return tuple(claims.equipment(place.building, lent, *span))


def _count(session: Session, row: Booking, month: str, to: Place) -> None:
    """A booking counts for the month of its use."""
    before, most = periods.month(row.starts_at), to.building.rules.most_a_month
    if row.holder is None or row.kind in GIVEN or before == month or not most:
        return
    first, second = sorted((before, month))
    for one in (first, second):
        if one == month:
            claiming.count(session, row.holder, row.building, month, most)
        else:
            claiming.uncount(session, row.holder, row.building, before)


def _price(session: Session, row: Booking, to: Place, case: Case | None, now: datetime) -> None:
    """Whoever moves by themselves pays for what they move to."""
    bill = prices.price(
        to.building, to.unit, row.starts_at, row.ends_at, Who(row.who), standing.relief_of(row), standing.lent_with(row)
    )  # fmt: skip
    before = prices.thawed(row.price)
    row.yen, row.price = bill.yen, bill.json()
    if case is not None and row.state == State.CONFIRMED:
        charging.change(session, row, to.building, before, bill, case, now)
