"""Giving a booking back: by whoever has it, by staff, by a withdrawal elsewhere, or because no permit came."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import inbox, ledger, notify
from portal.db import writing
from portal.inbox import HOUSE, Actor, Case
from portal.refused import Refused
from services.crematorium.actions import standing
from services.crematorium.actions.wishes import hall_of
from services.crematorium.models.cremations import Cremation
from services.crematorium.rules import terms
from services.crematorium.rules.states import OPEN, State


def cancel(session: Session, cremation_id: UUID, actor: Actor, now: datetime, reason: str = "") -> Cremation:
    """Give it back; a second click changes nothing. What staff call off counts against nobody."""
    with writing(session):
        case, row = standing.take_hold(session, cremation_id)
        if row.state == State.CANCELLED:
            return row
        if row.state not in OPEN or (row.starts_at <= now and actor.kind == "resident"):
            raise Refused("use_over", 409)
        _end(session, row, State.CANCELLED, now, counts=actor.kind == "resident")
        standing.note(session, row, "cancelled", actor, now)
        if case is not None and _close(session, case, actor, now, reason):
            notify.notify_case(session, case, "withdrawn", now)
        standing.changed(session)
    return row


def lapse(session: Session, cremation_id: UUID, now: datetime) -> bool:
    """No permit's number was told in time: the furnace is free again; says whether it was so."""
    with writing(session):
        case, row = standing.take_hold(session, cremation_id)
        if row.state != State.TENTATIVE or row.permit_until is None or row.permit_until > now:
            return False
        starts = row.starts_at
        _end(session, row, State.LAPSED, now, counts=True)
        standing.note(session, row, "lapsed", HOUSE, now)
        if case is not None:
            notify.notify_case(session, case, "cremation_lapsed", now, values={"starts": starts.isoformat()})
            _close(session, case, HOUSE, now, "")
        standing.changed(session)
    return True


def hear_ended(session: Session, case: Case, now: datetime) -> None:
    """取下げ and 返戻 on the pages that know nothing of furnaces: the furnace is free again."""
    found = session.scalar(select(Cremation.id).where(Cremation.case_id == case.id))
    if found is None:
        return
    # The case is the caller's, and half changed: reading it anew would undo that.
    row = standing.take_row(session, found)
    if row.state not in OPEN:
        return
    _end(session, row, State.CANCELLED, now, counts=case.state == inbox.State.WITHDRAWN)
    standing.changed(session)


def forget(session: Session, case: Case, now: datetime) -> None:
    """What stays of a booking whose case is erased: when and which furnace, and not whose."""
    row = session.scalar(select(Cremation).where(Cremation.case_id == case.id))
    if row is not None:
        row.holder = None
        session.flush()


def _end(session: Session, row: Cremation, state: State, now: datetime, *, counts: bool) -> None:
    rules = hall_of(session).rules
    if counts and (state is State.LAPSED or terms.is_late(rules, row.starts_at, now)):
        row.late_at = now
    standing.end(session, row, state, now)
    standing.count_event(session, ledger.Kind.CANCELLED, row, now)


def _close(session: Session, case: Case, actor: Actor, now: datetime, reason: str) -> bool:
    """The request ends with it, where its course allows it."""
    if inbox.State.WITHDRAWN not in inbox.FOLLOWS[inbox.State(case.state)]:
        inbox.note(session, case, "booking_cancelled", actor, now, public=True, text=reason or None)
        return False
    inbox.move(session, case, inbox.State.WITHDRAWN, actor, now, text=reason or None)
    return True
