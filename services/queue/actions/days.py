"""The day of an office: made when its first number is given, held by whoever changes anything, one after the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import inserting, new_id, writing
from portal.opening import today
from portal.pack import Pack
from portal.pack.queues import Band, Queue
from portal.people import StaffSeat
from portal.refused import Refused
from services.queue.models import CounterDay, Day
from services.queue.rules import tickets
from services.queue.rules.hours import Hours, hours

SERVE, MANAGE = "queue.serve", "queue.manage"


def pack_of(session: Session) -> Pack:
    """The town this session belongs to."""
    pack: Pack = session.info["pack"]
    return pack


def find(session: Session, office: str) -> Queue:
    """The queue of an office; a stranger learns nothing else."""
    queue = pack_of(session).queue(office)
    if queue is None:
        raise Refused("queue_unknown", status=404)
    return queue


def find_for(session: Session, seat: StaffSeat, office: str, permission: str, now: datetime) -> Queue:
    """The queue of an office in which this person works."""
    queue = find(session, office)
    if office not in offices_of(session, seat, permission, now):
        raise Refused("queue_unknown", status=404)
    return queue


def offices_of(session: Session, seat: StaffSeat, permission: str, now: datetime) -> frozenset[str]:
    """The offices in which the divisions sit that somebody may do this for."""
    pack, day, held = pack_of(session), today(now), seat.divisions_for(permission)
    return frozenset(one.office for one in pack.divisions(day) if one.id in held)


def of(session: Session, queue: Queue, now: datetime) -> Day | None:
    """Today's row, where a number was given already."""
    wanted = select(Day).where(Day.office == queue.office, Day.day == today(now))
    return session.scalar(wanted.execution_options(populate_existing=True))


def hours_of(session: Session, queue: Queue, day: Day | None, now: datetime) -> Hours:
    """Today's hours, with what staff decided."""
    return hours(pack_of(session), queue, now, day.stop_at if day else None)


@contextmanager
def holding(session: Session, queue: Queue, now: datetime) -> Iterator[Day]:
    """A writing block in which nobody else changes this office's tickets."""
    with writing(session):
        day = hold(session, queue, now)
        yield day
        session.flush()


def hold(session: Session, queue: Queue, now: datetime) -> Day:
    """Today's row, made where it is missing and locked until the block ends."""
    row = {
        "id": new_id(), "office": queue.office, "day": today(now), "code": tickets.new_code(), "turn": 0,
        "stop_at": None, "changed_at": now, "closed_at": None,
    }  # fmt: skip
    add_once(session, Day, row)
    wanted = select(Day).where(Day.office == queue.office, Day.day == row["day"]).with_for_update()
    day = session.scalars(wanted.execution_options(populate_existing=True)).one()
    day.changed_at = now
    return day


def counter_row(session: Session, day: Day, number: int) -> CounterDay:
    """A counter of a held day."""
    add_once(session, CounterDay, {"day_id": day.id, "number": number, "staff_id": None, "ticket_id": None})
    return session.get_one(CounterDay, (day.id, number), populate_existing=True)


def next_turn(day: Day, now: datetime) -> int:
    """A turn later than every other of the day, whatever the clocks of several machines say."""
    day.turn = max(day.turn + 1, int(now.timestamp() * 1000))
    return day.turn


def division_of(session: Session, band: Band, now: datetime) -> str:
    """Who answers for a band today, for the figures."""
    return pack_of(session).division(band.division, today(now)).id


def key_of(queue: Queue, letter: str) -> str:
    """How a band stands in the ledger."""
    return f"{queue.office}.{letter}"


def add_once(session: Session, model: Any, row: dict[str, Any]) -> None:
    """Insert unless somebody else was first."""
    session.execute(inserting(session, model).values(row).on_conflict_do_nothing())
