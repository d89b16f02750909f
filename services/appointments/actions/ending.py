"""Giving an appointment back: by whoever has it, by staff, or by the town that cannot hold it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import inbox, ledger
from portal.db import must_write, writing
from portal.inbox import Actor, Case
from portal.opening import today
from portal.pack.appointments import Bookable, FirstCancelled, Sort
from portal.refused import Refused
from portal.slots import claiming
from services.appointments.actions import charging, draws, looking, noticing, standing
from services.appointments.actions.noticing import News
from services.appointments.models import Appointment, CourseEntry
from services.appointments.rules import laying, times
from services.appointments.rules.laying import Laid
from services.appointments.rules.states import FOLLOWS, STANDING, State


def cancel(
    session: Session,
    appointment_id: UUID,
    actor: Actor,
    now: datetime,
    reason: str = "",
    *,
    by_town: bool = False,
) -> Appointment:
    """Give an appointment back; a second click changes nothing."""
    with writing(session):
        row = within(session, appointment_id, actor, now, reason, by_town=by_town)
    # Blocks of their own: whoever moves up has a case of their own to be locked first.
    move_up(session, looking.find(session, row.bookable), now)
    return row


def within(
    session: Session,
    appointment_id: UUID,
    actor: Actor,
    now: datetime,
    reason: str = "",
    *,
    by_town: bool = False,
) -> Appointment:
    """The same inside the caller's writing block."""
    must_write(session)
    case_id = session.scalar(select(Appointment.case_id).where(Appointment.id == appointment_id))
    case = inbox.take_hold(session, case_id) if case_id else None
    row = standing.take_hold(session, appointment_id)
    if row.state in (State.CANCELLED, State.CALLED_OFF):
        return row
    if row.case_id != case_id:
        # It was sent in while this waited; its case would have to be locked first.
        raise Refused("use_changed", 409)
    if State.CANCELLED not in FOLLOWS[State(row.state)] or (
        row.starts_at <= now and actor.kind == "resident"
    ):
        raise Refused("use_over", 409)
    found = looking.find(session, row.bookable)
    _end(session, found, row, case, actor, now, reason, by_town=by_town)
    if found.doses and row.dose == 1:
        _second(session, found, row, case, now)
    claiming.changed(session, found.name)
    return row


def move_up(session: Session, found: Bookable, now: datetime) -> None:
    """Give what came free to those who wait, in their order; who comes with more people than there is room for waits on."""
    if found.sort is not Sort.COURSE:
        return
    query = (
        select(Appointment.id, Appointment.case_id)
        .outerjoin(CourseEntry, CourseEntry.appointment_id == Appointment.id)
        .where(
            Appointment.bookable == found.key,
            Appointment.state == State.WAITING,
            Appointment.case_id.is_not(None),
        )
        # Whoever was drawn stands before whoever came later, in the drawn order.
        .order_by(CourseEntry.turn.is_(None), CourseEntry.turn, Appointment.id)
    )
    for waiting_id, case_id in session.execute(query).all():
        with writing(session):
            case = inbox.take_hold(session, case_id) if case_id else None
            row = standing.take_hold(session, waiting_id)
            if row.state == State.WAITING and row.starts_at > now and give(session, found, row):
                standing.note(session, row, "moved_up", inbox.HOUSE, now)
                if case is not None and found.costs:
                    charging.owe(session, found, row, case, inbox.answers(session, case), now)
                standing.touched(row, now)
                session.flush()
                noticing.tell(session, case, found, row, News.MOVED_UP, now)
                claiming.changed(session, found.name)


def give(session: Session, found: Bookable, row: Appointment) -> bool:
    """Places for a party that waits, or that was drawn; false where there are not enough."""
    pack = session.info["pack"]
    day = today(row.starts_at)
    changed = looking.changes(session, found, day, day)
    there = times.at(found, row.starts_at, pack.closed_days, changed, ())
    if there is None:
        return False
    people = standing.who(session, row.id)
    laid = [Laid(there.starts, there.ends, (), there.places) for _ in people]
    had = standing.has(session, found, row)
    try:
        # One place is one row, so that a refusal leaves nothing half taken.
        claiming.reseat(session, laying.seats(found, laid), had)
    except Refused:
        claiming.reseat(session, had, ())
        return False
    row.state, row.ends_at = State.BOOKED, there.ends
    standing.write_people(session, row.id, people, laid, row.starts_at)
    return True


def _end(
    session: Session,
    found: Bookable,
    row: Appointment,
    case: Case | None,
    actor: Actor,
    now: datetime,
    reason: str,
    *,
    by_town: bool,
) -> None:
    if row.state == State.APPLIED:
        draws.withdrawn(session, row)
    standing.end(session, found, row, State.CALLED_OFF if by_town else State.CANCELLED, now)
    charging.forgo(session, row, case, now)
    standing.note(session, row, "called_off" if by_town else "cancelled", actor, now)
    ledger.event(session, ledger.Kind.CANCELLED, found.name, row.channel, found.division, today(now))
    if case is not None:
        inbox.note(session, case, "booking_cancelled", actor, now, public=True, text=reason or None)
        news = News.CALLED_OFF if by_town else News.CANCELLED
        noticing.tell(session, case, found, row, news, now, reason)


def _second(session: Session, found: Bookable, first: Appointment, case: Case | None, now: datetime) -> None:
    """A second dose without its first: called off with it, or its people told, as the town's rule says."""
    query = select(Appointment.id).where(
        Appointment.after_id == first.id, Appointment.state.in_((*STANDING, State.HELD))
    )
    for second_id in session.scalars(query.order_by(Appointment.id)).all():
        row = standing.take_hold(session, second_id)
        if found.doses and found.doses.first_cancelled is FirstCancelled.CANCEL:
            _end(session, found, row, case, inbox.HOUSE, now, "", by_town=False)
        else:
            noticing.tell(session, case, found, row, News.FIRST_GONE, now)
