"""キャンセル待ち for staff: the lines of their buildings, and answers that came by telephone."""

from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.doors import db, now, staff, staff_door
from portal.refused import Refused
from services.reservations.actions import waiting_desk
from services.reservations.actions.reach import BOOK, READ
from services.reservations.routes.frame import shown

HERE = "/staff/reservations/waiting"
BESIDE = frozenset({"reason_needed", "individual_number_in_text", "answers_incomplete", "quota_used_up"})


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(HERE, endpoint="staff_waiting")(listed)
    blueprint.post(f"{HERE}/<uuid:wait_id>/<act>", endpoint="staff_waiting_act")(act)


@staff_door(READ)
def listed() -> str:
    """Who waits for what, the nearest day first."""
    return _page()


@staff_door(BOOK)
def act(wait_id: UUID, act: str) -> str | Response | tuple[str, int]:
    """What somebody answered on the telephone."""
    if act == "leave":
        waiting_desk.leave(db(), staff(), wait_id, now())
    elif act == "take":
        try:
            waiting_desk.take(db(), staff(), wait_id, request.form.get("use_purpose", ""), now())
        except Refused as refused:
            if refused.code not in BESIDE:
                raise
            return _page(refused), refused.status
    else:
        abort(404)
    return redirect(url_for("reservations.staff_waiting", done=act), 303)


def _page(refused: Refused | None = None) -> str:
    return shown(
        "reservations/staff/waiting.html",
        lines=waiting_desk.listed(db(), staff(), now()),
        books=staff().may(BOOK),
        refused=refused,
        errors=bool(refused),
        done=request.args.get("done", ""),
    )
