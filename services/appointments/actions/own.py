"""What somebody has booked: found by whoever may open the case, told with what can still be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import inbox
from portal.inbox import Case
from portal.opening import TOKYO
from portal.pack import Pack
from portal.pack.appointment_files import PROCEDURES
from portal.pack.appointments import Bookable, Matter, Sort
from portal.refused import Refused
from portal.vault import Unreadable
from services.appointments.actions import party as party_of
from services.appointments.actions import standing
from services.appointments.models import Appointment
from services.appointments.rules import times
from services.appointments.rules.states import STANDING

_MOST = 100


@dataclass(frozen=True)
class Person:
    """One of a party: when, and what for; the place is that of their name in the case."""

    place: int
    starts: datetime
    matters: tuple[Matter, ...]
    came: bool


@dataclass(frozen=True)
class Own:
    """One appointment with what it is."""

    row: Appointment
    found: Bookable
    party: tuple[Person, ...]
    # Whether the resident may still move it or give it back.
    changes: bool

    @property
    def asked(self) -> tuple[Person, ...]:
        """Of whom a 問診票 asks something."""
        return tuple(one for one in self.party if self.found.asked_of(one.matters))


def party(session: Session, found: Bookable, row: Appointment) -> tuple[Person, ...]:
    """The people of an appointment, in the order in which they were named."""
    return tuple(
        Person(one.place, one.starts_at, standing.matters_of(found, one), one.came_at is not None)
        for one in standing.visitors(session, [row.id])[row.id]
    )


def names(session: Session, row: Appointment) -> list[str]:
    """The names of a party, place by place, for whoever may open its case."""
    case = session.get(Case, row.case_id) if row.case_id else None
    try:
        return [name for name, _ in party_of.named(inbox.answers(session, case))] if case else []
    except Unreadable:
        return []


def place(session: Session, found: Bookable, row: Appointment) -> str:
    """Where an appointment takes place, as a key of the town's list of facilities."""
    pack: Pack = session.info["pack"]
    at = times.at(found, row.starts_at, pack.closed_days, (), ())
    return (at.place if at else "") or found.place


def of_case(session: Session, case: Case, now: datetime) -> tuple[Own, ...]:
    """The appointments of a case: one, or two doses; of what is no appointment nothing is asked."""
    pack: Pack = session.info["pack"]
    if case.procedure not in {*PROCEDURES.values(), *(one.procedure for one in pack.appointments.values())}:
        return ()
    rows = session.scalars(select(Appointment).where(Appointment.case_id == case.id).order_by(Appointment.id))
    return tuple(found for row in rows.all() if (found := _told(session, row, now)) is not None)


def mine(
    session: Session, holders: Sequence[bytes], tokens: Sequence[bytes], now: datetime
) -> tuple[tuple[Own, ...], tuple[Own, ...]]:
    """わたしの予約: those still to come, the next one first, and those that are over, the last one first."""
    cases = [one.id for one in inbox.all_held_by(session, holders, tokens)]
    query = select(Appointment).where(Appointment.case_id.in_(cases)).order_by(Appointment.starts_at)
    rows = session.scalars(query.limit(_MOST)).all()
    found = [one for row in rows if (one := _told(session, row, now)) is not None]
    coming = tuple(one for one in found if one.row.state in STANDING and one.row.ends_at > now)
    return coming, tuple(one for one in reversed(found) if one not in coming)


def held(
    session: Session, appointment_id: UUID, holders: Sequence[bytes], tokens: Sequence[bytes], now: datetime
) -> Own:
    """An appointment of somebody who may open its case; to everybody else there is none."""
    row = session.get(Appointment, appointment_id)
    case = inbox.held_by(session, row.case_id, holders, tokens) if row and row.case_id else None
    found = _told(session, row, now) if row and case else None
    if found is None:
        raise Refused("use_unknown", 404)
    return found


def _told(session: Session, row: Appointment, now: datetime) -> Own | None:
    pack: Pack = session.info["pack"]
    found = pack.appointments.get(row.bookable)
    if found is None:
        return None
    changes = row.state in STANDING and row.starts_at > now
    return Own(row, found, party(session, found, row), changes)


def spans(one: Own) -> tuple[tuple[datetime, datetime], ...]:
    """From when to when to come: once, or to every meeting of a course."""
    if one.found.sort is not Sort.COURSE:
        return ((one.row.starts_at, one.row.ends_at),)
    return tuple(
        (datetime.combine(each.day, each.start, TOKYO), datetime.combine(each.day, each.end, TOKYO))
        for each in one.found.sessions
    )
