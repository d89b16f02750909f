"""What the room's pages share: the frame of staff pages, and refusals."""

from typing import Any

from flask import request

from portal import desk_frame, errors, i18n
from portal.doors import seated_staff
from portal.refused import Refused


def shown(name: str, /, **context: Any) -> str:
    """Render a template that extends desk_layout.html."""
    return i18n.page(name, **{**desk_frame.frame(), **context})


def refused(error: Refused) -> tuple[str, int]:
    """What happened and what to do now; residents, and whoever has to sign in, get the page everybody gets."""
    if not request.path.startswith("/staff/") or seated_staff() is None:
        return errors.refused(error)
    page = shown("reservations/staff/refused.html", code=error.code, values=error.values)
    return page, error.status
