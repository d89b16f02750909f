"""The audit by day, for administrators: who saw or did what, in ids and names of staff, never of residents."""

from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, request

from portal.doors import db, now, staff, staff_door
from portal.opening import today
from portal.people import staff_names
from services.desk.actions import watching
from services.desk.routes.frame import shown


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.get("/staff/audit", endpoint="audit")(audit)


@staff_door("audit.read")
def audit() -> str:
    """One day's rows; looking at them is in them too."""
    mine = request.args.get("whose") == "mine"
    on = _day(request.args.get("day", ""))
    watching.looked(db(), staff(), "listed", "audit", on.isoformat(), now())
    below = _row(request.args.get("below", ""))
    day = watching.day(db(), on, str(staff().id) if mine else "", below)
    ids = frozenset(UUID(one.actor_id) for one in day.rows if one.actor_kind == "staff" and one.actor_id)
    return shown(
        "desk/audit.html",
        day=day,
        mine=mine,
        first=below is None,
        names={str(key): name for key, name in staff_names(db(), ids).items()},
        before=on - timedelta(days=1),
        after=on + timedelta(days=1) if on < today(now()) else None,
    )


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return today(now())


def _row(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
