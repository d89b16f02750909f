"""Blocking: a unit or a whole building closed for a time, with a reason for everybody to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.numbers import find_individual_numbers
from portal import audit
from portal.db import new_id, writing
from portal.pack.buildings import Building, Unit
from portal.people import StaffSeat
from portal.refused import Refused
from services.reservations.actions import claiming, reach
from services.reservations.models.bookings import Block, Booking
from services.reservations.rules import claims
from services.reservations.rules.states import CLAIMING, BlockKind

LONGEST_REASON = 200
# A block is for a closure; what lasts longer is a line in the town's file of the building.
LONGEST = timedelta(days=92)
_MOST_TURNAROUND = timedelta(hours=4)
# A burst pipe is told a moment after it burst.
_JUST_NOW = timedelta(hours=1)


@dataclass(frozen=True)
class Closing:
    """What is to be closed: a unit, or without one the whole building, from when to when, and why."""

    building: Building
    unit: Unit | None
    starts: datetime
    ends: datetime
    kind: BlockKind
    reason: str


def block(session: Session, wish: Closing, seat: StaffSeat, now: datetime) -> Block:
    """Close a unit, or without one the whole building; refused where bookings stand, which `in_the_way` lists."""
    may_close(wish, now)
    if not seat.may(reach.MANAGE, wish.building.operator):
        raise Refused("not_permitted", 403)
    with writing(session):
        if in_the_way(session, wish):
            raise Refused("bookings_in_the_way", 409)
        return put(session, wish, seat.id, now)


def put(session: Session, wish: Closing, by: UUID | None, now: datetime) -> Block:
    """Store a block and take its time, in the caller's writing block; somebody quicker refuses it."""
    made = Block(
        id=new_id(),
        building=wish.building.key,
        unit=wish.unit.key if wish.unit else "",
        starts_at=wish.starts,
        ends_at=wish.ends,
        kind=str(wish.kind),
        reason=wish.reason.strip(),
        made_at=now,
        made_by=by,
        ended_at=None,
    )
    session.add(made)
    session.flush()
    taken = claims.closed(wish.building, wish.unit, wish.starts, wish.ends)
    claiming.claim(session, made.id, "block", taken)
    audit.did(session, "staff", by, "facility_blocked", "booking_block", made.id, now)
    claiming.changed(session, wish.building.key)
    return made


def unblock(session: Session, block_id: UUID, seat: StaffSeat, now: datetime) -> Block:
    """Open it again; the row stays, so that one can see later why a day was empty."""
    building, _ = reach.block(session, seat, block_id, reach.MANAGE)
    with writing(session):
        newest = select(Block).where(Block.id == block_id).with_for_update()
        found = session.scalars(newest.execution_options(populate_existing=True)).one()
        if found.ended_at is not None:
            raise Refused("block_over", 409)
        found.ended_at = now
        claiming.release(session, [found.id])
        audit.did(session, "staff", seat.id, "facility_opened", "booking_block", found.id, now)
        session.flush()
        claiming.changed(session, building.key)
    return found


def in_the_way(session: Session, wish: Closing) -> Sequence[Booking]:
    """The bookings that have a space which is to be closed, at that time, in their order."""
    building, unit = wish.building, wish.unit
    spaces = set(unit.spaces) if unit else {one.key for one in building.spaces}
    touched = [one for one in building.units if spaces & set(one.spaces)]
    query = select(Booking).where(
        Booking.building == building.key,
        Booking.unit.in_([one.key for one in touched]),
        Booking.state.in_(CLAIMING),
        Booking.starts_at < wish.ends,
        Booking.ends_at > wish.starts - _MOST_TURNAROUND,
    )
    after = {one.key: timedelta(minutes=one.turnaround) for one in touched}
    found = session.scalars(query.order_by(Booking.starts_at, Booking.id)).all()
    return [one for one in found if one.ends_at + after[one.unit] > wish.starts]


def may_close(wish: Closing, now: datetime) -> None:
    """Whether this can be a block at all: a time ahead, on the raster, with a reason that everybody may read."""
    step = timedelta(minutes=wish.building.raster).total_seconds()
    if not now - _JUST_NOW <= wish.starts < wish.ends <= wish.starts + LONGEST:
        raise Refused("block_time", 422)
    if wish.starts.timestamp() % step or wish.ends.timestamp() % step:
        raise Refused("block_time", 422)
    if not wish.reason.strip() or len(wish.reason) > LONGEST_REASON:
        raise Refused("reason_needed", 422, longest=LONGEST_REASON)
    if find_individual_numbers(wish.reason):
        raise Refused("individual_number_in_text", 422)
