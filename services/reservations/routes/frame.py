"""What the room's pages share: the frame of staff pages, and refusals."""

from datetime import datetime
from typing import Any

from flask import request

from portal import desk_frame, errors, i18n
from portal.doors import seated_staff
from portal.opening import TOKYO, today
from portal.refused import Refused


def shown(name: str, /, **context: Any) -> str:
    """Render a template that extends desk_layout.html."""
    return i18n.page(name, **{**desk_frame.frame(), "clock": clock, "date_of": date_of, **context})


def clock(moment: datetime) -> str:
    """A time of day in Japan."""
    return f"{moment.astimezone(TOKYO):%H:%M}"


def date_of(moment: datetime) -> str:
    """The day of a moment in Japan, as addresses write it."""
    return today(moment).isoformat()


def refused(error: Refused) -> tuple[str, int]:
    """What happened and what to do now; residents, and whoever has to sign in, get the page everybody gets."""
    if not request.path.startswith("/staff/") or seated_staff() is None:
        return errors.refused(error)
    page = shown("reservations/staff/refused.html", code=error.code, values=error.values)
    return page, error.status
