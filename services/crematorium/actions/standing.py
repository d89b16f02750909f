"""A booking's row and what it holds, always within the caller's writing block.

Everybody who changes something takes locks in one order, so that nobody waits in a circle: the case, the booking, the
steps of time, the furnace's day, the number held at once, and last the version of the calendar.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, tuple_
from sqlalchemy.orm import Session

from portal import audit, inbox, ledger
from portal.db import must_write
from portal.inbox import Actor, Case
from portal.opening import today
from portal.pack.crematorium import KEY, Crematorium, Furnace
from portal.refused import Refused
from portal.slots import claiming
from portal.slots.tables import SlotClaim
from services.crematorium.actions.wishes import hall_of
from services.crematorium.models.cremations import Cremation, CremationExtra
from services.crematorium.rules import takings
from services.crematorium.rules.states import State
from services.crematorium.rules.takings import Part

# What a booking is called in the audit, and what its claims and those of a pause are called.
SUBJECT, OWNER, PAUSE = "cremation", "cremation", "furnace_pause"
# What is counted beside the claims: 仮予約 at once, and admissions of a furnace's day.
TENTATIVE = f"{KEY}/tentative"
AT_ONCE = "now"


def take_hold(session: Session, cremation_id: UUID) -> tuple[Case | None, Cremation]:
    """A booking as it stands now with its case, both locked until the block ends."""
    must_write(session)
    case_id = session.scalar(select(Cremation.case_id).where(Cremation.id == cremation_id))
    case = inbox.take_hold(session, case_id) if case_id else None
    return case, take_row(session, cremation_id)


def take_row(session: Session, cremation_id: UUID) -> Cremation:
    """The booking alone, for who holds its case already."""
    must_write(session)
    query = select(Cremation).where(Cremation.id == cremation_id).with_for_update()
    found = session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise Refused("use_unknown", 404)
    return found


def claim_day(session: Session, furnace: Furnace, starts: datetime) -> None:
    """One more admission of a furnace's day, or a refusal: it has to cool."""
    if not furnace.most_a_day:
        return
    day = today(starts).isoformat()
    try:
        claiming.count(session, _named(furnace.key), takings.space(furnace.key), day, furnace.most_a_day)
    except Refused:
        raise Refused("furnace_rests", 409, most=furnace.most_a_day) from None


def leave_day(session: Session, furnace: str, starts: datetime) -> None:
    """One admission less."""
    day = today(starts).isoformat()
    claiming.uncount(session, _named(furnace), takings.space(furnace), day)


def count_tentative(session: Session, row: Cremation, hall: Crematorium) -> None:
    """One more 仮予約 of whoever booked, or a refusal; two at once cannot both be the last."""
    if row.holder is None:
        return
    most = hall.rules.most_tentative if row.firm_id else hall.rules.most_family
    try:
        claiming.count(session, row.holder, TENTATIVE, AT_ONCE, most)
    except Refused:
        raise Refused("tentative_used_up", 409, most=most) from None


def leave_tentative(session: Session, row: Cremation) -> None:
    """One 仮予約 less: it was confirmed or has ended."""
    if row.state == State.TENTATIVE and row.holder is not None:
        claiming.uncount(session, row.holder, TENTATIVE, AT_ONCE)


def end(session: Session, row: Cremation, state: State, now: datetime) -> None:
    """Give everything back."""
    claiming.release(session, [row.id])
    leave_day(session, row.furnace, row.starts_at)
    leave_tentative(session, row)
    row.state, row.ended_at, row.permit_until = state, now, None
    touched(session, row, now)


def touched(session: Session, row: Cremation, now: datetime) -> None:
    """Something about it is different, so that a page which shows it as it was is refused."""
    row.changed_at = now
    row.version += 1
    session.flush()


def changed(session: Session) -> None:
    """The calendar is different from now on; the last statement of a block."""
    claiming.changed(session, KEY)


def extras(session: Session, ids: Iterable[UUID]) -> dict[UUID, tuple[CremationExtra, ...]]:
    """What is taken along with each of these bookings, in the town's order."""
    wanted = list(ids)
    found: dict[UUID, list[CremationExtra]] = {one: [] for one in wanted}
    for row in session.scalars(select(CremationExtra).where(CremationExtra.cremation_id.in_(wanted))):
        found[row.cremation_id].append(row)
    order = [one.key for one in hall_of(session).extras]
    place = {key: n for n, key in enumerate(order)}
    return {
        one: tuple(sorted(rows, key=lambda row: place.get(row.extra, len(place))))
        for one, rows in found.items()
    }


def retake(session: Session, row: Cremation, parts: tuple[Part, ...]) -> None:
    """Take what a booking needs from now on before letting go of what it had."""
    wanted = set(takings.claims(parts))
    query = select(SlotClaim.space, SlotClaim.slot).where(SlotClaim.owner == row.id)
    mine = {(space, slot) for space, slot in session.execute(query)}
    if new := tuple(sorted(wanted - mine)):
        claiming.claim(session, row.id, OWNER, new)
    if old := tuple(sorted(mine - wanted)):
        steps = tuple_(SlotClaim.space, SlotClaim.slot).in_(old)
        gone = delete(SlotClaim).where(SlotClaim.owner == row.id, steps)
        session.execute(gone.execution_options(synchronize_session=False))


def note(session: Session, row: Cremation, verb: str, actor: Actor, now: datetime) -> None:
    """Who did what to it."""
    audit.did(session, actor.kind, actor.id, verb, SUBJECT, row.id, now)


def count_event(session: Session, kind: ledger.Kind, row: Cremation, now: datetime) -> None:
    """It is counted, without names."""
    ledger.event(session, kind, KEY, row.channel, hall_of(session).operator, today(now))


def _named(furnace: str) -> bytes:
    """A furnace where a holder's token stands otherwise: its day is counted by the same rows."""
    return hashlib.sha256(f"{KEY}/{furnace}".encode()).digest()[:16]
