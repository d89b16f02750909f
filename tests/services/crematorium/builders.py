"""Cremations of the sample town for tests, with full defaults."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

import services
from portal.db import Database, new_id
from portal.opening import TOKYO
from portal.pack import Pack
from portal.pack.crematorium import Who
from portal.people import StaffSeat
from portal.service import listeners
from portal.vault import Vault
from services.crematorium.actions import booking
from services.crematorium.actions.booking import Told
from services.crematorium.actions.wishes import Wish
from services.crematorium.models.cremations import Cremation
from tests.portal.cases import hinata

OPERATOR = "shimin"
HOLDER = b"\x05" * 16
# Died at eight in the morning of the tests' now, Friday 20 November 2026.
ANSWERS: dict[str, Any] = {
    "deceased_name": "見本 一郎", "deceased_birth_date": "1940-05-05", "deceased_on": "2026-11-20",
    "cremation_time": "08:00", "cremation_infection": "no", "cremation_pacemaker": "no", "name": "見本 花子",
    "name_kana": "ミホン ハナコ", "phone": "090-1234-5678", "email": "hanako@example.jp",
}  # fmt: skip
PERMIT: dict[str, Any] = {"cremation_permit_no": "第123号", "cremation_permit_city": "ひなた市"}


def furnished(database: Database, pack: Pack | None = None) -> Database:
    """A database whose sessions carry what the shell hands in, every room listening."""
    database.info.update(
        vault=Vault({"test": b"\x07" * 32}, "test"), pack=pack or hinata(), hear=listeners(services.ALL),
        base_url="http://127.0.0.1:8000", kinds=frozenset({"mail"}),
    )  # fmt: skip
    return database


def at(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    """A moment in Japan; in the two weeks after the tests' now 25 November and 1 December are 友引."""
    return datetime(year, month, day, hour, minute, tzinfo=TOKYO)


def wish(starts: datetime | None = None, furnace: str = "ro_1", **changes: Any) -> Wish:
    """The first furnace on Monday morning."""
    usual: dict[str, Any] = {"sort": "adult", "who": Who.RESIDENT, "once_key": new_id(), "holder": HOLDER}
    return Wish(furnace, starts or at(23, 9, 30), **{**usual, **changes})


def told(**answers: Any) -> Told:
    """What somebody answered."""
    return Told({**ANSWERS, **answers})


def booked(session: Session, now: datetime, asked: Wish | None = None, **answers: Any) -> Cremation:
    """Booked as a family does."""
    return booking.book(session, asked or wish(), told(**answers), now)


def seat(*roles: str, division: str = OPERATOR) -> StaffSeat:
    """Somebody with roles in one division."""
    held = tuple((division, role) for role in roles or ("worker",))
    return StaffSeat(new_id(), "1001", "見本 太郎", held, {division: frozenset({division})}, new_id())
