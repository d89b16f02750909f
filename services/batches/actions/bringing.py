"""Results that come back: a file is looked at first, and the same file is the same whoever brings it again."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms.procedure import Decision as Deciding
from portal import audit, decisions
from portal.db import new_id, put, writing
from portal.inbox import Case
from portal.opening import today
from portal.people import StaffSeat
from portal.receipt_numbers import read_receipt_number
from portal.refused import Refused
from portal.states import State
from portal.vault import vault_of
from services.batches.actions.standing import TAKE, lineage, pack_of
from services.batches.models import Batch, BatchCase, BatchResult, BatchResultRow
from services.batches.rules import results
from services.batches.rules.results import Line, Standing

SEALED = "batch_result.sealed"
DONE = "done"
# What moves its case, before and after it was applied.
GOOD = ("", DONE)


@dataclass(frozen=True)
class Seen:
    """A row beside its case: what it would do, or what became of it."""

    line: Line
    case: Case | None
    batch: int | None
    code: str


@dataclass(frozen=True)
class Brought:
    """A result file as a page shows it."""

    result: BatchResult
    rows: tuple[Seen, ...]

    @property
    def good(self) -> int:
        """How many rows move their case, or did."""
        return sum(one.code in GOOD for one in self.rows)


def bring(session: Session, seat: StaffSeat, raw: bytes, now: datetime) -> UUID:
    """Keep a file for its preview; one that was brought before leads to what became of it."""
    lines = results.read(raw, read_receipt_number)
    division = _division(session, seat, lines)
    digest = hashlib.sha256(raw).hexdigest()
    vault = vault_of(session)
    with writing(session):
        known = select(BatchResult.id).where(BatchResult.division == division, BatchResult.sha256 == digest)
        found = session.scalar(known)
        if found is not None:
            return found
        key_id, result_id = vault.new_key(session), new_id()
        row = {
            "id": result_id, "division": division, "sha256": digest, "key_id": key_id,
            "sealed": vault.seal(session, key_id, [_stored(line) for line in lines], SEALED), "rows": len(lines),
            "brought_by": seat.id, "brought_at": now,
        }  # fmt: skip
        put(session, BatchResult, row)
        audit.did(session, "staff", seat.id, "brought", "batch_result", result_id, now)
    return result_id


def _division(session: Session, seat: StaffSeat, lines: Sequence[Line]) -> str:
    """Whose file it is: of those whose batch its first known case was in; nobody has to choose that."""
    mine = seat.divisions_for(TAKE)
    wanted = (
        select(Batch.division)
        .join(BatchCase, BatchCase.batch_id == Batch.id)
        .join(Case, Case.id == BatchCase.case_id)
        .where(Case.receipt_no.in_([line.receipt_no for line in lines]), Batch.division.in_(mine))
        .order_by(Batch.id)
        .limit(1)
    )
    return session.scalar(wanted) or min(mine)


def find(session: Session, seat: StaffSeat, result_id: UUID) -> BatchResult:
    """A result file of one of the seat's divisions."""
    result = session.get(BatchResult, result_id, populate_existing=True)
    if result is None or not seat.may(TAKE, result.division):
        raise Refused("batch_unknown", status=404)
    return result


def look(session: Session, seat: StaffSeat, result_id: UUID, now: datetime) -> Brought:
    """The file beside its cases; the look is in the audit."""
    result = find(session, seat, result_id)
    with writing(session):
        audit.saw(session, "staff", seat.id, "viewed", "batch_result", result_id, now)
    done = codes(session, result)
    return Brought(
        result,
        tuple(seen(session, result, line, done.get(line.place), now) for line in lines(session, result)),
    )


def recent(session: Session, seat: StaffSeat, limit: int = 20) -> Sequence[tuple[BatchResult, int]]:
    """The files that were brought, newest first, with how many rows moved their case."""
    moved = func.count(BatchResultRow.place).filter(BatchResultRow.code == DONE)
    query = (
        select(BatchResult, moved)
        .outerjoin(BatchResultRow, BatchResultRow.result_id == BatchResult.id)
        .where(BatchResult.division.in_(seat.divisions_for(TAKE)))
        .group_by(BatchResult.id)
        .order_by(BatchResult.id.desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in session.execute(query).all()]


def lines(session: Session, result: BatchResult) -> tuple[Line, ...]:
    """What stood in the file; nothing once it was erased."""
    if result.erased_at is not None:
        return ()
    stored: list[dict[str, Any]] = vault_of(session).open(session, result.key_id, result.sealed, SEALED)
    return tuple(_restored(one) for one in stored)


def codes(session: Session, result: BatchResult) -> dict[int, str]:
    """What became of the rows that were gone through."""
    rows = select(BatchResultRow.place, BatchResultRow.code).where(BatchResultRow.result_id == result.id)
    return dict(session.execute(rows).all())


def seen(session: Session, result: BatchResult, line: Line, code: str | None, now: datetime) -> Seen:
    """One row and its case, if that is one of the division's."""
    mine = lineage(session, result.division, now)
    wanted = select(Case).where(Case.receipt_no == line.receipt_no, Case.division.in_(mine))
    case = session.scalar(wanted.execution_options(populate_existing=True)) if line.receipt_no else None
    batch = _batch(session, result.division, case) if case else None
    standing = _standing(session, case, batch) if case else None
    return Seen(line, case, batch, results.judge(line, standing, today(now)) if code is None else code)


def _batch(session: Session, division: str, case: Case) -> int | None:
    """The last number in which a case went in."""
    query = (
        select(func.max(Batch.number))
        .join(BatchCase, BatchCase.batch_id == Batch.id)
        .where(BatchCase.case_id == case.id, Batch.division == division, Batch.taken_at.is_not(None))
    )
    return session.scalar(query)


def _standing(session: Session, case: Case, batch: int | None) -> Standing:
    procedure = pack_of(session).procedures.get(case.procedure)
    return Standing(
        state=State(case.state),
        # A procedure that the town no longer has is still decided by people.
        deciding=procedure.decision if procedure else Deciding.TWO_STEPS,
        arrived_on=today(case.arrived_at),
        pending=decisions.pending(session, case) is not None,
        handed_over=batch is not None,
    )


def _stored(line: Line) -> dict[str, Any]:
    return {**asdict(line), "on": line.on.isoformat() if line.on else None}


def _restored(stored: dict[str, Any]) -> Line:
    to, on = stored["to"], stored["on"]
    return Line(**{**stored, "to": State(to) if to else None, "on": date.fromisoformat(on) if on else None})
