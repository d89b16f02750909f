"""次に使う答え: every answer kept of a resident, where it came from, into what it went, and who looked at that; and forgetting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import audit, saved_answers
from portal.audit import Audit
from portal.db import writing
from portal.inbox import Case
from portal.saved_answers import AnswerUse, Saved


@dataclass(frozen=True)
class Looks:
    """How often staff have looked at a request, and when last; which of them stands in the audit."""

    count: int
    last: datetime


@dataclass(frozen=True)
class Request:
    """A request that an answer came from or went into."""

    receipt_no: str
    division: str
    looks: Looks | None


@dataclass(frozen=True)
class Answers:
    """Everything kept of a resident, with its uses and the requests that these name."""

    saved: Sequence[Saved]
    uses: Mapping[str, Sequence[AnswerUse]]
    requests: Mapping[UUID, Request]


def of_resident(session: Session, resident_id: UUID) -> Answers:
    """What the page shows."""
    saved, uses = saved_answers.every(session, resident_id), saved_answers.uses(session, resident_id)
    ids = {one.case_id for one in saved if one.case_id} | {
        one.case_id for used in uses.values() for one in used
    }
    return Answers(saved, uses, _requests(session, ids))


def forget(session: Session, resident_id: UUID, field: str, now: datetime) -> None:
    """Forget one answer, or all where none is named, at once."""
    with writing(session):
        saved_answers.forget(session, resident_id, [field] if field else None)
        audit.did(session, "resident", resident_id, "forgot_answers", "saved_answer", field or None, now)


def _requests(session: Session, ids: set[UUID]) -> dict[UUID, Request]:
    looks = _looks(session, ids)
    rows = session.execute(select(Case.id, Case.receipt_no, Case.division).where(Case.id.in_(ids)))
    return {row.id: Request(row.receipt_no, row.division, looks.get(str(row.id))) for row in rows}


def _looks(session: Session, ids: set[UUID]) -> dict[str, Looks]:
    rows = session.execute(
        select(Audit.subject_id, func.count().label("times"), func.max(Audit.at).label("last"))
        .where(Audit.subject_kind == "case", Audit.subject_id.in_([str(one) for one in ids]))
        .where(Audit.actor_kind == "staff")
        .group_by(Audit.subject_id)
    )
    return {str(row.subject_id): Looks(row.times, row.last) for row in rows}
