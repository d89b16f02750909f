"""Bookings of the sample town: a family's answers, a time that is offered, and seats, without a browser."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import services
from portal import pack as packs
from portal.db import Database
from portal.people import StaffSeat
from portal.service import listeners
from services.window.actions.bookings import Wish
from services.window.rules.booking import Slot
from tests.portal import cases

HINATA = Path(packs.__file__).parents[1] / "packs" / "hinata"
# The test's moment is Friday 20 November; two open days later the divisions can be ready.
DAY = date(2026, 11, 26)
SLOT = Slot("honcho", DAY, "10:30")
SECRET = "ひみつ 花子"
ANSWERS: dict[str, Any] = {
    "name": "見本 次郎",
    "phone": "0000-00-7777",
    "email": "jiro@example.jp",
    "care_heir_relation": "child",
    "deceased_name": SECRET,
    "deceased_birth_date": "1940-04-01",
    "deceased_address": {
        "postcode": "000-0001",
        "area": "ひなた市本町",
        "street": "九丁目9番9号",
        "building": "",
    },
    "deceased_on": "2026-11-18",
    "farewell_age": "from_75",
    "farewell_insurance": "koki",
    "farewell_head": "one",
    "farewell_pension": "national",
    "farewell_children": "no",
    "farewell_things": ["house", "water"],
}


def furnished(database: Database) -> Database:
    """The database with everything that the shell hands to a session."""
    cases.equip(database, packs.read(HINATA))
    database.info.update(hear=listeners(services.ALL), kinds=frozenset(), base_url="https://kurashi.example")
    return database


def wish(slot: Slot = SLOT, *, locale: str = "ja", shielded: bool = False, **answers: Any) -> Wish:
    """What a family asks for."""
    return Wish(slot, {**ANSWERS, **answers}, locale, shielded)


def seat(*roles: str, division: str = "shimin") -> StaffSeat:
    """Somebody with roles in one division."""
    held = tuple((division, role) for role in roles or ("counter",))
    return StaffSeat(uuid4(), "1001", "見本 太郎", held, {division: frozenset({division})}, uuid4())
