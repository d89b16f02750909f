"""Work by hand, opened for the desk: which case it is about, what to do, and ticking it off."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import show
from portal import audit, inbox, letters, notify, shielded, tasks
from portal.db import writing
from portal.inbox import Actor, Case
from portal.letters import Letter, Paper
from portal.messages import COMPLETE
from portal.opening import today
from portal.outbox import DEAD, Outbox, care
from portal.people import StaffSeat, staff_names
from portal.refused import Refused
from portal.tasks import NOBODYS, Task
from services.desk.rules import SEND_NOTICE

TASKS = "task.read"


@dataclass(frozen=True)
class Chore:
    """A task with what its refs point to."""

    task: Task
    case: Case | None
    letter: UUID | None
    sendable: bool
    error: str
    who: str


def open_chores(session: Session, seat: StaffSeat) -> list[Chore]:
    """What this seat has to do by hand; what belongs to no division is for administrators."""
    found = tasks.open_tasks(session, seat.divisions_for(TASKS), nobodys=seat.may("staff.manage"))
    return [_opened(session, seat, one) for one in found]


def finish(
    session: Session, seat: StaffSeat, task_id: UUID, now: datetime, *, again: bool, on: date | None = None
) -> None:
    """Tick a task off; a second press, or a colleague's, changes nothing. What was told by hand was told `on` that day."""
    with writing(session):
        task = _mine(session, seat, task_id)
        if again and not care.again(session, UUID(task.refs["outbox"]), now):
            raise Refused("not_sendable")
        if tasks.finish(session, task.id, seat.id, now):
            _follow(session, seat, task, on or today(now), now)
        audit.did(session, "staff", seat.id, "sent_again" if again else "finished", "task", task.id, now)


def _follow(session: Session, seat: StaffSeat, task: Task, on: date, now: datetime) -> None:
    """What ticking off means beyond the task: the person was called, the letter posted, the notice is on its way."""
    if "letter" in task.refs and letters.printed(session, UUID(task.refs["letter"]), seat.id, now):
        _told(session, seat, task, on, now)
    if task.kind == SEND_NOTICE:
        case = inbox.take_hold(session, UUID(task.refs["case"]))
        inbox.note(session, case, "notice_sent", Actor("staff", seat.id), now, public=True)
        notify.notify_case(session, case, "decided_notice_sent", now)


def _told(session: Session, seat: StaffSeat, task: Task, on: date, now: datetime) -> None:
    """The history says by which way and when, so that nobody tells it twice and the resident can look it up."""
    if not task.refs.get("case"):
        return
    case = inbox.take_hold(session, UUID(task.refs["case"]))
    day = None if on == today(now) else show.day(on, case.locale if case.locale in COMPLETE else "ja")
    inbox.note(session, case, f"told_{task.kind}", Actor("staff", seat.id), now, public=True, text=day)


def letter(session: Session, seat: StaffSeat, letter_id: UUID, now: datetime) -> Paper | None:
    """A letter of one of the seat's divisions, once the look is in the audit."""
    found = session.get(Letter, letter_id)
    if found is None:
        return None
    _check(seat, str(found.refs.get("division", NOBODYS)))
    paper = letters.read(session, letter_id)
    if paper is not None and shielded.holds_back(session, found.refs, paper.how):
        # It was set ready before the person asked that nobody learn where they are.
        raise Refused("shielded", status=409)
    with writing(session):
        audit.saw(session, "staff", seat.id, "opened", "letter", letter_id, now)
    return paper


def _mine(session: Session, seat: StaffSeat, task_id: UUID) -> Task:
    task = tasks.of(session, task_id)
    if task is None:
        raise Refused("task_unknown", status=404)
    _check(seat, task.division)
    return task


def _check(seat: StaffSeat, division: str) -> None:
    allowed = seat.may("staff.manage") if division == NOBODYS else seat.may(TASKS, division)
    if not allowed:
        raise Refused("not_permitted", status=403)


def _opened(session: Session, seat: StaffSeat, task: Task) -> Chore:
    case = session.get(Case, UUID(task.refs["case"])) if task.refs.get("case") else None
    row = None
    if task.refs.get("outbox"):
        row = session.scalar(select(Outbox).where(Outbox.id == UUID(task.refs["outbox"])))
    staff_id = UUID(task.refs["staff"]) if task.refs.get("staff") else None
    return Chore(
        task=task,
        case=case if case is not None and seat.may("case.read", case.division) else None,
        letter=UUID(task.refs["letter"]) if task.refs.get("letter") else None,
        sendable=row is not None and row.state == DEAD and row.sealed is not None,
        error=(row.last_error or "") if row else "",
        who=staff_names(session, frozenset({staff_id})).get(staff_id, "") if staff_id else "",
    )
