"""What a resident may still do with a request that was handed in."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal import correction_links, corrections, files, inbox, ledger, notify
from portal.db import writing
from portal.inbox import RESIDENT, Case, State
from portal.opening import today
from portal.refused import Refused

# For so long the page of a case greets with the receipt; after that it says where the case stands.
FRESH = timedelta(minutes=30)


def is_fresh(case: Case, now: datetime) -> bool:
    """Whether it was handed in a moment ago."""
    return now - case.arrived_at < FRESH


def may_withdraw(case: Case) -> bool:
    """取下げ is possible until there is a decision."""
    return State.WITHDRAWN in inbox.FOLLOWS[State(case.state)]


def withdraw(
    session: Session, case_id: UUID, holders: Sequence[bytes], tokens: Sequence[bytes], now: datetime
) -> None:
    """取下げ by the resident; the office sees it in the history."""
    if inbox.held_by(session, case_id, holders, tokens) is None:
        raise Refused("case_unknown", status=404)
    with writing(session):
        case = inbox.take_hold(session, case_id)
        if case.state == State.WITHDRAWN:
            # A second click: what it asks for is done.
            return
        inbox.move(session, case, State.WITHDRAWN, RESIDENT, now)
        notify.notify_case(session, case, "withdrawn", now)
        ledger.event(session, "withdrawn", case.procedure, case.channel, case.division, today(now))


def linked(session: Session, secret: str, now: datetime) -> Case:
    """The case whose correction a mailed link opens; over once it was answered or taken back, whatever its time."""
    case_id, correction_id = correction_links.look(session, secret, now)
    case = session.get(Case, case_id)
    last = next(iter(corrections.every(session, case)), None) if case else None
    if case is None or last is None or last.id != correction_id:
        raise Refused("no_correction_open", 410)
    return case


def correct(
    session: Session, case_id: UUID, values: Mapping[str, Any], now: datetime, sent: Collection[UUID] = ()
) -> None:
    """補正: the resident's answer with the files sent for it; what was not unlocked stays as it was."""
    with writing(session):
        case = inbox.take_hold(session, case_id)
        if _has_just_been_said(session, case, values):
            return
        corrections.answer(session, case, values, now)
        # What was sent before stays with the case, so that staff see what became of it.
        files.claim(session, sent, origin=case.id, owner_kind="case", owner_id=case.id, now=now)
        ledger.event(session, "corrected", case.procedure, case.channel, case.division, today(now))


def _has_just_been_said(session: Session, case: Case, values: Mapping[str, Any]) -> bool:
    """A second click: the last request was answered with exactly this."""
    last = next(iter(corrections.every(session, case)), None)
    if last is None or last.answered_at is None:
        return False
    stand = inbox.answers(session, case)
    return all(stand.get(key) == value for key, value in values.items())
