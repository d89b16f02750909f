"""The house in which something is held becomes a 投票所 or 避難所: its times close, people are told, staff find another place."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from portal import inbox, tasks
from portal.db import new_id, writing
from portal.inbox import HOUSE
from portal.opening import today
from portal.pack import Pack
from portal.pack.appointments import Bookable, Sort
from portal.slots import claiming
from services.appointments.actions import ending, looking, noticing, standing
from services.appointments.actions.noticing import News
from services.appointments.models import Appointment, DayChange
from services.appointments.rules import times
from services.appointments.rules.states import STANDING, Change, State

CLOSED, OPENED = "venue_closed", "venue_opened"


def hear_closed(
    session: Session, listed: str, starts: datetime, ends: datetime, reason: str, now: datetime
) -> None:
    """Take no more bookings for these times and give staff the task, in the block that closes the house."""
    pack: Pack = session.info["pack"]
    for found in pack.appointments.values():
        changed = looking.changes(session, found, today(starts), today(ends))
        spans = times.held_at(found, listed, (starts, ends), pack.closed_days, changed)
        if not spans:
            continue
        session.add_all(
            DayChange(
                id=new_id(), bookable=found.key, kind=Change.VENUE, starts_at=first, ends_at=last, places=0,
                reason=reason, made_at=now, made_by=None, ended_at=None, told_at=None,
            )
            for first, last in spans
        )  # fmt: skip
        session.flush()
        _task(session, CLOSED, found, spans[0][0], now)
        claiming.changed(session, found.name)


def hear_opened(session: Session, listed: str, starts: datetime, ends: datetime, now: datetime) -> None:
    """The house can be used after all: its times are offered again, and staff say so to whoever was told otherwise."""
    pack: Pack = session.info["pack"]
    mine = DayChange.made_by.is_(None), DayChange.kind == Change.VENUE, DayChange.ended_at.is_(None)
    query = select(DayChange).where(*mine, DayChange.starts_at >= starts, DayChange.ends_at <= ends)
    for row in session.scalars(query.order_by(DayChange.id)).all():
        found = pack.appointments.get(row.bookable)
        if found is None or not times.held_at(
            found, listed, (row.starts_at, row.ends_at), pack.closed_days, ()
        ):
            continue
        row.ended_at = now
        session.flush()
        _task(session, OPENED, found, row.starts_at, now)
        claiming.changed(session, found.name)


def tell(session: Session, found: Bookable, row: DayChange, now: datetime) -> None:
    """Tell everybody who has a time then, each in a block of their own and once; who is still typing has it no more."""
    for appointment_id, case_id in session.execute(_concerned(found, row)).all():
        if case_id is None:
            ending.cancel(session, appointment_id, HOUSE, now, by_town=True)
            continue
        with writing(session):
            case = inbox.take_hold(session, case_id)
            one = standing.take_hold(session, appointment_id)
            if one.state in STANDING:
                once = f"venue:{row.id}:{appointment_id}"
                noticing.tell(session, case, found, one, News.VENUE, now, row.reason, once=once)
    with writing(session):
        row.told_at = now
        session.merge(row)
        session.flush()


def _concerned(found: Bookable, row: DayChange) -> Select[UUID, UUID | None]:
    mine = (Appointment.bookable == found.key, Appointment.state.in_((*STANDING, State.HELD)))
    query = select(Appointment.id, Appointment.case_id).where(*mine).order_by(Appointment.id)
    if found.sort is Sort.COURSE:
        # Whoever is in a course comes to every meeting of it.
        return query
    ends = or_(Appointment.ends_at > row.starts_at, Appointment.starts_at >= row.starts_at)
    return query.where(Appointment.starts_at < row.ends_at, ends)


def _task(session: Session, kind: str, found: Bookable, starts: datetime, now: datetime) -> None:
    refs = {"bookable": found.key, "day": today(starts).isoformat()}
    key = f"{kind}:{found.key}:{starts.isoformat()}"
    tasks.add(session, kind, division=found.division, refs=refs, now=now, key=key)
