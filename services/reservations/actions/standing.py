"""A booking's row and what it holds: made, locked, confirmed and ended, always within the caller's writing block.

Everybody who changes something takes locks in one order, so that nobody waits in a circle: the case, the booking, the
steps of time, the places of a shared room, the quota, what is lent, and last the building's version.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from secrets import randbelow
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, make_transient_to_detached

from portal import audit, ledger, service
from portal.db import must_write, new_id
from portal.inbox import Actor
from portal.opening import today
from portal.pack.buildings import Building
from portal.refused import Refused
from portal.slots import claiming
from portal.slots.values import Taking
from services.reservations.actions.wishes import GIVEN, Place, Terms, Wish, kind_of
from services.reservations.models.bookings import Block, Booking
from services.reservations.models.given_back import Point, Reopening
from services.reservations.models.series import Series
from services.reservations.rules import claims, periods, prices
from services.reservations.rules.prices import Bill
from services.reservations.rules.states import Kind, State

# What a booking is called in the audit, and what its claims and those of a time that opens later are called.
SUBJECT, OWNER, REOPENING, BLOCK = "booking", "booking", "reopening", "block"
_MINUTE = timedelta(minutes=1)


def take_hold(session: Session, booking_id: UUID) -> Booking:
    """A booking as it stands now, locked until the block ends."""
    must_write(session)
    query = select(Booking).where(Booking.id == booking_id).with_for_update()
    found = session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise Refused("use_unknown", 404)
    return found


def written(
    place: Place, wish: Wish, bill: Bill, now: datetime, hold_until: datetime | None = None
) -> dict[str, Any]:
    """The row of a booking as it is made, put together before the block begins."""
    return {
        "id": new_id(), "once_key": wish.once_key, "building": wish.building, "unit": wish.unit,
        "starts_at": wish.starts, "ends_at": wish.ends, "state": State.HELD, "kind": kind_of(place.unit, wish),
        "case_id": None, "series_id": wish.series, "group_id": wish.group, "holder": wish.holder, "who": wish.who,
        "purpose": wish.purpose, "people": wish.people, "yen": bill.yen, "price": bill.json(),
        "channel": wish.channel, "hold_until": hold_until, "made_at": now, "made_by": wish.made_by,
        "changed_at": now, "ended_at": None, "came_at": None, "version": 1,
    }  # fmt: skip


def put(session: Session, row: dict[str, Any], taking: Taking) -> UUID:
    """Store a hold and take its time, past the mapper; the same form sent twice gives the first one's id."""
    if not claiming.store(session, Booking, [row]):
        return _same(session, row).id
    claiming.take(session, row["id"], OWNER, taking)
    id: UUID = row["id"]
    return id


def stand(
    session: Session, place: Place, wish: Wish, bill: Bill, now: datetime, hold_until: datetime | None = None
) -> Booking:
    """Make the row and take its time; the same form sent twice gives the row of the first."""
    row = written(place, wish, bill, now, hold_until)
    if not claiming.store(session, Booking, [row]):
        return _same(session, row)
    booking = Booking(**row)
    # The row stands already; from here on the session follows what is changed in it.
    make_transient_to_detached(booking)
    session.add(booking)
    claiming.take(session, booking.id, OWNER, place.taking(wish.starts, wish.ends, wish.people))
    return booking


def keep(session: Session, row: Booking, place: Place, terms: Terms, now: datetime) -> None:
    """What a hold still needs to be booked: its time where it lapsed meanwhile, a place in the quota, what is lent."""
    if row.state == State.LAPSED:
        # Whoever typed for too long gets it all the same where nobody has taken it since.
        claiming.take(session, row.id, OWNER, place.taking(row.starts_at, row.ends_at, row.people))
    elif row.state != State.HELD:
        raise Refused("use_over", 409)
    if terms.holder is not None and row.kind not in GIVEN:
        _may_have_more(session, place.building, terms.holder, row.starts_at, now)
    lent = tuple(claims.equipment(place.building, terms.equipment, row.starts_at, row.ends_at))
    claiming.reseat(session, lent, ())


def settle(session: Session, row: Booking, place: Place, terms: Terms, bill: Bill, now: datetime) -> None:
    """It is booked, or waits for the operator's word; what it costs is frozen."""
    row.state = State.PENDING if row.kind == Kind.APPROVAL else State.CONFIRMED
    row.holder, row.group_id, row.hold_until = terms.holder, terms.group or row.group_id, None
    row.yen, row.price = bill.yen, bill.json()
    touched(row, now)
    session.flush()
    note(session, row, "booked", Actor("staff", row.made_by) if row.made_by else Actor("resident"), now)
    ledger.event(session, ledger.Kind.BOOKED, row.building, row.channel, place.building.operator, today(now))


