"""Blocking: a unit or a whole building closed for a time, with a reason for everybody to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from forms.numbers import find_individual_numbers
from portal import audit, service
from portal.db import new_id, writing
from portal.inbox import Actor
from portal.pack.buildings import Building, Unit
from portal.people import StaffSeat
from portal.refused import Refused
from portal.slots import claiming
from portal.slots.tables import SlotClaim
from portal.slots.values import Claims, Seats, Taking
from services.reservations.actions import cancelling, reach, standing, unheld
from services.reservations.actions.wishes import placed
from services.reservations.models.bookings import Block, Booking
from services.reservations.rules import claims
from services.reservations.rules.states import CLAIMING, BlockKind, State

LONGEST_REASON = 200
# A block is for a closure; what lasts longer is a line in the town's file of the building.
LONGEST = timedelta(days=92)
_MOST_TURNAROUND = timedelta(hours=4)
# A burst pipe is told a moment after it burst.
_JUST_NOW = timedelta(hours=1)
# Whoever came has had their use, or is in the middle of it; there is nothing to give back.
_ENDED = frozenset({State.USED, State.NO_SHOW})
# So often a sweep looks at a booking that changes while it comes to it.
_LOOKS = 3


@dataclass(frozen=True)
class Closing:
    """What is to be closed: a unit, or without one the whole building, from when to when, and why."""

    building: Building
    unit: Unit | None
    starts: datetime
    ends: datetime
    kind: BlockKind
    reason: str


def block(session: Session, wish: Closing, seat: StaffSeat, now: datetime, *, sweep: bool = False) -> Block:
    """Close a unit, or without one the whole building; refused where bookings stand, which `in_the_way` lists.

    `sweep`: the city needs the place, so that they are cancelled free of charge and the block has their time.
    """
    may_close(wish, now)
    if not seat.may(reach.MANAGE, wish.building.operator):
        raise Refused("not_permitted", 403)
    with writing(session):
        made = put(session, wish, seat.id, now, sweep=sweep)
        found = in_the_way(session, wish)
        if found and not sweep:
            raise Refused("bookings_in_the_way", 409)
    _sweep(session, made, found, seat, now)
    return made


def finish(session: Session, block_id: UUID, seat: StaffSeat, now: datetime) -> int:
    """Cancel what still stands under a block, where a sweep did not come to its end; says how many are left even now."""
    building, made = reach.block(session, seat, block_id, reach.MANAGE)
    if made.ended_at is not None:
        raise Refused("block_over", 409)
    _sweep(session, made, left_under(session, building, made), seat, now)
    return len(left_under(session, building, made))


def left_under(session: Session, building: Building, made: Block) -> Sequence[Booking]:
    """The bookings that stand under a block and nobody came to yet: those that a sweep could not cancel."""
    found = in_the_way(session, _of(building, made))
    return [one for one in found if one.state not in _ENDED]


def _sweep(session: Session, made: Block, found: Sequence[Booking], seat: StaffSeat, now: datetime) -> None:
    """Cancel them all, each in a block of its own: a whole week of a building must not keep everybody else waiting.

    Somebody may send in what they had only held, or be let in, at this very moment. What cannot be cancelled even at the
    second look stops nobody else from being told; the list of blocks shows what is left.
    """
    actor = Actor("staff", seat.id)
    for one in found:
        for _ in range(_LOOKS):
            if one.state in _ENDED:
                break
            try:
                cancelling.cancel(session, one.id, actor, now, made.reason, why=made.kind)
            except Refused:
                session.refresh(one)
            else:
                break
    house = session.info["pack"].buildings[made.building]
    units = frozenset(one.key for one in touched(house, house.unit(made.unit)))
    span = made.starts_at, made.ends_at
    unheld.release_line(session, house, units, span, made.kind, actor, now)


def touched(building: Building, unit: Unit | None) -> Sequence[Unit]:
    """The rooms that have a space of a unit, or of the whole building."""
    spaces = set(unit.spaces) if unit else {one.key for one in building.spaces}
    return [one for one in building.units if spaces & set(one.spaces)]


def _of(building: Building, made: Block) -> Closing:
    unit = building.unit(made.unit)
    return Closing(building, unit, made.starts_at, made.ends_at, BlockKind(made.kind), made.reason)


def plan(found: Sequence[Booking]) -> str:
    """What was seen to stand in the way, as a mark: who confirms it means these bookings as they were, and no others."""
    seen = ",".join(f"{one.id}:{one.version}" for one in sorted(found, key=lambda one: one.id))
    return sha256(seen.encode()).hexdigest()[:32]


def put(session: Session, wish: Closing, by: UUID | None, now: datetime, *, sweep: bool = False) -> Block:
    """Store a block and take what time is free, in the caller's writing block; what comes free later is its own too."""
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
    _lay(session, made, claims.closed(wish.building, wish.unit, wish.starts, wish.ends), sweep=sweep)
    if wish.unit is None:
        # Other rooms hold things in the same house.
        service.fire(
            session, "building.closed", listed=wish.building.listed, starts=made.starts_at, ends=made.ends_at,
            reason=made.reason, now=now,
        )  # fmt: skip
    audit.did(session, "staff", by, "facility_blocked", "booking_block", made.id, now)
    claiming.changed(session, wish.building.key)
    return made


