"""A round without a browser: the sample town's gymnasium, a month of it to be drawn, people who wish."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db import Database
from portal.pack import Pack
from portal.people import StaffSeat
from portal.slots.tables import SlotClaim
from services.reservations import workers
from services.reservations.actions import entries, rounds
from services.reservations.actions.entries import By, Said
from services.reservations.actions.rounds import Plan
from services.reservations.models.rounds import Entry, Round
from services.reservations.rules import rounds as rules
from services.reservations.rules.rounds import Wish
from tests.portal import cases
from tests.services.batches import town

# Ten in the morning of Friday 20 November 2026 in Japan.
MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
GYM = "sogo_taiikukan"
OPERATOR = "sports_kyokai"
CLOSES = MORNING + timedelta(days=5)
CONFIRM = MORNING + timedelta(days=12)
# Tuesdays, on which the gymnasium is open.
FIRST, SECOND = date(2027, 1, 12), date(2027, 1, 19)
NUMBER = "38,123.45"
PLAN = Plan(
    building=GYM, title="2027年1月の アリーナ", units=("arena", "arena_a", "arena_b"), first_day=date(2027, 1, 5),
    last_day=date(2027, 1, 31), opens_at=MORNING, closes_at=CLOSES, confirm_by=CONFIRM,
    entropy_named="2026年11月26日の日経平均株価の終値（日本経済新聞の翌日朝刊）",
)  # fmt: skip


def equip(database: Database) -> Database:
    """Hand the database what the shell hands it."""
    return cases.equip(database)


def operator(role: str = "worker", division: str = OPERATOR) -> StaffSeat:
    """Somebody who works for the gymnasium's operator."""
    return town.seat(role, division=division)


def a_round(session: Session, now: datetime = MORNING, **changes: Any) -> Round:
    """A round that takes wishes."""
    return rounds.open_round(session, operator(), replace(PLAN, **changes), now)


def wish(
    session: Session, unit: str = "arena_a", day: date = FIRST, span: tuple[str, str] = ("am", "am")
) -> Wish:
    """A unit in the morning of a Tuesday, unless told otherwise."""
    pack: Pack = session.info["pack"]
    building = pack.buildings[GYM]
    house_unit = building.unit(unit)
    found = rules.wish(building, house_unit, day, span) if house_unit else None
    assert found is not None
    return found


def said(*wishes: Wish, name: str = "見本 花子", **more: Any) -> Said:
    """What somebody fills in."""
    given: dict[str, Any] = {
        "name": name, "phone": "090-1234-5678", "mail": f"{len(name)}@example.jp", "whose": "resident",
        "purpose": "ball", "people": 20, **more,
    }  # fmt: skip
    return Said(wishes=wishes, **given)


def enter(
    session: Session, row: Round, name: str, *wishes: Wish, now: datetime = MORNING, **more: Any
) -> Entry:
    """A resident of this name takes part online."""
    resident = UUID(int=int.from_bytes(name.encode()[:16]))
    return entries.enter(session, row.id, said(*wishes, name=name, **more), By(resident=resident), now)


def close(session: Session) -> None:
    """The closing time has come."""
    rounds.close_due(session, CLOSES)


def type_number(session: Session, row: Round, number: str = NUMBER) -> None:
    """Two members of staff have looked it up."""
    for _ in range(2):
        rounds.type_number(session, operator(), row.id, number, CLOSES + timedelta(days=1))


def drawn(session: Session, row: Round) -> dict[str, Any]:
    """Closed, typed and drawn; what is published."""
    close(session)
    type_number(session, row)
    workers.draw(session, CLOSES + timedelta(days=1, minutes=5))
    return published(session, row)


def published(session: Session, row: Round) -> dict[str, Any]:
    found = rounds.record(session, row.id)
    assert found is not None
    return found


def held(session: Session, owner: UUID | None = None) -> int:
    """How many steps are claimed, by one or by all."""
    query = select(func.count()).select_from(SlotClaim)
    return session.scalar(query if owner is None else query.where(SlotClaim.owner == owner)) or 0
