"""What the room's pages share: whom to telephone, the frame of staff pages, days read from addresses, refusals."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from flask import request

from portal import desk_frame, errors, i18n
from portal.doors import db, house, now, seated_staff
from portal.opening import TOKYO, today
from portal.pack import lists
from portal.pack.crematorium import Crematorium
from portal.refused import Refused
from portal.whom import contact
from services.crematorium.actions.wishes import hall_of

# Refusals that leave another time to be chosen; of all others the page of the refusal tells.
TAKEN = frozenset(
    {"use_taken", "furnace_rests", "admission_too_near", "admission_too_far", "no_admission_then"}
)
# What is wrong with what was written is told on the page it was written on.
BESIDE = TAKEN | {
    "within_24_hours", "age_of_another_sort", "permit_needed_now", "furnace_not_for_this", "tentative_used_up",
    "undertaker_stopped", "undertaker_pauses",
}  # fmt: skip


def whom(hall: Crematorium) -> Mapping[str, object]:
    """Who runs it, for the same place on every page."""
    pack, day = house().pack, today(now())
    division = pack.division(hall.operator, day)
    return contact(division, pack.office(division.office, day), day)


def listed(hall: Crematorium) -> Mapping[str, str]:
    """Its row in the town's list of facilities: address and telephone."""
    rows = house().pack.listing("facilities", today(now()))
    return next((row for row in rows if row.get("ID") == hall.listed), {})


def page(name: str, /, **context: Any) -> str:
    """A page for families and undertakers; the telephone stands on every one."""
    hall = hall_of(db())
    shared = {
        "hall": hall,
        "contact": whom(hall),
        "listed": listed(hall),
        "clock": clock,
        "today": today(now()),
    }
    return i18n.page(name, **{**shared, **context})


def shown(name: str, /, **context: Any) -> str:
    """A page for staff."""
    shared = {**desk_frame.frame(), "hall": hall_of(db()), "clock": clock, "today": today(now())}
    return i18n.page(name, **{**shared, **context})


def clock(moment: datetime) -> str:
    """A time of day in Japan."""
    return f"{moment.astimezone(TOKYO):%H:%M}"


def asked_day(text: str) -> date:
    """A day of an address, today where it names none or one that nobody would look at."""
    here = today(now())
    found = lists.day(text) or here
    return found if here - timedelta(days=800) <= found <= here + timedelta(days=430) else here


def moment(text: str) -> datetime | None:
    """A moment of a form or an address, in Japan where it names no place."""
    try:
        found = datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=TOKYO)


def refused(error: Refused) -> tuple[str, int]:
    """What happened and what to do now; everybody but signed-in staff get the page everybody gets."""
    if not request.path.startswith("/staff/") or seated_staff() is None:
        return errors.refused(error)
    shared = {**desk_frame.frame(), "code": error.code, "values": error.values}
    return i18n.page("crematorium/staff/refused.html", **shared), error.status