def unblock(session: Session, block_id: UUID, seat: StaffSeat, now: datetime) -> Block:
    """Open it again; what another block lies over stays closed. The row stays, so that one sees later why a day was empty."""
    building, seen = reach.block(session, seat, block_id, reach.MANAGE)
    unit = building.unit(seen.unit)
    with writing(session):
        newest = select(Block).where(Block.id == block_id).with_for_update()
        found = session.scalars(newest.execution_options(populate_existing=True)).one()
        if found.ended_at is not None:
            raise Refused("block_over", 409)
        found.ended_at = now
        session.flush()
        claiming.release(session, [found.id])
        span = found.starts_at, found.ends_at
        _count_places(session, building, claims.closed(building, unit, *span).seats)
        standing.refill(session, building, *span)
        if unit is None:
            service.fire(
                session, "building.opened", listed=building.listed, starts=span[0], ends=span[1], now=now
            )
        for one in [unit] if unit else building.units:
            standing.freed(session, building.key, one.key, span, now)
        audit.did(session, "staff", seat.id, "facility_opened", "booking_block", found.id, now)
        session.flush()
        claiming.changed(session, building.key)
    return found


def in_the_way(session: Session, wish: Closing) -> Sequence[Booking]:
    """The bookings that have a space which is to be closed, at that time, in their order."""
    units = touched(wish.building, wish.unit)
    query = select(Booking).where(
        Booking.building == wish.building.key,
        Booking.unit.in_([one.key for one in units]),
        Booking.state.in_(CLAIMING),
        Booking.starts_at < wish.ends,
        Booking.ends_at > wish.starts - _MOST_TURNAROUND,
    )
    after = {one.key: timedelta(minutes=one.turnaround) for one in units}
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


def _lay(session: Session, row: Block, taking: Taking, *, sweep: bool) -> None:
    """Take what is free and what would open later; what a draw keeps is taken only where everything is swept."""
    claiming.fill(session, row.id, standing.BLOCK, taking.claims)
    kinds = _kinds(session, taking.claims) - {standing.OWNER, standing.BLOCK}
    if kinds - {standing.REOPENING} and not sweep:
        raise Refused("draw_stands", 409)
    if kinds:
        session.execute(
            update(SlotClaim)
            .where(_within(taking.claims), SlotClaim.kind.in_(sorted(kinds)))
            .values(owner=row.id, kind=standing.BLOCK)
            .execution_options(synchronize_session=False)
        )
    claiming.fill_places(session, taking.seats)


def _kinds(session: Session, rows: Claims) -> set[str]:
    """What kinds of claims stand within a time."""
    return set(session.scalars(select(SlotClaim.kind).where(_within(rows)).distinct()))


def _within(rows: Claims) -> ColumnElement[bool]:
    """The rows of a block: some spaces, and every step from a first to a last."""
    spaces, steps = {space for space, _ in rows}, [step for _, step in rows]
    return and_(SlotClaim.space.in_(sorted(spaces)), SlotClaim.slot.between(min(steps), max(steps)))


def _count_places(session: Session, house: Building, filled: Sequence[Seats]) -> None:
    """Places that a block had filled are counted anew from whoever really has one."""
    for one in filled:
        used = dict.fromkeys(one.steps, 0)
        unit = next(unit for unit in house.units if claims.space(house, unit.key) == one.what)
        wish = Closing(
            house, unit, claims.moment(house, one.steps.start), claims.moment(house, one.steps.stop), BlockKind.CLOSED, ""
        )  # fmt: skip
        for row in in_the_way(session, wish):
            for taken in placed(session, row.building, row.unit, row.purpose).of(row).seats:
                for step in taken.steps if taken.what == one.what else ():
                    used[step] = used.get(step, 0) + taken.people
        claiming.set_places(session, one.what, {step: used[step] for step in one.steps})
