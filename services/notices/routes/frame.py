"""What the room's pages share: the frame of the staff's, and its refusals."""

from typing import Any

from flask import request

from portal import desk_frame, errors, i18n
from portal.doors import seated_staff
from portal.refused import Refused


def shown(name: str, /, **context: Any) -> str:
    """A page for staff."""
    return i18n.page(name, **{**desk_frame.frame(), **context})


def refused(error: Refused) -> tuple[str, int]:
    """What happened and what to do now; everybody but signed-in staff get the page everybody gets."""
    if not request.path.startswith("/staff/") or seated_staff() is None:
        return errors.refused(error)
    typed = errors.typed()
    page = shown("notices/staff/refused.html", code=error.code, values=error.values, typed=typed)
    return page, error.status
