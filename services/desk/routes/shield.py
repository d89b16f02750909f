"""支援措置 on a case's page: what it hides at a press, the confirmation, its beginning and its end."""

from collections.abc import Callable, Mapping
from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import shielded
from portal.doors import db, now, staff, staff_door
from portal.refused import Refused
from services.desk.actions import listing, shielding, standing
from services.desk.actions.standing import Hold
from services.desk.routes.frame import shown


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    place = "/staff/cases/<uuid:case_id>/shield"
    blueprint.get(place, endpoint="shield")(shield)
    blueprint.post(f"{place}/seen", endpoint="whereabouts")(whereabouts)
    blueprint.post(f"{place}/<what>", endpoint="shield_change")(change)


@staff_door("case.work")
def shield(case_id: UUID) -> str:
    """The page on which a clerk begins, confirms or ends it."""
    return _page(case_id, "")


@staff_door("case.whereabouts")
def whereabouts(case_id: UUID) -> Response | str:
    """Address and contacts, shown once for this press; the page is not kept by the browser."""
    case, rows, calls = shielding.whereabouts(db(), staff(), case_id, now())
    procedure = standing.pack_of(db()).procedures.get(case.procedure)
    return shown(
        "desk/whereabouts.html",
        case=case,
        rows=rows,
        calls=calls,
        name=listing.name_in(db(), case),
        title=procedure.title if procedure else case.procedure,
    )


@staff_door("case.work")
def change(case_id: UUID, what: str) -> Response | str | tuple[str, int]:
    """Begin, confirm or end it; what is missing is asked for beside its box."""
    if what not in DO:
        abort(404)
    typed = request.form.get("version", "")
    try:
        DO[what](Hold(case_id, int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0))
    except Refused as refused:
        if refused.code not in _BESIDE:
            raise
        return _page(case_id, refused.code), 422
    return redirect(url_for("desk.case", case_id=case_id), 303)


def _confirm(hold: Hold) -> None:
    shielding.confirm(db(), staff(), hold, now())


def _begin(hold: Hold) -> None:
    shielding.begin(db(), staff(), hold, request.form.get("way", ""), now())


def _lift(hold: Hold) -> None:
    shielding.lift(db(), staff(), hold, request.form.get("text", ""), now())


DO: Mapping[str, Callable[[Hold], None]] = {"confirm": _confirm, "begin": _begin, "lift": _lift}
_BESIDE = frozenset({"reason_needed", "individual_number_in_text", "safe_way_needed"})


def _page(case_id: UUID, fault: str) -> str:
    case = standing.find(db(), staff(), case_id)
    if not staff().may(shielding.WORK, case.division):
        raise Refused("not_permitted", status=403)
    procedure = standing.pack_of(db()).procedures.get(case.procedure)
    return shown(
        "desk/shield.html",
        case=case,
        ways=shielded.WAYS,
        fault=fault,
        errors=fault,
        typed=request.form,
        name=listing.name_in(db(), case),
        title=procedure.title if procedure else case.procedure,
    )
