"""Claiming: the one place that takes and gives back time, always within the caller's writing block."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Insert,
    Integer,
    and_,
    bindparam,
    delete,
    null,
    or_,
    select,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.orm import Session

from portal.db import Base, dialect, insert_in, inserting, must_write
from portal.refused import Refused
from portal.slots.tables import QuotaCount, SeatCount, SlotClaim, Version
from portal.slots.values import Claims, Seats, Taking

_AT_ONCE = 2000
_COUNTED = {"preserve_rowcount": True}
# What every page about free times asks, put together once; of the tables, for the mapper would read it anew each time.
_ROW, _SEAT = SlotClaim.__table__.c, SeatCount.__table__.c
_NAMES: BindParameter[Any] = bindparam("names", expanding=True)
_WHAT: BindParameter[Any] = bindparam("counted", expanding=True)
_FIRST: BindParameter[int] = bindparam("first")
_END: BindParameter[int] = bindparam("end")
_ASKED = _ROW.space.in_(_NAMES), _ROW.slot >= _FIRST, _ROW.slot < _END
_HELD = select(_ROW.space, _ROW.slot, _ROW.owner).where(*_ASKED)
_STEPS = select(_ROW.space, _ROW.slot, null().cast(Integer)).where(*_ASKED)
_PLACES = select(_SEAT.what, _SEAT.slot, _SEAT.used).where(
    _SEAT.what.in_(_WHAT), _SEAT.slot >= _FIRST, _SEAT.slot < _END
)
_IN_USE = union_all(_STEPS, _PLACES)


def claim(session: Session, owner: UUID, kind: str, claims: Claims) -> None:
    """Take every step or none: where one is taken already the block is refused, and nothing of it stays."""
    must_write(session)
    if not claims:
        raise ValueError("a claim takes at least one step")
    rows = [{"space": space, "slot": slot, "owner": owner, "kind": kind} for space, slot in claims]
    if store(session, SlotClaim, rows) < len(rows):
        raise Refused("use_taken", 409)


def store(session: Session, model: type[Base], rows: list[dict[str, Any]]) -> int:
    """Insert what is not there yet, and say how many rows that were."""
    return _stored(session, _once(dialect(session), model), rows)


def release(session: Session, owners: Iterable[UUID]) -> None:
    """Give back everything that these hold."""
    must_write(session)
    session.execute(delete(SlotClaim).where(SlotClaim.owner.in_(list(owners))))


def taken(session: Session, spaces: Sequence[str], first: int, end: int) -> dict[str, dict[int, UUID]]:
    """Who holds which steps of some spaces, from one step up to before another."""
    found: dict[str, dict[int, UUID]] = {name: {} for name in spaces}
    for name, slot, owner in session.execute(_HELD, {"names": list(spaces), "first": first, "end": end}):
        found[name][slot] = owner
    return found


def in_use(
    session: Session, spaces: Sequence[str], counted: Sequence[str], first: int, end: int
) -> tuple[dict[str, set[int]], dict[str, dict[int, int]]]:
    """Which steps of some spaces are held, and how many of what is counted are taken in each step, in one question."""
    rows: dict[str, set[int]] = {name: set() for name in spaces}
    places: dict[str, dict[int, int]] = {name: {} for name in counted}
    asked = {"names": list(spaces), "counted": list(counted), "first": first, "end": end}
    for name, slot, used in session.execute(_IN_USE if counted else _STEPS, asked):
        if used is None:
            rows[name].add(slot)
        else:
            places[name][slot] = used
    return rows, places


def take(session: Session, owner: UUID, kind: str, taking: Taking) -> None:
    """Take everything of a use or nothing: rows first and places after, in one order for all."""
    if taking.claims:
        claim(session, owner, kind, taking.claims)
    if taking.seats:
        reseat(session, taking.seats, ())


def fill(session: Session, owner: UUID, kind: str, claims: Claims) -> int:
    """Take what of these steps nobody has, and say how many that were: a block lies over what is there already."""
    must_write(session)
    made = 0
    for start in range(0, len(claims), _AT_ONCE):
        rows = [
            {"space": space, "slot": slot, "owner": owner, "kind": kind}
            for space, slot in claims[start : start + _AT_ONCE]
        ]
        wish = inserting(session, SlotClaim).values(rows).on_conflict_do_nothing().returning(SlotClaim.slot)
        made += len(session.execute(wish).all())
    return made


def owned(session: Session, owner: UUID) -> set[tuple[str, int]]:
    """Every step that somebody holds."""
    query = select(SlotClaim.space, SlotClaim.slot).where(SlotClaim.owner == owner)
    return {(space, slot) for space, slot in session.execute(query)}


def let_go(session: Session, owner: UUID, steps: Claims) -> None:
    """Give back some of what somebody holds."""
    must_write(session)
    if steps:
        session.execute(
            delete(SlotClaim)
            .where(SlotClaim.owner == owner, tuple_(SlotClaim.space, SlotClaim.slot).in_(steps))
            .execution_options(synchronize_session=False)
        )


def hand_on(session: Session, owner: UUID, to: UUID, kind: str) -> None:
    """Somebody else has from now on what one had; nobody can come between."""
    must_write(session)
    session.execute(
        update(SlotClaim)
        .where(SlotClaim.owner == owner)
        .values(owner=to, kind=kind)
        .execution_options(synchronize_session=False)
    )


def reseat(session: Session, take: Sequence[Seats], give: Sequence[Seats]) -> None:
    """Take places beside others and give others back, all at once, or refuse.

    Everybody comes by the rows in one order: two that want places in several steps would otherwise wait for one another.
    """
    must_write(session)
    if give:
        # What is given lies among what is taken, so all of it is locked before any is changed.
        _make_rows(session, take)
        _lock_rows(session, (*take, *give))
    for one in give:
        session.execute(
            update(SeatCount)
            .where(SeatCount.what == one.what, SeatCount.slot.in_(list(one.steps)))
            .values(used=SeatCount.used - one.people)
            .execution_options(synchronize_session=False)
        )
    for one in sorted(take, key=lambda one: one.what):
        rows = [
            {"what": one.what, "slot": step, "used": one.people, "total": one.total} for step in one.steps
        ]
        if _stored(session, _beside(dialect(session)), rows) < len(rows):
            raise Refused("equipment_taken" if "#" in one.what else "seats_taken", 409)


def fill_places(session: Session, seats: Sequence[Seats]) -> None:
    """Take every place that is left: nobody else comes in beside those who are there."""
    must_write(session)
    _make_rows(session, seats)
    _lock_rows(session, seats)
    for one in seats:
        session.execute(
            update(SeatCount)
            .where(SeatCount.what == one.what, SeatCount.slot.in_(list(one.steps)))
            .values(used=SeatCount.total)
            .execution_options(synchronize_session=False)
        )


def set_places(session: Session, what: str, used: Mapping[int, int]) -> None:
    """How many places are taken in each of these steps, counted anew by whoever knows all who have one."""
    must_write(session)
    steps = range(min(used), max(used) + 1)
    _lock_rows(session, (Seats(what, steps, 0, 0),))
    for step, people in sorted(used.items()):
        session.execute(
            update(SeatCount)
            .where(SeatCount.what == what, SeatCount.slot == step)
            .values(used=people)
            .execution_options(synchronize_session=False)
        )


def places(session: Session, what: Sequence[str], first: int, end: int) -> dict[str, dict[int, int]]:
    """How many places are taken in the steps from one up to before another; a step nobody asked for has none."""
    found: dict[str, dict[int, int]] = {name: {} for name in what}
    for name, slot, used in session.execute(_PLACES, {"counted": list(what), "first": first, "end": end}):
        found[name][slot] = used
    return found


def _make_rows(session: Session, seats: Sequence[Seats]) -> None:
    empty = [
        {"what": one.what, "slot": step, "used": 0, "total": one.total}
        for one in sorted(seats, key=lambda one: one.what)
        for step in one.steps
    ]
    if empty:
        store(session, SeatCount, empty)


def _lock_rows(session: Session, seats: Sequence[Seats]) -> None:
    if dialect(session) == "sqlite" or not seats:
        # There a writer is alone.
        return
    mine = or_(*(and_(SeatCount.what == one.what, SeatCount.slot.in_(list(one.steps))) for one in seats))
    session.execute(
        select(SeatCount.slot).where(mine).order_by(SeatCount.what, SeatCount.slot).with_for_update()
    ).all()


def count(session: Session, holder: bytes, building: str, month: str, most: int) -> None:
    """One more booking of somebody in a month, or a refusal; two at once cannot both be the last."""
    must_write(session)
    one = {"holder": holder, "building": building, "month": month, "used": 1}
    make = inserting(session, QuotaCount).values(one)
    counted = make.on_conflict_do_update(
        index_elements=["holder", "building", "month"],
        set_={"used": QuotaCount.used + 1},
        where=QuotaCount.used < most,
    ).returning(QuotaCount.used)
    if session.execute(counted).first() is None:
        raise Refused("quota_used_up", 409, most=most)


def uncount(session: Session, holder: bytes, building: str, month: str) -> None:
    """One booking less."""
    must_write(session)
    session.execute(
        update(QuotaCount)
        .where(
            QuotaCount.holder == holder,
            QuotaCount.building == building,
            QuotaCount.month == month,
            QuotaCount.used > 0,
        )
        .values(used=QuotaCount.used - 1)
        .execution_options(synchronize_session=False)
    )


def changed(session: Session, building: str) -> None:
    """Something of a building's calendar is different from now on: what was worked out is made anew.

    Everybody who changes it waits here for one another until they have committed, so it comes last in a block. What was
    worked out from an edition of the building that is no longer in force is refused here, and leaves nothing behind.
    """
    edition = must_write(session).execute(_grown(dialect(session)), {"building": building, "n": 1}).scalar()
    house = session.info["pack"].buildings.get(building)
    if edition != (house.edition if house else 0):
        raise Refused("facility_changed", 409)


def version(session: Session, building: str) -> int:
    """The number of a building's last change."""
    return session.scalar(select(Version.n).where(Version.building == building)) or 0


# Statements are put together once, and their values handed over beside them: put into a statement they would be compiled
# anew for every booking.


@cache
def _once(name: str, model: type[Base]) -> Insert:
    return insert_in(name, model).on_conflict_do_nothing()


@cache
def _beside(name: str) -> Insert:
    wish = insert_in(name, SeatCount)
    used = SeatCount.used + wish.excluded.used
    return wish.on_conflict_do_update(
        index_elements=["what", "slot"],
        set_={"used": used, "total": wish.excluded.total},
        where=used <= wish.excluded.total,
    )


@cache
def _grown(name: str) -> Insert:
    return (
        insert_in(name, Version)
        .on_conflict_do_update(index_elements=["building"], set_={"n": Version.n + 1})
        .returning(Version.edition)
    )


def _stored(session: Session, statement: Insert, rows: Sequence[dict[str, Any]]) -> int:
    given = rows[0] if len(rows) == 1 else rows
    return must_write(session).execute(statement, given, execution_options=_COUNTED).rowcount
