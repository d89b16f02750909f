"""Uses of the sample town's facilities for tests, with full defaults."""

from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

import services
from portal.db import Database, new_id
from portal.filing import Handed
from portal.inbox import Case
from portal.opening import TOKYO
from portal.pack import Pack
from portal.pack.buildings import Who
from portal.service import listeners
from portal.vault import Vault
from services.reservations.actions import booking
from services.reservations.actions.booking import Terms, Wish
from services.reservations.actions.handing import handed
from services.reservations.models.bookings import Booking
from tests.portal.cases import hinata

GYM, HALL = "sogo_taiikukan", "chuo_kominkan"
HOLDER = b"\x05" * 16
ANSWERS: dict[str, Any] = {
    "use_purpose": "子ども会の見本の会", "use_people": 10, "use_equipment": None, "company_name": "見本子ども会",
    "name": "見本 花子", "name_kana": "ミホン ハナコ", "phone": "090-1234-5678", "email": "hanako@example.jp",
    "use_relief_evidence": None, "note": None,
}  # fmt: skip


def furnished(database: Database, pack: Pack | None = None) -> Database:
    """A database whose sessions carry what the shell hands in, every room listening."""
    database.info.update(
        vault=Vault({"test": b"\x07" * 32}, "test"), pack=pack or hinata(), hear=listeners(services.ALL),
        base_url="http://127.0.0.1:8000",
    )  # fmt: skip
    return database


def ruled(**rules: Any) -> Pack:
    """The sample town, whose gymnasium has other rules."""
    gym = hinata().buildings[GYM]
    gym = replace(gym, rules=replace(gym.rules, **rules))
    return replace(hinata(), buildings=MappingProxyType({**hinata().buildings, GYM: gym}))


def at(day: int, hour: int, minute: int = 0, month: int = 12, year: int = 2026) -> datetime:
    """A moment in Japan; December 2026 begins on a Tuesday."""
    return datetime(year, month, day, hour, minute, tzinfo=TOKYO)


def wish(
    starts: datetime | None = None, hours: float = 2, building: str = GYM, unit: str = "kaigi", **changes: Any
) -> Wish:
    """Two hours in the meeting room of the gymnasium."""
    starts = starts or at(8, 10)
    usual: dict[str, Any] = {
        "purpose": "meeting", "people": 10, "who": Who.RESIDENT, "once_key": new_id(), "channel": "online",
    }  # fmt: skip
    return Wish(building, unit, starts, starts + timedelta(hours=hours), **{**usual, **changes})


def band(name: str, day: int = 8, unit: str = "arena", **changes: Any) -> Wish:
    """A band of the arena."""
    first, last = {"am": ((9, 0), (12, 0)), "pm": ((13, 0), (17, 0)), "night": ((18, 0), (21, 30))}[name]
    usual: dict[str, Any] = {"purpose": "ball", "people": 20}
    made = wish(at(day, *first), unit=unit, **{**usual, **changes})
    return Wish(**{**made.__dict__, "ends": at(day, *last)})


def form(session: Session, now: datetime, **answers: Any) -> Handed:
    """What somebody typed for a held time."""
    return handed(session, {**ANSWERS, **answers}, now)


def held(session: Session, asked: Wish, now: datetime) -> Booking:
    """The row of a time that is held."""
    return session.get_one(Booking, booking.hold(session, asked, now))


def booked(session: Session, asked: Wish, now: datetime, terms: Terms | None = None) -> tuple[Booking, Case]:
    """Held, typed and sent in."""
    row = held(session, asked, now)
    case = booking.confirm(session, row.id, form(session, now), terms or Terms(HOLDER), now)
    return row, case


def found(session: Session, booking_id: UUID) -> Booking:
    """The row as the database has it now."""
    return session.get_one(Booking, booking_id, populate_existing=True)
