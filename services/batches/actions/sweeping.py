"""The end of a batch: its file is erased after its days; what nobody fetched goes into the next number instead."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import audit, files
from portal.db import writing
from portal.inbox import Case
from portal.log_lines import Log
from portal.opening import today
from portal.vault import vault_of
from services.batches.actions.making import OWNER
from services.batches.models import ERASED, MADE, Batch, BatchCase, BatchResult

# Results hold remarks about people; a month is long enough to look up what became of a row.
RESULT_DAYS = timedelta(days=30)


def sweep(session: Session, now: datetime) -> None:
    """Erase what is over, one batch in one short block."""
    over = select(Batch.id).where(Batch.state == MADE, Batch.keep_until < today(now))
    for batch_id in session.scalars(over).all():
        with writing(session):
            _erase(session, session.get_one(Batch, batch_id, with_for_update=True), now)
    old = select(BatchResult.id).where(
        BatchResult.erased_at.is_(None), BatchResult.brought_at <= now - RESULT_DAYS
    )
    for result_id in session.scalars(old).all():
        with writing(session):
            result = session.get_one(BatchResult, result_id, with_for_update=True)
            vault_of(session).erase(session, result.key_id)
            result.sealed, result.erased_at = b"", now


def forget(session: Session, case: Case, now: datetime) -> None:
    """A case is erased: every file that holds it goes at once and not only after its days, in the caller's block."""
    held = (
        select(Batch)
        .join(BatchCase, BatchCase.batch_id == Batch.id)
        .where(BatchCase.case_id == case.id, Batch.state == MADE)
        .with_for_update(of=Batch)
    )
    for batch in session.scalars(held).all():
        _erase(session, batch, now)


def _erase(session: Session, batch: Batch, now: datetime) -> None:
    files.erase(session, OWNER, batch.id)
    batch.state, batch.erased_at, batch.manifest = ERASED, now, None
    if batch.taken_at is None:
        # Nothing of it reached the inner system: its cases wait again, under a number of their own.
        session.execute(delete(BatchCase).where(BatchCase.batch_id == batch.id))
        Log("portal").warning("batch_never_taken", division=batch.division, number=batch.number)
    session.flush()
    audit.did(session, "house", None, "erased", "batch", batch.id, now)