def end(session: Session, row: Booking, place: Place, state: State, now: datetime, *, later: bool) -> None:
    """Give everything back; `later`: the time opens again at a moment that nobody can foresee, so that it cannot be handed on."""
    was, house = State(row.state), place.building
    taking = place.taking(row.starts_at, row.ends_at, row.people)
    opens = _opens_at(house, row.starts_at, now) if later else now
    freeing(session, row.id, place, (row.starts_at, row.ends_at), now)
    give_back(session, row.id, place, (row.starts_at, row.ends_at), opens, now)
    claiming.reseat(session, (), taking.seats)
    if was in (State.PENDING, State.CONFIRMED) and row.holder is not None and row.kind not in GIVEN:
        claiming.uncount(session, row.holder, row.building, periods.month(row.starts_at))
    if was is not State.HELD:
        lent = claims.equipment(house, lent_with(row), row.starts_at, row.ends_at)
        claiming.reseat(session, (), tuple(lent))
    refill(session, house, row.starts_at, row.ends_at + timedelta(minutes=place.unit.turnaround))
    row.state, row.ended_at, row.hold_until = state, now, None
    touched(row, now)
    session.flush()


def give_back(
    session: Session,
    owner: UUID,
    place: Place,
    span: tuple[datetime, datetime],
    opens: datetime,
    now: datetime,
) -> None:
    """Free all that somebody claims at once, or let nobody have it until a later moment."""
    if opens <= now:
        claiming.release(session, [owner])
        freed(session, place.building.key, place.unit.key, span, now)
        return
    kept = Reopening(
        id=new_id(), building=place.building.key, unit=place.unit.key, starts_at=span[0], ends_at=span[1],
        reopens_at=opens,
    )  # fmt: skip
    session.add(kept)
    session.flush()
    claiming.hand_on(session, owner, kept.id, REOPENING)


def freeing(
    session: Session, owner: UUID, place: Place, span: tuple[datetime, datetime], now: datetime
) -> None:
    """Let whoever waits have what is about to be given back, before anybody else can."""
    service.fire(
        session, "slot.freeing", owner=owner, building=place.building.key, unit=place.unit.key, starts=span[0],
        ends=span[1], now=now,
    )  # fmt: skip


def freed(session: Session, building: str, unit: str, span: tuple[datetime, datetime], now: datetime) -> None:
    """Tell whoever waits that a time can be had."""
    service.fire(session, "slot.freed", building=building, unit=unit, starts=span[0], ends=span[1], now=now)


def refill(session: Session, house: Building, starts: datetime, ends: datetime) -> None:
    """What came free under a block belongs to the block."""
    over = select(Block).where(
        Block.building == house.key, Block.ended_at.is_(None), Block.starts_at < ends, Block.ends_at > starts
    )
    for block in session.scalars(over.order_by(Block.id)).all():
        span = max(block.starts_at, starts), min(block.ends_at, ends)
        taking = claims.closed(house, house.unit(block.unit), *span)
        claiming.fill(session, block.id, BLOCK, taking.claims)
        claiming.fill_places(session, taking.seats)


def lent_with(row: Booking) -> Mapping[str, int]:
    """What is lent with a booking, as its bill says."""
    return {line.key: line.count for line in prices.thawed(row.price).lines if line.kind == "equipment"}


def relief_of(row: Booking) -> str:
    """The 減免 claimed with a booking, as its bill says."""
    return next((line.key for line in prices.thawed(row.price).lines if line.kind == "relief"), "")


def cases_of(session: Session, bookings: Collection[UUID]) -> Mapping[UUID, UUID]:
    """The request of each booking: its own, or that of the series it is a date of."""
    whose = func.coalesce(Booking.case_id, Series.case_id)
    query = (
        select(Booking.id, whose)
        .outerjoin(Series, Series.id == Booking.series_id)
        .where(Booking.id.in_(bookings), whose.is_not(None))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def points(session: Session, holder: bytes, building: str, now: datetime) -> int:
    """The points of somebody that still count in a building."""
    mine = select(func.coalesce(func.sum(Point.points), 0)).where(
        Point.holder == holder, Point.building == building, Point.until > now, Point.waived_at.is_(None)
    )
    return int(session.execute(mine).scalar_one())


def touched(row: Booking, now: datetime) -> None:
    """Something about it is different, so that a page which shows it as it was is refused."""
    row.changed_at = now
    row.version += 1


def note(session: Session, row: Booking, verb: str, actor: Actor, now: datetime) -> None:
    """Who did what to it."""
    audit.did(session, actor.kind, actor.id, verb, SUBJECT, row.id, now)


def _same(session: Session, row: Mapping[str, Any]) -> Booking:
    first = session.scalars(select(Booking).where(Booking.once_key == row["once_key"])).one()
    if any(getattr(first, name) != row[name] for name in ("building", "unit", "starts_at", "ends_at")):
        raise Refused("form_sent_before", 409)
    return first


def _may_have_more(session: Session, house: Building, holder: bytes, starts: datetime, now: datetime) -> None:
    rules = house.rules
    if rules.points_to_stop and periods.stopped(rules, points(session, holder, house.key, now)):
        raise Refused("stopped_by_points", 403)
    if rules.most_a_month:
        claiming.count(session, holder, house.key, periods.month(starts), rules.most_a_month)


def _opens_at(house: Building, starts: datetime, now: datetime) -> datetime:
    """Some moment within the town's span, and never later than half the time that is left."""
    span = min(house.rules.reopen_minutes * _MINUTE, (starts - now) / 2)
    return now + timedelta(seconds=randbelow(int(span.total_seconds()))) if span > _MINUTE else now
