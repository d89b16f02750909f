"""A waiting room without a browser: the sample town's main office with as many counters as a test wants, and people at them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import Database, writing
from portal.opening import today
from portal.pack import Pack
from portal.pack.queues import Counter, Queue
from portal.people import StaffSeat
from services.queue.actions import calling, days, issuing
from services.queue.actions.issuing import Issued, Wish
from services.queue.models import Ticket
from services.queue.rules.tickets import Channel
from tests.portal import cases
from tests.services.batches import town
from tests.services.desk.builders import hire

# Ten in the morning of Friday 20 November 2026 in Japan: an open hour of an open day.
MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def pack(counters: int = 3) -> Pack:
    """The sample town; its counters serve bands A and B, in one order."""
    found = cases.hinata()
    main = replace(found.queues[0], counters=tuple(Counter(one + 1, ("A", "B")) for one in range(counters)))
    return replace(found, queues=(main, *found.queues[1:]))


def equip(database: Database, counters: int = 3) -> Database:
    """Hand the database what the shell hands it."""
    return cases.equip(database, pack(counters))


def queue(session: Session) -> Queue:
    """The main office's queue."""
    return days.find(session, "honcho")


def take(session: Session, letter: str = "A", now: datetime = MORNING, **wish: Any) -> Issued:
    """A number from the machine in the hall."""
    return issuing.issue(session, queue(session), Wish(letter, **wish), now)


def take_from_home(session: Session, letter: str = "A", now: datetime = MORNING) -> Issued:
    """A number from elsewhere."""
    return take(session, letter, now, channel=Channel.REMOTE)


def clerk(session: Session, number: int = 1, now: datetime = MORNING) -> StaffSeat:
    """Somebody on staff who sits at a counter."""
    with writing(session):
        staff_id = hire(session).id
    seat = town.seat("counter", division="shimin", id=staff_id)
    calling.sit(session, seat, queue(session), number, now)
    return seat


def seen(session: Session, seat: StaffSeat, now: datetime = MORNING) -> str:
    """The ticket that the clerk's page shows at the counter."""
    day = days.of(session, queue(session), now)
    counter = calling.mine(session, day, seat) if day else None
    return str(counter.ticket_id) if counter and counter.ticket_id else ""


def call(session: Session, seat: StaffSeat, now: datetime = MORNING) -> str:
    """The next number, by its label; empty where nobody waits."""
    found = calling.call_next(session, seat, queue(session), seen(session, seat, now), now)
    return f"{found.letter}{found.number:03}" if found else ""


def ticket(session: Session, id: UUID) -> Ticket:
    """A ticket as it is now."""
    return session.get_one(Ticket, id, populate_existing=True)


def counted(session: Session, kind: str, now: datetime = MORNING) -> list[tuple[str, str, int, float | None]]:
    """The ledger's lines of a kind: band, channel, how many, minutes."""
    from portal import ledger

    day = today(now)
    return [(one.key, one.channel, one.n, one.value) for one in ledger.counts(session, kind, day, day)]


def states(session: Session) -> dict[str, str]:
    """Every ticket and where it stands."""
    found = session.scalars(select(Ticket).execution_options(populate_existing=True))
    return {f"{one.letter}{one.number:03}": one.state for one in found}
