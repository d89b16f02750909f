"""The room's pages within the frame of all staff pages, its refusals too."""

from datetime import date
from typing import Any

from portal import desk_frame, errors, i18n
from portal.doors import seated_staff
from portal.pack import lists
from portal.refused import Refused

HERE = "/staff/records"


def shown(name: str, /, **context: Any) -> str:
    """Render a template that extends desk_layout.html."""
    return i18n.page(name, **{**desk_frame.frame(), **context})


def refused(error: Refused) -> tuple[str, int]:
    """What happened and what to do now; whoever has to sign in gets the page everybody gets."""
    if seated_staff() is None:
        return errors.refused(error)
    typed = errors.typed()
    return shown("records/refused.html", code=error.code, values=error.values, typed=typed), error.status


def day(typed: str, code: str) -> date | None:
    """A day as it was typed, None where the box is empty; refused where it is no day."""
    if not typed.strip():
        return None
    found = lists.day(typed)
    if found is None or not date(2000, 1, 1) <= found < date(2200, 1, 1):
        raise Refused(code, 422)
    return found


def whole(typed: str) -> int:
    """The version that a page carries; without one it counts as having seen nothing."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
