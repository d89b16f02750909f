"""登録団体 for residents: what a group gets, what it needs, how it registers, and the groups one belongs to."""

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from portal import i18n
from portal.doors import db, house, now, open_door, resident
from portal.opening import today
from portal.pack.groups import PROCEDURE
from portal.refused import Refused
from services.reservations.actions import groups

HERE = "/reservations/groups"


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(HERE, endpoint="groups")(every)
    blueprint.get(f"{HERE}/new", endpoint="group_new")(new)


@open_door
def every() -> str:
    """What there is to know before one registers, and one's own groups."""
    pack, seat, day = house().pack, resident(), today(now())
    if not pack.groups.classes:
        raise Refused("facility_unknown", 404)
    mine = groups.of(db(), seat.id, seat.mail_tokens) if seat else []
    return i18n.page(
        "reservations/groups.html",
        rules=pack.groups,
        seat=seat,
        mine=[(one, pack.groups.named(one.kind), groups.in_force(one, day)) for one in mine],
        until=pack.groups.until(day),
        reliefs={
            one.key: [
                (building, relief)
                for building in pack.buildings.values()
                for relief in building.reliefs
                if one.reliefs.get(building.key) == relief.key
            ]
            for one in pack.groups.classes
        },
        register=f"/procedures/{PROCEDURE}" if pack.offered(PROCEDURE, day) else "",
    )


@open_door
def new() -> Response:
    """The request itself is a procedure like every other."""
    if not house().pack.offered(PROCEDURE, today(now())):
        raise Refused("facility_unknown", 404)
    return redirect(f"/procedures/{PROCEDURE}", 303)
