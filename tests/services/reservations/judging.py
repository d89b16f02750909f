"""The judge of the batteries: who has what, counted from the bookings alone, and never from the claims they are held against."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.pack import Pack
from portal.pack.buildings import Building
from portal.slots.tables import QuotaCount, SeatCount, SlotClaim
from portal.slots.values import Taking
from services.reservations.actions import offering, standing
from services.reservations.actions.offering import AFTER, Offer, Spent
from services.reservations.actions.wishes import GIVEN, Wish, placed
from services.reservations.models.bookings import Block, Booking
from services.reservations.models.rounds import Round
from services.reservations.rules import claims, periods
from services.reservations.rules.rounds import State as Drawing
from services.reservations.rules.states import CLAIMING, State


def faults(session: Session) -> list[str]:
    """Everything that no order of events could have led to: times given twice, places beyond the last, rows of nobody."""
    live = session.scalars(select(Booking).where(Booking.state.in_(sorted(CLAIMING)))).all()
    taken = [(row, _taking(session, row)) for row in live]
    blocks = [_closed(session, one) for one in session.scalars(select(Block).where(Block.ended_at.is_(None)))]
    return [
        *_twice(taken, blocks),
        *_rows(session, taken, blocks),
        *_places(session, taken, blocks),
        *_quotas(session),
    ]


def can_be_had(session: Session, lost: Wish, offer: Offer, full: Spent) -> bool:
    """Whether what was offered could be booked at this moment by whoever lost the other, counted apart from the offering."""
    if (offer.building, periods.month(offer.starts)) in full:
        return False
    place = placed(session, offer.building, offer.unit, lost.purpose)
    seen = offering.taken(session, place.building, offer.starts, offer.ends + AFTER)
    return seen.has_room(place.taking(offer.starts, offer.ends, lost.people))


def _taking(session: Session, row: Booking) -> Taking:
    place = placed(session, row.building, row.unit, row.purpose)
    lent = {} if row.state == State.HELD else standing.lent_with(row)
    return place.taking(row.starts_at, row.ends_at, row.people, lent)


def _closed(session: Session, one: Block) -> Taking:
    house = _house(session, one.building)
    return claims.closed(house, house.unit(one.unit), one.starts_at, one.ends_at)


def _twice(taken: list[tuple[Booking, Taking]], blocks: list[Taking]) -> Iterator[str]:
    owners = Counter(step for _, taking in taken for step in taking.claims)
    yield from (f"given {n} times: {step}" for step, n in owners.items() if n > 1)
    for block in blocks:
        yield from (f"booked under a block: {step}" for step in set(block.claims) & set(owners))


def _rows(session: Session, taken: list[tuple[Booking, Taking]], blocks: list[Taking]) -> Iterator[str]:
    wanted = {step for _, taking in taken for step in taking.claims}
    closed = {step for block in blocks for step in block.claims}
    rows = session.execute(select(SlotClaim.space, SlotClaim.slot, SlotClaim.kind, SlotClaim.owner)).all()
    kept = set(session.scalars(select(Round.id).where(Round.state.in_([Drawing.OPEN, Drawing.CLOSED]))))
    there = {
        (space, slot) for space, slot, kind, owner in rows if kind != standing.REOPENING and owner not in kept
    }
    if there != wanted | closed:
        yield f"claims without a booking: {sorted(there - wanted - closed)[:3]}; without a claim: {sorted((wanted | closed) - there)[:3]}"


def _places(session: Session, taken: list[tuple[Booking, Taking]], blocks: list[Taking]) -> Iterator[str]:
    used: Counter[tuple[str, int]] = Counter()
    most: dict[tuple[str, int], int] = {}
    for _, taking in taken:
        for one in taking.seats:
            for step in one.steps:
                used[one.what, step] += one.people
                most[one.what, step] = one.total
    closed = {(one.what, step) for block in blocks for one in block.seats for step in one.steps}
    yield from (f"{n} of {most[key]} places: {key}" for key, n in used.items() if n > most[key])
    rows = {
        (what, slot): n
        for what, slot, n in session.execute(select(SeatCount.what, SeatCount.slot, SeatCount.used))
    }
    for key in (set(rows) | set(used)) - closed:
        if rows.get(key, 0) != used[key]:
            yield f"{rows.get(key, 0)} places counted and {used[key]} taken: {key}"


def _quotas(session: Session) -> Iterator[str]:
    counted = Counter(
        (row.holder, row.building, periods.month(row.starts_at))
        for row in session.scalars(select(Booking))
        if row.holder is not None
        and row.state in (State.PENDING, State.CONFIRMED, State.USED, State.NO_SHOW)
        and row.kind not in GIVEN
    )
    rows = {(one.holder, one.building, one.month): one.used for one in session.scalars(select(QuotaCount))}
    for key in set(rows) | set(counted):
        most = _house(session, key[1]).rules.most_a_month
        if most and (counted[key] > most or rows.get(key, 0) != counted[key]):
            yield f"{counted[key]} bookings of {most}, {rows.get(key, 0)} counted: {key[1:]}"


def _house(session: Session, key: str) -> Building:
    pack: Pack = session.info["pack"]
    return pack.buildings[key]
