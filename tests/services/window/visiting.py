"""Visits of the sample town for tests, with full defaults."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal.opening import today
from portal.pack.sheets import Sheets
from portal.people import StaffSeat
from services.window.actions import confirming, planning, visits
from services.window.actions.planning import Plan
from services.window.actions.visits import Nothing, Open
from tests.portal.cases import ANSWERS, hinata

WATER = {key: value for key, value in ANSWERS.items() if key != "way"}


def seat(role: str = "counter", division: str = "shimin", name: str = "窓口 花子") -> StaffSeat:
    """Somebody who serves at a counter."""
    held = ((division, role),)
    return StaffSeat(uuid4(), "1001", name, held, {division: frozenset({division})}, uuid4())


def begun(session: Session, by: StaffSeat, now: datetime, *procedures: str, **answers: Any) -> Open:
    """A visit about the water notification, unless others are named."""
    wanted = Nothing(procedures=procedures or ("suido_kaishi",), answers=answers)
    return visits.find(session, by, visits.begin(session, by, wanted, now), now)


def filled(session: Session, by: StaffSeat, now: datetime, **changes: Any) -> Open:
    """A visit with every question answered and the papers seen."""
    visit = begun(session, by, now)
    visit, _ = visits.save(session, by, visit, {**WATER, **changes}, {}, now)
    return visits.papers_seen(session, by, visit, ["licence"], now)


def confirmed(session: Session, by: StaffSeat, now: datetime, **changes: Any) -> Open:
    """The same, and the resident found it right."""
    visit = filled(session, by, now, **changes)
    return confirming.confirm(session, visit, visit.row.version, {}, ("staff", by.id), now)


def plan(visit: Open, now: datetime) -> Plan:
    """What a visit is about on that day."""
    return planning.plan(visit, hinata(), today(now))


def sheets() -> Sheets:
    """The papers of the sample town."""
    return Sheets(hinata())


def again(session: Session, by: StaffSeat, visit_id: UUID, now: datetime) -> Open:
    """The visit as it stands now."""
    return visits.find(session, by, visit_id, now)
