"""Appointments of the sample town for tests, with full defaults."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.db import new_id
from portal.filing import Handed
from portal.inbox import Case
from portal.opening import TOKYO
from services.appointments.actions import booking, looking
from services.appointments.actions.handing import handed
from services.appointments.actions.wishes import Wish
from services.appointments.models import Appointment

CARD, CANCER, SHINGLES = "mynumber_card", "gan_kenshin", "taijo_hoshin"
PHONES, COOKING = "sumaho_kyoshitsu", "oyako_ryori"
# Who runs them.
HEALTH, CITIZENS, DIGITAL = "kenko", "shimin", "dx"


def at(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    """A moment in Japan; the tests' now is Friday 20 November 2026, ten o'clock."""
    return datetime(year, month, day, hour, minute, tzinfo=TOKYO)


def wish(starts: datetime, *people: str, what: str = CARD, **changes: Any) -> Wish:
    """A time for somebody; each of `people` is what one comes for, with a space between."""
    usual: dict[str, Any] = {"once_key": new_id()}
    keys = tuple(tuple(one.split()) for one in people or ("pick_up",))
    return Wish(what, starts, keys, **{**usual, **changes})


def told(session: Session, what: str, people: int, now: datetime, **answers: Any) -> Handed:
    """What somebody types for so many people."""
    found = looking.find(session, what)
    usual: dict[str, Any] = {"name": "見本 花子", "phone": "090-1234-5678", "email": "hanako@example.jp"}
    if what != CARD:
        usual |= {"birth_date": "1955-04-01"}
        family = [
            {
                "visitor_name": f"見本 太郎{number}",
                "visitor_name_kana": None,
                "visitor_birth_date": "1950-01-01",
            }
            for number in range(1, people)
        ]
        usual |= {"appointment_family": family}
    return handed(session, found, {**usual, **answers}, now)


def booked(session: Session, asked: Wish, now: datetime, **answers: Any) -> tuple[Appointment, Case]:
    """Held, typed and sent in."""
    row = booking.hold(session, asked, now)
    case = booking.confirm(
        session, row.id, told(session, asked.bookable, len(asked.people), now, **answers), now
    )
    return again(session, row), case


def again(session: Session, row: Appointment) -> Appointment:
    """The row as the database has it now."""
    return session.get_one(Appointment, row.id, populate_existing=True)
