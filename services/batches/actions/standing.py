"""Who may see which batch: found for the seat that asks; what belongs to another division is not there."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.inbox import Case
from portal.opening import today
from portal.pack import Pack
from portal.pack.batches import BatchPlan
from portal.people import StaffSeat
from portal.refused import Refused
from services.batches.models import Batch, BatchCase

TAKE = "batch.take"


def pack_of(session: Session) -> Pack:
    """The town that the shell handed to this session."""
    pack: Pack = session.info["pack"]
    return pack


def lineage(session: Session, division: str, now: datetime) -> frozenset[str]:
    """The divisions whose cases a division answers for."""
    return pack_of(session).lineage(division, today(now)) | {division}


def plans(session: Session, seat: StaffSeat, now: datetime) -> tuple[BatchPlan, ...]:
    """The plans of this seat's divisions."""
    mine = seat.divisions_for(TAKE)
    return tuple(one for one in pack_of(session).batches(today(now)) if one.division in mine)


def plan(session: Session, seat: StaffSeat, plan_id: str, now: datetime) -> BatchPlan:
    """One plan of this seat's divisions."""
    found = next((one for one in plans(session, seat, now) if one.id == plan_id), None)
    if found is None:
        raise Refused("batch_unknown", status=404)
    return found


def find(session: Session, seat: StaffSeat, batch_id: UUID) -> Batch:
    """A batch this seat may take; somebody else's is answered like one that never was."""
    batch = session.get(Batch, batch_id)
    if batch is None or not seat.may(TAKE, batch.division):
        raise Refused("batch_unknown", status=404)
    return batch


def recent(session: Session, seat: StaffSeat, limit: int = 50) -> Sequence[Batch]:
    """The batches of this seat's divisions, newest first."""
    mine = Batch.division.in_(seat.divisions_for(TAKE))
    return session.scalars(select(Batch).where(mine).order_by(Batch.id.desc()).limit(limit)).all()


def of_case(session: Session, case: Case) -> Sequence[Batch]:
    """The batches in which a case went."""
    query = select(Batch).join(BatchCase, BatchCase.batch_id == Batch.id).where(BatchCase.case_id == case.id)
    return session.scalars(query.order_by(Batch.id)).all()
