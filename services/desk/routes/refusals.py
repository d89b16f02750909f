"""A refusal at the desk: told within the staff's own pages, with the way back to the work."""

from flask import Blueprint, request

from forms.paper import PaperMissing
from portal import errors
from portal.doors import seated_staff
from portal.refused import Refused
from portal.vault import Unreadable
from services.desk.routes.frame import shown


def register(blueprint: Blueprint) -> None:
    """Answer refusals of this room."""
    blueprint.register_error_handler(Refused, refused)
    blueprint.register_error_handler(PaperMissing, cannot_print)
    blueprint.register_error_handler(Unreadable, erased)


def refused(error: Refused) -> tuple[str, int]:
    """What happened and what to do now, for somebody who is signed in; others get the page everybody gets."""
    if seated_staff() is None:
        return errors.refused(error)
    # Whoever was working on a case goes on there, unless there is none for them.
    case = None if error.status == 404 else (request.view_args or {}).get("case_id")
    page = shown("desk/refused.html", code=error.code, values=error.values, typed=errors.typed(), case=case)
    return page, error.status


def cannot_print(error: PaperMissing) -> tuple[str, int]:
    """The machine lacks what printing needs; whoever looks after it must know what."""
    return shown("desk/cannot_print.html", package=error.package), 503


def erased(_error: Unreadable) -> tuple[str, int]:
    """What somebody asks for was personal, and its key is destroyed."""
    return shown("desk/refused.html", code="case_erased", values={}, typed=errors.typed()), 410
