"""炉の停止: staff take nobody into a furnace for a time, and open it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.numbers import find_individual_numbers
from portal import audit
from portal.db import new_id, writing
from portal.people import StaffSeat
from portal.refused import Refused
from portal.slots import claiming
from services.crematorium.actions import standing
from services.crematorium.actions.wishes import hall_of
from services.crematorium.models.cremations import Cremation, FurnacePause
from services.crematorium.rules import takings
from services.crematorium.rules.states import CLAIMING

SUBJECT, LONGEST, MOST = "furnace_pause", 100, timedelta(days=92)


@dataclass(frozen=True)
class Pause:
    """Which furnace, from when to when, and why."""

    furnace: str
    starts: datetime
    ends: datetime
    reason: str


def pause(session: Session, wish: Pause, seat: StaffSeat, now: datetime) -> UUID:
    """Take the furnace for itself; where bookings stand nothing is taken, and they are moved first."""
    reason = wish.reason.strip()
    if hall_of(session).furnace(wish.furnace) is None:
        raise Refused("facility_unknown", 404)
    if not now < wish.ends or not wish.starts < wish.ends <= wish.starts + MOST:
        raise Refused("block_time", 422)
    if not reason or len(reason) > LONGEST:
        raise Refused("reason_needed", 422, longest=LONGEST)
    if find_individual_numbers(reason):
        raise Refused("individual_number_in_text", 422)
    made = FurnacePause(
        id=new_id(), furnace=wish.furnace, starts_at=wish.starts, ends_at=wish.ends, reason=reason, made_at=now,
        made_by=seat.id, ended_at=None,
    )  # fmt: skip
    name = takings.space(wish.furnace)
    steps = tuple((name, step) for step in takings.slots(wish.starts, wish.ends))
    with writing(session):
        session.add(made)
        session.flush()
        claiming.claim(session, made.id, standing.PAUSE, steps)
        audit.did(session, "staff", seat.id, "paused", SUBJECT, made.id, now)
        standing.changed(session)
    return made.id


def resume(session: Session, pause_id: UUID, seat: StaffSeat, now: datetime) -> None:
    """Take people in again."""
    with writing(session):
        query = select(FurnacePause).where(FurnacePause.id == pause_id).with_for_update()
        found = session.scalar(query)
        if found is None:
            raise Refused("facility_unknown", 404)
        if found.ended_at is None:
            claiming.release(session, [found.id])
            found.ended_at = now
            session.flush()
            audit.did(session, "staff", seat.id, "resumed", SUBJECT, found.id, now)
            standing.changed(session)


def in_the_way(session: Session, wish: Pause) -> Sequence[Cremation]:
    """The bookings that stand in a pause."""
    query = select(Cremation).where(
        Cremation.furnace == wish.furnace, Cremation.state.in_(CLAIMING), Cremation.starts_at < wish.ends,
        Cremation.ends_at > wish.starts - timedelta(hours=4),
    )  # fmt: skip
    return session.scalars(query.order_by(Cremation.starts_at)).all()


def coming(session: Session, now: datetime) -> Sequence[FurnacePause]:
    """Every pause that is not over."""
    query = select(FurnacePause).where(FurnacePause.ends_at > now, FurnacePause.ended_at.is_(None))
    return session.scalars(query.order_by(FurnacePause.starts_at)).all()
