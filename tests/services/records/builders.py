"""Closed cases of past years, the sample town's room for records, and seats, without a browser."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

import services
from portal import inbox
from portal.db import Database, writing
from portal.files import open_store
from portal.inbox import Case
from portal.pack import Pack
from portal.people import StaffSeat
from portal.service import listeners
from portal.states import State
from services.records.models import Disposal, DisposalItem
from tests.portal import cases

# What must be read nowhere after a case was erased.
SECRET = "ひみつの合言葉"
# Kept for five years from 1 April 2026, so over on 1 April 2031.
FILED = datetime(2025, 6, 2, 1, 0, tzinfo=UTC)
OVER = datetime(2031, 4, 1, 1, 0, tzinfo=UTC)


def furnished(database: Database, pack: Pack | None = None) -> Database:
    """The database with everything that the shell hands to a session."""
    cases.equip(database, pack)
    database.info.update(
        files=open_store("memory:"), hear=listeners(services.ALL), services=services.ALL, kinds=frozenset()
    )
    return database


def at(year: int, month: int, day: int, hour: int = 3) -> datetime:
    """Noon of a day in Japan, unless another hour is asked for."""
    return datetime(year, month, day, hour, tzinfo=UTC)


def closed(session: Session, when: datetime, end: State = State.DONE, **answers: Any) -> Case:
    """A case of the water division that ended at a moment."""
    with writing(session):
        case = cases.file(session, when, **answers)
        if end is State.WITHDRAWN:
            inbox.move(session, case, end, inbox.RESIDENT, when)
        else:
            inbox.move(session, case, State.ACCEPTED, inbox.HOUSE, when)
            inbox.move(session, case, end, inbox.HOUSE, when)
    return case


def seat(*roles: str, division: str = "suido", id: UUID | None = None) -> StaffSeat:
    """Somebody with roles in one division."""
    held = tuple((division, role) for role in roles or ("worker",))
    return StaffSeat(id or uuid4(), "1001", "見本 太郎", held, {division: frozenset({division})}, uuid4())


def book(session: Session) -> Disposal:
    """The one 廃棄簿 there is, as it stands now."""
    return session.scalars(select(Disposal).execution_options(populate_existing=True)).one()


def items(session: Session) -> list[DisposalItem]:
    """Every line of every list, oldest case first."""
    query = select(DisposalItem).order_by(DisposalItem.closed_on, DisposalItem.receipt_no)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def now_of(session: Session, case: Case) -> Case:
    """A case as it stands now."""
    return session.get_one(Case, case.id, populate_existing=True)


def day(moment: datetime) -> date:
    """The day of a moment, where the hour is no matter."""
    return moment.date()
