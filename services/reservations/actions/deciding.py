"""使用の許可: what the operator says about a booking that waits, by the same 起案 and 決裁 as every decision of the house."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import decisions, inbox
from portal.db import writing
from portal.decisions import Proposal
from portal.inbox import Actor, Case
from portal.refused import Refused
from portal.slots import claiming
from portal.states import Outcome
from portal.states import State as CaseState
from services.reservations.actions import charging, standing
from services.reservations.actions.cancelling import of_case
from services.reservations.actions.wishes import placed
from services.reservations.models.bookings import Booking
from services.reservations.rules import prices
from services.reservations.rules.states import State


def decide(
    session: Session, booking_id: UUID, allowed: bool, actor: Actor, now: datetime, reason: str = ""
) -> Booking:
    """Allow a use, or propose to refuse it; a refusal takes from somebody, so a second person decides it (決裁)."""
    with writing(session):
        case_id = session.scalar(select(Booking.case_id).where(Booking.id == booking_id))
        if case_id is None:
            raise Refused("use_unknown", 404)
        case = inbox.take_hold(session, case_id)
        row = standing.take_hold(session, booking_id)
        if row.state != State.PENDING:
            raise Refused("use_over", 409)
        _look(session, case, actor, now)
        _decide(session, case, Outcome.APPROVE if allowed else Outcome.REJECT, reason, actor, now)
        standing.note(session, row, "allowed" if allowed else "refused", actor, now)
    return row


def hear_decided(session: Session, case: Case, now: datetime) -> None:
    """What was decided about the case, here or at the desk, holds for its booking."""
    row = of_case(session, case)
    # The decision of this very moment is not in the database yet.
    decision = next((one for one in decisions.every(session, case) if one.decided_at is not None), None)
    if row is None or decision is None or row.state != State.PENDING:
        return
    place = placed(session, row.building, row.unit, row.purpose)
    if decision.kind == Outcome.REJECT:
        standing.end(session, row, place, State.REFUSED, now, later=False)
    else:
        row.state = State.CONFIRMED
        standing.touched(row, now)
        session.flush()
        charging.owe(session, row, place.building, prices.thawed(row.price), case, now)
    claiming.changed(session, row.building)


def hear_returned(session: Session, case: Case, now: datetime) -> None:
    """返戻: what cannot be taken keeps no place."""
    row = of_case(session, case)
    if row is None or row.state != State.PENDING:
        return
    place = placed(session, row.building, row.unit, row.purpose)
    standing.end(session, row, place, State.REFUSED, now, later=False)
    claiming.changed(session, row.building)


def _look(session: Session, case: Case, actor: Actor, now: datetime) -> None:
    """Whoever decides has looked at it: 受付 and 審査 stand in the history."""
    if case.state == CaseState.ARRIVED:
        inbox.move(session, case, CaseState.ACCEPTED, actor, now)
    if case.state == CaseState.ACCEPTED:
        inbox.move(session, case, CaseState.REVIEW, actor, now)


def _decide(session: Session, case: Case, outcome: Outcome, reason: str, actor: Actor, now: datetime) -> None:
    pending = decisions.pending(session, case)
    if pending is not None and pending.kind != outcome:
        raise Refused("proposal_already_there")
    if pending is None:
        pending = decisions.propose(session, case, Proposal(outcome, reason), actor, now)
    if pending.proposed_by != actor.id or decisions.alone(session, case, outcome):
        decisions.decide(session, case, actor, now)
