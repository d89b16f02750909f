"""The room's pages within the frame of all staff pages, its refusals too."""

from typing import Any

from portal import desk_frame, errors, i18n
from portal.doors import seated_staff
from portal.refused import Refused

HERE = "/staff/dashboard"
READ, ENTER = "figures.read", "figures.enter"


def shown(name: str, /, **context: Any) -> str:
    """Render a template that extends desk_layout.html."""
    return i18n.page(name, **{**desk_frame.frame(), **context})


def refused(error: Refused) -> tuple[str, int]:
    """What happened and what to do now; whoever has to sign in gets the page everybody gets."""
    if seated_staff() is None:
        return errors.refused(error)
    return shown("dashboard/refused.html", code=error.code, values=error.values), error.status
