"""Taking a batch: the same bytes each time, and each time written down."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit, files
from portal.db import put, writing
from portal.people import StaffSeat, staff_names
from portal.refused import Refused
from services.batches.actions.making import OWNER
from services.batches.actions.standing import find
from services.batches.models import ERASED, MADE, Batch, BatchTaking


@dataclass(frozen=True)
class Taking:
    """One taking as a page shows it; no name where the operator's command took it."""

    at: datetime
    who: str


def take(session: Session, seat: StaffSeat, batch_id: UUID, now: datetime) -> tuple[Batch, Iterator[bytes]]:
    """The ZIP for a member of staff of the batch's division."""
    batch = find(session, seat, batch_id)
    return batch, _take(session, batch, "staff", seat.id, now)


def take_by_command(session: Session, division: str, number: int, now: datetime) -> tuple[Batch, bytes]:
    """The ZIP for a relay, by the operator's command."""
    wanted = select(Batch).where(Batch.division == division, Batch.number == number)
    batch = session.scalars(wanted).one_or_none()
    if batch is None:
        raise Refused("batch_unknown", status=404)
    return batch, b"".join(_take(session, batch, "operator", None, now))


def takings(session: Session, batch: Batch) -> Sequence[Taking]:
    """Who took a batch, and when."""
    query = select(BatchTaking).where(BatchTaking.batch_id == batch.id).order_by(BatchTaking.id)
    rows = session.scalars(query).all()
    names = staff_names(session, frozenset(row.staff_id for row in rows if row.staff_id))
    return [Taking(row.at, names.get(row.staff_id, "") if row.staff_id else "") for row in rows]


def _take(session: Session, batch: Batch, kind: str, who: UUID | None, now: datetime) -> Iterator[bytes]:
    if batch.state == ERASED:
        raise Refused("batch_erased", status=410)
    if batch.state != MADE:
        raise Refused("batch_not_ready")
    file = files.of(session, OWNER, batch.id)[0]
    with writing(session):
        put(session, BatchTaking, {"staff_id": who, "batch_id": batch.id, "at": now})
        held = session.scalars(select(Batch).where(Batch.id == batch.id).with_for_update()).one()
        held.taken_at = held.taken_at or now
        audit.saw(session, kind, who, "took", "batch", batch.id, now)
    return files.content(session, file)
