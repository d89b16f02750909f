"""Telling by telephone or FAX: the words ready, the number to call, and what came of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal import audit, inbox, tasks
from portal.db import writing
from portal.inbox import Actor, Case
from portal.letters import Paper
from portal.opening import today
from portal.people import StaffSeat
from portal.refused import Refused
from portal.tasks import Task
from services.desk.actions import chores

KINDS = ("telephone", "fax")


@dataclass(frozen=True)
class Telling:
    """One thing to be told by hand."""

    task: Task
    paper: Paper
    case: Case | None


def find(session: Session, seat: StaffSeat, task_id: UUID, now: datetime) -> Telling:
    """The words of a task, once the look is in the audit; a colleague elsewhere finds nothing."""
    task = tasks.of(session, task_id)
    if task is None or task.kind not in KINDS or not task.refs.get("letter"):
        raise Refused("task_unknown", status=404)
    paper = chores.letter(session, seat, UUID(task.refs["letter"]), now)
    if paper is None:
        raise Refused("task_unknown", status=404)
    case = session.get(Case, UUID(task.refs["case"])) if task.refs.get("case") else None
    return Telling(task, paper, case)


def told(session: Session, seat: StaffSeat, task_id: UUID, on: date, now: datetime) -> None:
    """It was told, on a day that is not still to come and not long past."""
    if not today(now) - timedelta(days=60) <= on <= today(now):
        raise Refused("told_day", status=422)
    chores.finish(session, seat, task_id, now, again=False, on=on)


def missed(session: Session, seat: StaffSeat, task_id: UUID, now: datetime) -> None:
    """Nobody answered; the task stays, and the next who tries knows."""
    found = find(session, seat, task_id, now)
    if found.case is None:
        return
    with writing(session):
        case = inbox.take_hold(session, found.case.id)
        inbox.note(session, case, "call_missed", Actor("staff", seat.id), now, public=False)
        audit.did(session, "staff", seat.id, "tried", "task", task_id, now)
