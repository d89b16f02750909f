"""The day of a hall: until when numbers are given, its machine and its displays, and the end of the day."""

from datetime import datetime, time

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.doors import db, house, now, staff, staff_door
from portal.opening import TOKYO, today
from portal.refused import Refused
from services.queue.actions import closing, days
from services.queue.actions.days import MANAGE
from services.queue.routes.frame import board, changed, kiosk_key, office_name, shown

Page = str | Response | tuple[str, int]


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.route("/staff/queue/<office>/manage", methods=["GET", "POST"], endpoint="manage")(manage)


@staff_door(MANAGE)
def manage(office: str) -> Page:
    """Look at the day, or change it."""
    queue = days.find_for(db(), staff(), office, MANAGE, now())
    if request.method == "POST":
        match request.form.get("act", ""):
            case "stop":
                closing.move_stop(db(), staff(), queue, _moment(request.form.get("at", "")), now())
            case "usual":
                closing.move_stop(db(), staff(), queue, None, now())
            case "close":
                closing.close(db(), staff(), queue, now())
            case _:
                raise Refused("queue_stop", 422)
        changed()
        return redirect(url_for("queue.manage", office=office, done=request.form["act"]), 303)
    link = f"{house().settings.base_url}{url_for('queue.kiosk')}?key={kiosk_key(office)}"
    return shown(
        "queue/staff/manage.html", board=board(office), name=office_name(queue), queue=queue, link=link,
        stop=days.of(db(), queue, now()), done=request.args.get("done", ""),
    )  # fmt: skip


def _moment(typed: str) -> datetime:
    """A time of today in Japan."""
    try:
        return datetime.combine(today(now()), time.fromisoformat(typed), TOKYO)
    except ValueError:
        raise Refused("queue_stop", 422) from None
