"""The end of a day: who still waits is counted as gone, addresses are erased, counters are free; old days are forgotten."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal import audit
from portal.db import writing
from portal.ledger import Kind
from portal.opening import midnight, today
from portal.pack.queues import Queue
from portal.people import StaffSeat
from portal.refused import Refused
from services.queue.actions import days, notices
from services.queue.actions.issuing import count
from services.queue.models import BandDay, Call, CounterDay, Day, Notice, Ticket
from services.queue.rules.tickets import OPEN, State

# The ledger keeps the figures; the numbers themselves are of no use to anybody after a month.
KEPT = timedelta(days=31)


def nightly(session: Session, now: datetime) -> None:
    """Close what is over, and forget what is old."""
    over = select(Day).where(Day.day < today(now), Day.closed_at.is_(None))
    for day in session.scalars(over).all():
        _close(session, day, now)
    old = session.scalars(select(Day.id).where(Day.day < today(now) - KEPT)).all()
    for day_id in old:
        with writing(session):
            for table in (Call, CounterDay, BandDay, Ticket):
                session.execute(delete(table).where(table.day_id == day_id))
            session.execute(delete(Day).where(Day.id == day_id))


def close(session: Session, seat: StaffSeat, queue: Queue, now: datetime) -> None:
    """The day is over before the night: nobody is at a counter any more."""
    day = days.of(session, queue, now)
    if day is None:
        raise Refused("queue_closed")
    _close(session, day, now, seat)


def move_stop(
    session: Session, seat: StaffSeat, queue: Queue, stop_at: datetime | None, now: datetime
) -> None:
    """締切: when no more numbers are given today; None is the town's rule again."""
    with days.holding(session, queue, now) as day:
        if day.closed_at is not None:
            raise Refused("queue_closed")
        if stop_at is not None and today(stop_at) != day.day:
            raise Refused("queue_stop", 422)
        day.stop_at = stop_at
        audit.did(session, "staff", seat.id, "queue_stop_moved", "queue_day", day.id, now)


def _close(session: Session, day: Day, now: datetime, seat: StaffSeat | None = None) -> None:
    queue = days.pack_of(session).queue(day.office)
    with writing(session):
        held = session.get_one(Day, day.id, with_for_update=True, populate_existing=True)
        if held.closed_at is not None:
            return
        if seat is not None and _busy(session, held):
            raise Refused("counter_busy")
        held.closed_at = held.changed_at = now
        # What happened belongs to its own day, however late the night's work is done.
        moment = min(now, midnight(held.day) + timedelta(hours=23, minutes=59))
        _let_go(session, held, queue, moment)
        if seat is not None:
            audit.did(session, "staff", seat.id, "queue_closed", "queue_day", held.id, now)


def _let_go(session: Session, day: Day, queue: Queue | None, now: datetime) -> None:
    session.execute(
        update(CounterDay).where(CounterDay.day_id == day.id).values(staff_id=None, ticket_id=None)
    )
    left = select(Ticket).where(Ticket.day_id == day.id, Ticket.state.in_([str(one) for one in OPEN]))
    for ticket in session.scalars(left.execution_options(populate_existing=True)).all():
        # Somebody who stood at a counter was served, though nobody pressed the button.
        served = ticket.state == State.CALLED
        ticket.state, ticket.ended_at = State.SERVED if served else State.LEFT, now
        if queue is not None:
            count(session, queue, ticket, Kind.SERVED if served else Kind.LEFT, now)
    session.flush()
    wanted = select(Notice.ticket_id).join(Ticket, Ticket.id == Notice.ticket_id)
    for ticket_id in session.scalars(wanted.where(Ticket.day_id == day.id)).all():
        notices.forget(session, ticket_id)


def _busy(session: Session, day: Day) -> bool:
    wanted = select(CounterDay.number).where(CounterDay.day_id == day.id, CounterDay.ticket_id.is_not(None))
    return session.scalar(wanted.limit(1)) is not None
