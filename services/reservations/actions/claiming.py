"""Claiming: the one place that takes and gives back time, always within the caller's writing block."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.db import inserting, must_write
from portal.refused import Refused
from services.reservations.models.bookings import Version
from services.reservations.models.claims import QuotaCount, SeatCount, SlotClaim
from services.reservations.rules.claims import Claims


def claim(session: Session, owner: UUID, kind: str, claims: Claims) -> None:
    """Take every step or none: where one is taken already the block is refused, and nothing of it stays."""
    must_write(session)
    if not claims:
        raise ValueError("a claim takes at least one step")
    rows = [{"space": space, "slot": slot, "owner": owner, "kind": kind} for space, slot in claims]
    wish = inserting(session, SlotClaim).values(rows).on_conflict_do_nothing().returning(SlotClaim.slot)
    if len(session.execute(wish).all()) < len(rows):
        raise Refused("slot_taken", 409)


def release(session: Session, owners: Iterable[UUID]) -> None:
    """Give back everything that these hold."""
    must_write(session)
    session.execute(delete(SlotClaim).where(SlotClaim.owner.in_(list(owners))))


def taken(session: Session, spaces: Sequence[str], first: int, end: int) -> dict[str, dict[int, UUID]]:
    """Who holds which steps of some spaces, from one step up to before another."""
    query = select(SlotClaim.space, SlotClaim.slot, SlotClaim.owner).where(
        SlotClaim.space.in_(spaces), SlotClaim.slot >= first, SlotClaim.slot < end
    )
    found: dict[str, dict[int, UUID]] = {name: {} for name in spaces}
    for name, slot, owner in session.execute(query):
        found[name][slot] = owner
    return found


def seat(session: Session, what: str, slots: Iterable[int], people: int, total: int) -> None:
    """Take places beside others in every step, or refuse; `total` is how many there are."""
    must_write(session)
    steps = sorted(slots)
    empty = [{"what": what, "slot": step, "used": 0, "total": total} for step in steps]
    session.execute(inserting(session, SeatCount).values(empty).on_conflict_do_nothing())
    grown = (
        update(SeatCount)
        .where(SeatCount.what == what, SeatCount.slot.in_(steps), SeatCount.used + people <= SeatCount.total)
        .values(used=SeatCount.used + people)
        .returning(SeatCount.slot)
        .execution_options(synchronize_session=False)
    )
    if len(session.execute(grown).all()) < len(steps):
        raise Refused("seats_taken", 409)


def unseat(session: Session, what: str, slots: Iterable[int], people: int) -> None:
    """Give places back."""
    must_write(session)
    session.execute(
        update(SeatCount)
        .where(SeatCount.what == what, SeatCount.slot.in_(sorted(slots)))
        .values(used=SeatCount.used - people)
        .execution_options(synchronize_session=False)
    )


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
    """Something of a building's calendar is different from now on: what was worked out is made anew."""
    must_write(session)
    make = inserting(session, Version).values({"building": building, "n": 1})
    session.execute(make.on_conflict_do_update(index_elements=["building"], set_={"n": Version.n + 1}))


def version(session: Session, building: str) -> int:
    """The number of a building's last change."""
    return session.scalar(select(Version.n).where(Version.building == building)) or 0
