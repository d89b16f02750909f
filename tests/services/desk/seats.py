"""Seats and cases for the tests of the desk's actions, without a browser."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal import inbox
from portal.db import writing
from portal.inbox import Case
from portal.people import StaffSeat
from portal.states import State
from services.desk.actions.standing import Hold
from tests.portal.cases import file

DUE = date(2026, 12, 4)


def seat(*roles: str, division: str = "suido", id: UUID | None = None) -> StaffSeat:
    """Somebody with roles in one division."""
    held = tuple((division, role) for role in roles or ("worker",))
    return StaffSeat(id or uuid4(), "1001", "見本 太郎", held, {division: frozenset({division})}, uuid4())


def case_in(session: Session, state: State, now: datetime, **answers: Any) -> Case:
    """A case of the water division that has come as far as this."""
    steps = [State.ACCEPTED, State.REVIEW]
    with writing(session):
        case = file(session, now, **answers)
        for step in steps[: steps.index(state) + 1] if state in steps else ():
            inbox.move(session, case, step, inbox.HOUSE, now)
    return case


def held(case: Case) -> Hold:
    """The case as its page was just shown."""
    return Hold(case.id, case.version)
