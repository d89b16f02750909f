"""受付名簿: who comes on a day, in the order of their times, and how full each time is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit, shielded
from portal.db import writing
from portal.inbox import Case
from portal.opening import midnight
from portal.pack.appointments import Bookable, Matter
from portal.people import StaffSeat
from portal.vault import Unreadable, vault_of
from services.appointments.actions import charging, standing
from services.appointments.actions.handing import FAMILY
from services.appointments.models import Appointment, Visitor
from services.appointments.rules.states import PLACED, State

NAMES, SUBJECT = "case.read", "case"
_SHOWN = (*PLACED, State.WAITING, State.APPLIED)


@dataclass(frozen=True)
class Line:
    """One person on the list of a day; a name is empty where it may not be read."""

    row: Appointment
    visitor: Visitor
    matters: tuple[Matter, ...]
    name: str
    kana: str
    born: str
    phone: str
    number: str
    # Whether the party begins here.
    first: bool
    # What this person still has to pay at the desk.
    owes: int

    def __repr__(self) -> str:
        return "Line(…)"


def rows(session: Session, found: Bookable, first: date, last: date) -> tuple[Appointment, ...]:
    """Everybody who has or waits for a time between two days."""
    query = select(Appointment).where(
        Appointment.bookable == found.key,
        Appointment.starts_at >= midnight(first),
        Appointment.starts_at < midnight(last + timedelta(days=1)),
        Appointment.state.in_(_SHOWN),
    )
    return tuple(session.scalars(query.order_by(Appointment.starts_at, Appointment.id)).all())


def lines(
    session: Session, seat: StaffSeat, found: Bookable, booked: Sequence[Appointment], now: datetime
) -> tuple[Line, ...]:
    """A line a person in the order of their times; each name that is shown is written down as a look."""
    every = _cases(session, booked)
    cases: Mapping[UUID | None, Case] = {one.id: one for one in every}
    told = _answers(session, seat, found, every, now)
    owed = charging.still_owed(session, booked) if found.costs else {}
    people = standing.visitors(session, [one.id for one in booked])
    made = [
        _line(
            found,
            row,
            one,
            told.get(row.case_id, {}),
            cases.get(row.case_id),
            first=one is people[row.id][0],
            owes=owed.get((row.id, one.place), 0),
        )
        for row in booked
        for one in people[row.id]
    ]
    return tuple(sorted(made, key=lambda one: (one.visitor.starts_at, str(one.row.id), one.visitor.place)))


def _cases(session: Session, booked: Sequence[Appointment]) -> Sequence[Case]:
    ids = [one.case_id for one in booked if one.case_id is not None]
    return session.scalars(select(Case).where(Case.id.in_(ids))).all()


def _answers(
    session: Session, seat: StaffSeat, found: Bookable, cases: Sequence[Case], now: datetime
) -> Mapping[UUID | None, Mapping[str, Any]]:
    if not cases or not seat.may(NAMES, found.division):
        return {}
    there = [one for one in cases if one.erased_at is None]
    with writing(session):
        audit.saw_each(session, "staff", seat.id, "listed", SUBJECT, [one.id for one in there], now)
    vault_of(session).fetch(session, [one.key_id for one in there])
    return {one.id: _told(session, one) for one in there}


def _told(session: Session, case: Case) -> Mapping[str, Any]:
    try:
        return shielded.told(session, case)
    except Unreadable:
        return {}


def _line(
    found: Bookable,
    row: Appointment,
    one: Visitor,
    told: Mapping[str, Any],
    case: Case | None,
    *,
    first: bool,
    owes: int,
) -> Line:
    family = told.get(FAMILY) or []
    item = family[one.place - 1] if 0 < one.place <= len(family) else {}
    prefix, source = ("", told) if one.place == 0 else ("visitor_", item)
    return Line(
        row=row,
        visitor=one,
        matters=standing.matters_of(found, one),
        name=str(source.get(f"{prefix}name") or ""),
        kana=str(source.get(f"{prefix}name_kana") or ""),
        born=str(source.get(f"{prefix}birth_date") or ""),
        phone=str(told.get("phone") or ""),
        number=case.receipt_no if case else "",
        first=first,
        owes=owes,
    )
