"""Applying results: each row moves its case in a block of its own, so that a refused one stops no other."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal import audit, inbox, notify, pace
from portal.db import put, writing
from portal.inbox import Actor
from portal.people import StaffSeat
from portal.refused import Refused
from portal.states import State
from services.batches.actions import bringing
from services.batches.actions.bringing import DONE
from services.batches.models import BatchResult, BatchResultRow
from services.batches.rules.results import Line

# Whoever brings results moves cases, so they need the right to do that by hand as well.
WORK = "case.work"
HISTORY = "by_batch"


def apply(session: Session, seat: StaffSeat, result_id: UUID, now: datetime) -> int:
    """Go through the rows that nobody went through yet; says how many moved. Done twice, the second finds nothing to do."""
    result = bringing.find(session, seat, result_id)
    if not seat.may(WORK, result.division):
        raise Refused("not_permitted", status=403)
    if result.erased_at is not None:
        raise Refused("batch_erased", status=410)
    done = bringing.codes(session, result)
    moved = sum(
        _row(session, seat, result, line, now)
        for line in bringing.lines(session, result)
        if line.place not in done
    )
    with writing(session):
        held = session.get_one(BatchResult, result.id, with_for_update=True, populate_existing=True)
        if held.applied_at is None:
            held.applied_at, held.applied_by = now, seat.id
            audit.did(session, "staff", seat.id, "applied", "batch_result", result.id, now)
    return moved


def _row(session: Session, seat: StaffSeat, result: BatchResult, line: Line, now: datetime) -> bool:
    with writing(session):
        # Two people press at once: the second waits here and finds the row gone through.
        session.get_one(BatchResult, result.id, with_for_update=True)
        if line.place in bringing.codes(session, result):
            return False
        seen = bringing.seen(session, result, line, None, now)
        if seen.case is not None and not seen.code:
            inbox.take_hold(session, seen.case.id)
            # What stands now counts, not what the preview showed.
            seen = bringing.seen(session, result, line, None, now)
        code = seen.code or DONE
        if seen.case is not None and code == DONE:
            _move(session, seat, seen, now)
        row = {
            "result_id": result.id, "place": line.place, "case_id": seen.case.id if seen.case else None, "code": code,
        }  # fmt: skip
        put(session, BatchResultRow, row)
    return code == DONE


def _move(session: Session, seat: StaffSeat, seen: bringing.Seen, now: datetime) -> None:
    case, line, by = seen.case, seen.line, Actor("staff", seat.id)
    if case is None or line.to is None:
        raise Refused("state_not_possible")
    inbox.move(session, case, line.to, by, now)
    if line.to is State.DONE:
        pace.completed(session, case, now)
        notify.notify_case(session, case, "completed", now)
    inbox.note(session, case, HISTORY, by, now, public=False, text=_told(seen))
    session.flush()
    audit.did(session, "staff", seat.id, f"result_{line.to}", "case", case.id, now)


def _told(seen: bringing.Seen) -> str:
    """Through which batch, on which day inside, under which number there: Japanese, as everything in a case's history."""
    line = seen.line
    day = line.on.isoformat() if line.on else ""
    parts = (f"第{seen.batch}号 結果CSV {line.place}行目", day, line.number, line.remark)
    return "　".join(part for part in parts if part)
