"""The staff of the sample town's buildings, and bookings that stand there, without a browser."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

import services
from portal.db import Database, new_id, writing
from portal.opening import TOKYO
from portal.people import StaffSeat
from portal.service import listeners
from portal.slots import claiming
from services.reservations.models.bookings import Booking
from services.reservations.rules import claims
from tests.portal.cases import hinata
from tests.services.applications.builders import furnished

GYM, CENTRE = "sogo_taiikukan", "chuo_kominkan"
# Who runs them.
SPORTS, CULTURE = "sports_kyokai", "bunka"


def ready(database: Database) -> Database:
    """A database whose sessions carry what the shell hands in, every room listening."""
    furnished(database)
    database.info.update(hear=listeners(services.ALL), kinds=frozenset({"mail"}))
    return database


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 in Japan; the tests' now is Friday the twentieth, ten o'clock."""
    return datetime(2026, 11, day, hour, minute, tzinfo=TOKYO)


def seat(*roles: str, division: str = CULTURE) -> StaffSeat:
    """Somebody with roles in one division."""
    held = tuple((division, role) for role in roles or ("worker",))
    return StaffSeat(new_id(), "1001", "見本 太郎", held, {division: frozenset({division})}, new_id())


def booked(
    session: Session,
    unit: str,
    starts: datetime,
    ends: datetime,
    building: str = CENTRE,
    state: str = "confirmed",
    case_id: UUID | None = None,
    people: int = 10,
) -> Booking:
    """A booking as it stands after it was made, with its time taken."""
    house = hinata().buildings[building]
    found = house.unit(unit)
    assert found is not None
    purpose = house.purpose(found.purposes[0])
    made = Booking(
        id=new_id(), once_key=new_id(), building=building, unit=unit, starts_at=starts, ends_at=ends, state=state,
        kind="first_come", case_id=case_id, series_id=None, group_id=None, holder=None, purpose=found.purposes[0],
        people=people, yen=400, price="[]", channel="online", hold_until=None, made_at=starts, made_by=None,
        changed_at=starts, ended_at=None, came_at=None,
    )  # fmt: skip
    with writing(session):
        session.add(made)
        session.flush()
        if not found.seats:
            claiming.claim(session, made.id, "booking", claims.claimed(house, found, purpose, starts, ends))
        claiming.changed(session, building)
    return made
