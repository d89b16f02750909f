"""廃棄: when its time is over, one person proposes and another approves, and the list of a mailing forgets everybody on it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from portal import audit, erased, files, tasks
from portal.db import writing
from portal.erased import Whose
from portal.keeping import MONEY_YEARS, keep_until
from portal.opening import today
from portal.people import StaffSeat
from portal.refused import Refused
from portal.vault import vault_of
from services.mailings.actions import standing
from services.mailings.actions.loading import later
from services.mailings.actions.standing import MANAGE, RELEASE
from services.mailings.models import (
    Addressee,
    AddresseeEvent,
    AddresseeToken,
    LetterBatch,
    Mailing,
    Opening,
    PrintedLetter,
    TransferBatch,
)
from services.mailings.rules.stages import Stage

# The task that tells a division that a list is over.
OVER = "mailing_over"
# A file of letters is a copy: long enough to print it again when the enclosing machine failed, and no longer.
COPY_LIVES = timedelta(days=90)
_AT_ONCE = 100


def until(session: Session, mailing: Mailing) -> date | None:
    """The last day on which a closed mailing is kept, by its procedure's 文書分類; None while no rule says how long."""
    if mailing.stage not in (Stage.CLOSED, Stage.DISPOSING) or mailing.closed_at is None:
        return None
    closed_on, pack = today(mailing.closed_at), standing.pack_of(session)
    procedure = pack.procedures.get(mailing.procedure)
    if procedure is None:
        return None
    found = pack.document_class(procedure.document_class, closed_on)
    years = procedure.retention_years or (found.years if found else None)
    paid = exists().where(TransferBatch.mailing_id == mailing.id, TransferBatch.released_at.is_not(None))
    if years is not None and session.scalar(select(paid)):
        years = max(years, MONEY_YEARS)
    return None if years is None else keep_until(closed_on, years)


def sweep(session: Session, now: datetime) -> None:
    """Erase the copies that are old, and tell the divisions whose lists are over; no list is erased unasked."""
    old = select(LetterBatch.id).where(
        LetterBatch.file_id.is_not(None), LetterBatch.made_at <= now - COPY_LIVES
    )
    for batch_id in session.scalars(old).all():
        with writing(session):
            _erase_copy(session, batch_id)
    for mailing in session.scalars(select(Mailing).where(Mailing.stage == Stage.CLOSED)).all():
        if _is_over(session, mailing, now):
            with writing(session):
                refs = {"mailing": str(mailing.id)}
                tasks.add(session, OVER, division=mailing.division, refs=refs, now=now, key=_task(mailing.id))


def propose(session: Session, seat: StaffSeat, mailing_id: UUID, now: datetime) -> None:
    """Ask somebody else to agree that the list is disposed of."""
    with standing.holding(session, seat, mailing_id, MANAGE, "mailing_disposal_proposed", now) as mailing:
        if not _is_over(session, mailing, now):
            raise Refused("mailing_kept")
        standing.go(mailing, Stage.DISPOSING)
        mailing.disposal_by = seat.id


def take_back(session: Session, seat: StaffSeat, mailing_id: UUID, now: datetime) -> None:
    """Not yet: the list stays as it is."""
    with standing.holding(session, seat, mailing_id, MANAGE, "mailing_disposal_taken_back", now) as mailing:
        if mailing.stage != Stage.DISPOSING:
            raise Refused("mailing_stage")
        mailing.stage, mailing.disposal_by = Stage.CLOSED, None


def approve(session: Session, seat: StaffSeat, mailing_id: UUID, now: datetime) -> None:
    """Approved by a second pair of eyes: the worker erases."""
    with standing.holding(session, seat, mailing_id, RELEASE, "mailing_disposal_approved", now) as mailing:
        if mailing.disposal_by == seat.id:
            raise Refused("four_eyes", status=403)
        standing.go(mailing, Stage.ERASING)
        tasks.close(session, _task(mailing.id), seat.id, now)
        later(session, "erase", mailing.id, now)


def erase(session: Session, mailing_id: UUID, now: datetime) -> None:
    """Forget everybody on the list, some in a block; whoever is killed goes on where they stopped. The counts stay."""
    if session.get_one(Mailing, mailing_id, populate_existing=True).stage != Stage.ERASING:
        return
    left = (
        select(Addressee).where(Addressee.mailing_id == mailing_id, Addressee.sealed != b"").limit(_AT_ONCE)
    )
    while page := session.scalars(left).all():
        with writing(session):
            for found in page:
                _forget(session, found, now)
            session.flush()
    with writing(session):
        mailing = standing.take_hold(session, mailing_id)
        for batch_id in session.scalars(
            select(LetterBatch.id).where(LetterBatch.mailing_id == mailing_id)
        ).all():
            _erase_copy(session, batch_id)
        _erase_transfers(session, mailing_id, now)
        standing.go(mailing, Stage.DISPOSED)
        mailing.disposed_at = now
        audit.did(session, "house", None, "mailing_disposed", "mailing", mailing_id, now)


def _forget(session: Session, found: Addressee, now: datetime) -> None:
    vault_of(session).erase(session, found.key_id)
    erased.note(session, found.key_id, Whose.ADDRESSEE, now)
    for table in (AddresseeToken, AddresseeEvent, Opening):
        session.execute(delete(table).where(table.addressee_id == found.id))
    session.execute(update(PrintedLetter).where(PrintedLetter.addressee_id == found.id).values(code=None))
    # Without the number nobody can tell any more whether somebody stood on this list.
    found.sealed, found.number, found.case_id, found.answered_by = b"", found.id.bytes, None, None


def _erase_transfers(session: Session, mailing_id: UUID, now: datetime) -> None:
    for batch in session.scalars(select(TransferBatch).where(TransferBatch.mailing_id == mailing_id)).all():
        vault_of(session).erase(session, batch.key_id)
        erased.note(session, batch.key_id, Whose.ADDRESSEE, now)
        batch.sealed = b""


def _erase_copy(session: Session, batch_id: UUID) -> None:
    files.erase(session, "mailing_batch", batch_id)
    session.execute(update(LetterBatch).where(LetterBatch.id == batch_id).values(file_id=None))


def _is_over(session: Session, mailing: Mailing, now: datetime) -> bool:
    last = until(session, mailing)
    return last is not None and last < today(now)


def _task(mailing_id: UUID) -> str:
    return f"{OVER}:{mailing_id}"
