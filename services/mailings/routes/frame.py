"""The room's pages for staff, within the frame of all staff pages, its refusals too."""

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
    return (
        shown("mailings/staff/refused.html", code=error.code, values=error.values, typed=errors.typed()),
        error.status,
    )
