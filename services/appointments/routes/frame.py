"""What the room's pages share: the frame of staff pages, refusals, and a town's calendars in words."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from flask import Response, request

from portal import desk_frame, errors, i18n, kept_pages
from portal.doors import db, house, now, seated_staff
from portal.opening import TOKYO, today
from portal.pack import lists
from portal.pack.appointments import Bookable
from portal.refused import Refused
from portal.slots import claiming
from portal.whom import contact
from services.appointments.actions import draws
from services.appointments.rules import lots
from services.appointments.rules.lots import Stage


def shown(name: str, /, **context: Any) -> str:
    """Render a template that extends desk_layout.html."""
    return i18n.page(name, **{**desk_frame.frame(), "clock": clock, **context})


def clock(moment: datetime) -> str:
    """A time of day in Japan."""
    return f"{moment.astimezone(TOKYO):%H:%M}"


def refused(error: Refused) -> tuple[str, int]:
    """What happened and what to do now; residents, and whoever has to sign in, get the page everybody gets."""
    if not request.path.startswith("/staff/") or seated_staff() is None:
        return errors.refused(error)
    page = shown("appointments/staff/refused.html", code=error.code, values=error.values)
    return page, error.status


def for_all(found: tuple[Bookable, ...], make: Callable[[], str], mimetype: str = "text/html") -> Response:
    """An answer that is the same for everybody, made anew when an appointment, a change or a minute changed it."""
    here = now()
    versions = tuple(claiming.version(db(), one.name) for one in found)
    minute = int(here.timestamp()) // 60
    return kept_pages.for_all("appointments", (versions, minute), make, mimetype)


def lot_of(found: Bookable) -> Mapping[str, object] | None:
    """Where the draw of a course stands and until when one applies; nothing of what is not drawn."""
    if found.lot is None:
        return None
    return {"stage": draws.stage(db(), found, now()), "closes": lots.closes(found.lot)}


def applies(found: Bookable) -> bool:
    """Whether one applies for it, and has no place before the draw."""
    return found.lot is not None and draws.stage(db(), found, now()) is not Stage.DONE


def whom(found: Bookable) -> Mapping[str, object]:
    """Who answers for it, in the same place on every page."""
    pack, day = house().pack, today(now())
    division = pack.division(found.division, day)
    return contact(division, pack.office(division.office, day), day)


def place_of(key: str) -> Mapping[str, str]:
    """A row of the town's list of facilities."""
    rows = house().pack.listing("facilities", today(now()))
    return next((row for row in rows if row.get("ID") == key), {})


def asked_day(name: str = "day") -> date | None:
    """The day of the address, where it names one."""
    return lists.day(request.args.get(name, "")[:10])


def people_of(found: Bookable, text: str) -> int:
    """How many come, within what one request may bring."""
    return min(int(text), found.most_people) if text.isdecimal() and 0 < len(text) < 3 and int(text) else 1
