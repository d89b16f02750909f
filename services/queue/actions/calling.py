"""Calling: the next number, again, absent and back, on to another band, finished; one thing at a time in an office."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import audit
from portal.db import new_id, put
from portal.ledger import Kind
from portal.pack.queues import Queue
from portal.people import StaffSeat
from portal.refused import Refused
from portal.service import fire
from services.queue.actions import days, notices
from services.queue.actions.issuing import count
from services.queue.models import Call, CounterDay, Day, Ticket
from services.queue.rules.tickets import State


def sit(
    session: Session, seat: StaffSeat, queue: Queue, number: int, now: datetime, *, over: bool = False
) -> None:
    """Somebody takes a counter, and their earlier one becomes free; `over`: a colleague forgot to leave it."""
    if queue.counter(number) is None:
        raise Refused("queue_counter", 404)
    with days.holding(session, queue, now) as day:
        counter = days.counter_row(session, day, number)
        if counter.staff_id not in (None, seat.id) and not over:
            raise Refused("counter_taken", number=number)
        before = mine(session, day, seat)
        if before is not None and before.number != number:
            _rise(before)
            session.flush()
        counter.staff_id = seat.id
        audit.did(session, "staff", seat.id, "queue_sat", "queue_counter", f"{queue.office}.{number}", now)


def rise(session: Session, seat: StaffSeat, queue: Queue, now: datetime) -> None:
    """Somebody leaves their counter, which must have nobody at it."""
    with days.holding(session, queue, now) as day:
        counter = _counter(session, day, seat)
        _rise(counter)
        number = f"{queue.office}.{counter.number}"
        audit.did(session, "staff", seat.id, "queue_rose", "queue_counter", number, now)


def call_next(session: Session, seat: StaffSeat, queue: Queue, seen: str, now: datetime) -> Ticket | None:
    """Finish whoever is at the counter and call the next one; None where nobody waits.

    `seen` is the ticket the page showed: a button pressed twice calls one number.
    """
    with days.holding(session, queue, now) as day:
        counter = _seen(session, day, seat, seen)
        _finish(session, queue, counter, now)
        found = _first(session, queue, day, counter)
        if found is not None:
            _call(session, queue, counter, found, now)
            audit.did(session, "staff", seat.id, "queue_called", "queue_ticket", found.id, now)
            notices.tell(session, day, found.band, now)
    return found


def again(session: Session, seat: StaffSeat, queue: Queue, seen: str, now: datetime) -> None:
    """再呼出: shown and spoken once more."""
    with days.holding(session, queue, now) as day:
        counter = _seen(session, day, seat, seen)
        ticket = _served(session, counter)
        _put_call(session, counter, ticket, now)
        audit.did(session, "staff", seat.id, "queue_called", "queue_ticket", ticket.id, now)


def absent(session: Session, seat: StaffSeat, queue: Queue, seen: str, now: datetime) -> None:
    """不在: nobody came; the number can come back until the day is over."""
    with days.holding(session, queue, now) as day:
        counter = _seen(session, day, seat, seen)
        ticket = _served(session, counter)
        ticket.state, ticket.counter, counter.ticket_id = State.ABSENT, None, None
        audit.did(session, "staff", seat.id, "queue_absent", "queue_ticket", ticket.id, now)


def back(session: Session, seat: StaffSeat, queue: Queue, ticket_id: UUID, now: datetime) -> None:
    """Somebody who was called is there now: their old turn comes first, for they have waited."""
    with days.holding(session, queue, now) as day:
        ticket = session.get(Ticket, ticket_id, populate_existing=True)
        if ticket is None or ticket.day_id != day.id:
            raise Refused("ticket_unknown", 404)
        if ticket.state != State.ABSENT:
            raise Refused("queue_moved")
        ticket.state, ticket.round = State.WAITING, ticket.round + 1
        audit.did(session, "staff", seat.id, "queue_back", "queue_ticket", ticket.id, now)


def transfer(session: Session, seat: StaffSeat, queue: Queue, seen: str, letter: str, now: datetime) -> None:
    """On to another kind of business with the same number, in the turn in which it came."""
    if queue.band(letter) is None:
        raise Refused("queue_band", 422)
    with days.holding(session, queue, now) as day:
        counter = _seen(session, day, seat, seen)
        ticket = _served(session, counter)
        _count_service(session, queue, ticket, now)
        ticket.state, ticket.band, ticket.counter = State.WAITING, letter, None
        ticket.round, counter.ticket_id = ticket.round + 1, None
        audit.did(session, "staff", seat.id, "queue_transferred", "queue_ticket", ticket.id, now)


def finish(session: Session, seat: StaffSeat, queue: Queue, seen: str, now: datetime) -> None:
    """Done, and nobody is called yet."""
    with days.holding(session, queue, now) as day:
        counter = _seen(session, day, seat, seen)
        ticket = _served(session, counter)
        _finish(session, queue, counter, now)
        audit.did(session, "staff", seat.id, "queue_finished", "queue_ticket", ticket.id, now)


def _first(session: Session, queue: Queue, day: Day, counter: CounterDay) -> Ticket | None:
    """Of everybody the counter serves, the one whose turn is first."""
    known = queue.counter(counter.number)
    wanted = (
        select(Ticket)
        .where(Ticket.day_id == day.id, Ticket.state == str(State.WAITING))
        .where(Ticket.band.in_(known.bands if known else ()))
        .order_by(Ticket.turn, Ticket.id)
        .limit(1)
    )
    return session.scalar(wanted.execution_options(populate_existing=True))


def _call(session: Session, queue: Queue, counter: CounterDay, ticket: Ticket, now: datetime) -> None:
    first = ticket.called_at is None
    ticket.state, ticket.counter, ticket.called_at = State.CALLED, counter.number, now
    counter.ticket_id = ticket.id
    session.flush()
    _put_call(session, counter, ticket, now)
    count(session, queue, ticket, Kind.CALLED, now)
    if first and ticket.arrived_at is not None:
        since = ticket.arrived_at
        count(session, queue, ticket, Kind.WAITED, now, _minutes(since, now), since)
    notices.forget(session, ticket.id)
    fire(session, "ticket.called", ticket_id=ticket.id, office=queue.office, now=now)


def _put_call(session: Session, counter: CounterDay, ticket: Ticket, now: datetime) -> None:
    so_far = select(func.count()).where(Call.ticket_id == ticket.id, Call.round == ticket.round)
    row = {
        "id": new_id(), "day_id": ticket.day_id, "ticket_id": ticket.id, "round": ticket.round,
        "again": session.scalar(so_far) or 0, "counter": counter.number, "at": now,
    }  # fmt: skip
    put(session, Call, row)


def _finish(session: Session, queue: Queue, counter: CounterDay, now: datetime) -> None:
    if counter.ticket_id is None:
        return
    ticket = _served(session, counter)
    _count_service(session, queue, ticket, now)
    ticket.state, ticket.ended_at, counter.ticket_id = State.SERVED, now, None
    session.flush()
    fire(session, "ticket.served", ticket_id=ticket.id, office=queue.office, now=now)


def _count_service(session: Session, queue: Queue, ticket: Ticket, now: datetime) -> None:
    if ticket.called_at is not None:
        count(session, queue, ticket, Kind.SERVED, now, _minutes(ticket.called_at, now))


def _minutes(begun: datetime, now: datetime) -> float:
    return round(max(0.0, (now - begun).total_seconds() / 60), 2)


def _served(session: Session, counter: CounterDay) -> Ticket:
    if counter.ticket_id is None:
        raise Refused("queue_moved")
    return session.get_one(Ticket, counter.ticket_id, populate_existing=True)


def mine(session: Session, day: Day, seat: StaffSeat) -> CounterDay | None:
    """The counter somebody sits at."""
    wanted = select(CounterDay).where(CounterDay.day_id == day.id, CounterDay.staff_id == seat.id)
    return session.scalar(wanted.execution_options(populate_existing=True))


def _counter(session: Session, day: Day, seat: StaffSeat) -> CounterDay:
    found = mine(session, day, seat)
    if found is None:
        raise Refused("no_counter")
    return found


def _seen(session: Session, day: Day, seat: StaffSeat, seen: str) -> CounterDay:
    """The counter, as the page showed it: what changed meanwhile is looked at before anything else is done."""
    counter = _counter(session, day, seat)
    if (str(counter.ticket_id) if counter.ticket_id else "") != seen:
        raise Refused("queue_moved")
    return counter


def _rise(counter: CounterDay) -> None:
    if counter.ticket_id is not None:
        raise Refused("counter_busy")
    counter.staff_id = None
