"""What a counter sees: who stands there, who waits with what they asked for, who was called and did not come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.pack.queues import Queue
from portal.people import StaffSeat
from services.queue.actions import calling, days
from services.queue.models import CounterDay, Ticket
from services.queue.rules import tickets
from services.queue.rules.tickets import Need, State

# A page shows so many of those who wait; the numbers above it count them all.
_MOST = 60


@dataclass(frozen=True)
class Waiting:
    """One ticket as staff see it."""

    id: UUID
    label: str
    band: str
    state: State
    needs: tuple[Need, ...]
    locale: str
    minutes: int
    counter: int | None


@dataclass(frozen=True)
class Seat:
    """A counter today."""

    number: int
    bands: tuple[str, ...]
    staff_id: UUID | None


@dataclass(frozen=True)
class Desk:
    """Somebody's own counter and all counters of the office."""

    mine: Seat | None
    current: Waiting | None
    counters: tuple[Seat, ...]


def see(session: Session, seat: StaffSeat, queue: Queue, now: datetime) -> Desk:
    """The counters, and whom one serves."""
    day = days.of(session, queue, now)
    rows = {}
    if day is not None:
        found = session.scalars(select(CounterDay).where(CounterDay.day_id == day.id))
        rows = {one.number: one for one in found}
    seats = tuple(
        Seat(one.number, one.bands, rows[one.number].staff_id if one.number in rows else None)
        for one in queue.counters
    )
    own = calling.mine(session, day, seat) if day else None
    current = session.get(Ticket, own.ticket_id) if own and own.ticket_id else None
    mine = next((one for one in seats if own and one.number == own.number), None)
    return Desk(mine, _waiting(current, now) if current else None, seats)


def line(session: Session, queue: Queue, now: datetime) -> Sequence[Waiting]:
    """Everybody who waits, is expected or did not come, in the order of their turns."""
    day = days.of(session, queue, now)
    if day is None:
        return ()
    wanted = (
        select(Ticket)
        .where(Ticket.day_id == day.id, Ticket.state.in_([State.WAITING, State.ABSENT, State.AWAY]))
        .order_by(Ticket.turn, Ticket.id)
        .limit(_MOST)
    )
    return [_waiting(one, now) for one in session.scalars(wanted)]


def _waiting(ticket: Ticket, now: datetime) -> Waiting:
    begun = ticket.arrived_at or ticket.made_at
    return Waiting(
        ticket.id, tickets.label(ticket.letter, ticket.number), ticket.band, State(ticket.state),
        tickets.asked(ticket.needs), ticket.locale, max(0, int((now - begun).total_seconds() // 60)), ticket.counter,
    )  # fmt: skip
