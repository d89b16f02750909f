"""Ordering a batch: the cases that came far enough since the last one get a number together, in one short block."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Row, exists, func, select
from sqlalchemy.orm import Session

from portal import audit, outbox
from portal.db import inserting, new_id, put, writing
from portal.files import StoredFile
from portal.inbox import HOUSE, Actor, Case
from portal.opening import midnight, today
from portal.pack.batches import BatchPlan, Reached
from portal.refused import Refused
from portal.states import State
from services.batches.actions.standing import lineage, pack_of
from services.batches.models import ORDERED, Batch, BatchCase, BatchCounter

KIND = "batch"
# What one worker makes in a minute or two and holds in its memory; the rest goes into the next number.
MOST_CASES, MOST_BYTES = 200, 64 * 1024 * 1024
# Nobody hands over what arrived more than a year ago, and the index is told so.
_LOOK_BACK = timedelta(days=400)
# While the resident is asked, the answers are about to change; what was withdrawn or returned does not go at all.
_STATES = {
    Reached.ACCEPTED: (State.ACCEPTED, State.REVIEW, State.DECIDED, State.DONE),
    Reached.DECIDED: (State.DECIDED, State.DONE),
}


def waiting(session: Session, plan: BatchPlan, now: datetime) -> int:
    """How many cases would go with the next batches of a plan."""
    counted = select(func.count()).select_from(Case).where(*_waiting(session, plan, now))
    return session.scalar(counted) or 0


def order(session: Session, plan: BatchPlan, by: Actor, now: datetime) -> UUID:
    """Give the waiting cases the division's next number; refused where nobody waits, so that no batch is empty."""
    with writing(session):
        # Two who order at once wait for one another here, and the second sees what the first took.
        last = _held(session, plan.division)
        rows = session.execute(
            select(Case.id, Case.receipt_no)
            .where(*_waiting(session, plan, now))
            .order_by(Case.id)
            .limit(MOST_CASES)
        ).all()
        if not rows:
            raise Refused("batch_nothing")
        fitting = _fitting(session, rows)
        batch_id = _store(session, plan, last + 1, len(fitting), by, now)
        put(
            session,
            BatchCase,
            [
                {"case_id": row.id, "plan": plan.id, "batch_id": batch_id, "place": place}
                for place, row in enumerate(fitting, 1)
            ],
        )
        audit.did(session, by.kind, by.id, "ordered", "batch", batch_id, now)
        outbox.add(
            session, KIND, lane=f"batch:{plan.division}", template=KIND, locale="ja",
            refs={"batch": str(batch_id), "division": plan.division}, values={}, now=now,
            dedupe_key=f"batch:{batch_id}",
        )  # fmt: skip
    return batch_id


def nightly(session: Session, now: datetime) -> int:
    """Order whatever the plans want every night; says how many batches that made."""
    made = 0
    for plan in pack_of(session).batches(today(now)):
        while plan.nightly and waiting(session, plan, now):
            try:
                order(session, plan, HOUSE, now)
            except Refused:
                # A clerk was quicker.
                break
            made += 1
    return made


def _waiting(session: Session, plan: BatchPlan, now: datetime) -> list[ColumnElement[bool]]:
    reached = Case.accepted_at if plan.reached is Reached.ACCEPTED else Case.decided_at
    gone = exists().where(BatchCase.case_id == Case.id, BatchCase.plan == plan.id)
    wanted = [
        Case.division.in_(lineage(session, plan.division, now)),
        Case.state.in_(_STATES[plan.reached]),
        Case.arrived_at >= now - _LOOK_BACK,
        reached.is_not(None),
        # What came that far before the plan began was handed over in the old way.
        reached >= midnight(plan.valid_from or date(2000, 1, 1)),
        ~gone,
    ]
    return [*wanted, Case.procedure.in_(plan.procedures)] if plan.procedures else wanted


def _held(session: Session, division: str) -> int:
    session.execute(
        inserting(session, BatchCounter).values(division=division, last=0).on_conflict_do_nothing()
    )
    held = select(BatchCounter).where(BatchCounter.division == division).with_for_update()
    counter = session.scalars(held.execution_options(populate_existing=True)).one()
    counter.last += 1
    session.flush()
    return counter.last - 1


def _fitting(session: Session, rows: Sequence[Row[UUID, str]]) -> list[Row[UUID, str]]:
    """As many as can be held at once; the first goes in any case."""
    ids = [row.id for row in rows]
    query = (
        select(StoredFile.owner_id, func.sum(StoredFile.size))
        .where(StoredFile.owner_kind == "case", StoredFile.owner_id.in_(ids))
        .group_by(StoredFile.owner_id)
    )
    sizes = {owner: int(size) for owner, size in session.execute(query).all()}
    kept: list[Row[UUID, str]] = []
    total = 0
    for row in rows:
        total += sizes.get(row.id, 0)
        if kept and total > MOST_BYTES:
            break
        kept.append(row)
    return kept


def _store(session: Session, plan: BatchPlan, number: int, cases: int, by: Actor, now: datetime) -> UUID:
    batch_id = new_id()
    row = {
        "id": batch_id, "division": plan.division, "number": number, "plan": plan.id, "name": plan.name,
        "reached": str(plan.reached), "encoding": str(plan.encoding), "with_shielded": plan.with_shielded,
        "state": ORDERED, "cases": cases, "keep_until": today(now) + timedelta(days=plan.keep_days),
        "ordered_by": by.id, "ordered_at": now,
    }  # fmt: skip
    put(session, Batch, row)
    return batch_id
