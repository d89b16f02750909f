"""What the sample town has from the beginning: a few made-up people with a time, found by the first free times."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import new_id
from portal.pack import Pack
from portal.pack.appointments import Bookable, Sort
from portal.refused import Refused
from services.appointments.actions import booking, handing, looking
from services.appointments.actions.wishes import Wish
from services.appointments.models import Appointment

_PEOPLE = (("見本 花子", "1955-04-01"), ("見本 次郎", "1958-09-12"), ("見本 みどり", "1950-01-30"))


def load(session: Session, now: datetime) -> Sequence[str]:
    """Book the first free times of every calendar, once."""
    if session.scalar(select(Appointment.id).limit(1)) is not None:
        return ()
    pack: Pack = session.info["pack"]
    made = sum(
        _book(session, found, name, born, now)
        for found in pack.appointments.values()
        for name, born in _PEOPLE
    )
    return (f"日時の予約 {made}件（見本）",) if made else ()


def _book(session: Session, found: Bookable, name: str, born: str, now: datetime) -> bool:
    """One time for one of them; nothing where a dated file is over, or a draw takes nobody any more."""
    matters = () if found.sort is Sort.COURSE else found.matters[:1]
    first, last = looking.bookable_span(found, now)
    days = looking.days(session, found, first, last, [matters], now)
    free = next((one for day in days for one in day.offers if one.fits), None)
    if free is None:
        return False
    answers = {"name": name, "phone": "080-0000-0000"}
    if found.sort is Sort.CLINIC:
        answers["birth_date"] = born
    wish = Wish(found.key, free.time.starts, (tuple(one.key for one in matters),), new_id())
    try:
        booking.book(session, wish, handing.handed(session, found, answers, now), now)
    except Refused:
        return False
    return True
