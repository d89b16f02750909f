"""Telling by telephone or FAX: a page with the number and the words, where the clerk notes that it was done."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.doors import db, now, staff, staff_door
from portal.opening import today
from portal.refused import Refused
from services.desk.actions import telling
from services.desk.routes import wishes
from services.desk.routes.frame import shown


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.route("/staff/tasks/<uuid:task_id>/tell", methods=["GET", "POST"], endpoint="tell")(tell)


@staff_door("task.read")
def tell(task_id: UUID) -> str | Response | tuple[str, int]:
    """What to say, to which number; then the day on which it was told."""
    if request.method == "GET":
        return _page(task_id, "")
    if "missed" in request.form:
        telling.missed(db(), staff(), task_id, now())
        return redirect(url_for("desk.tell", task_id=task_id, missed="yes"), 303)
    try:
        telling.told(db(), staff(), task_id, wishes.day(request.form.get("on", ""), "told_day"), now())
    except Refused as refused:
        if refused.code != "told_day":
            raise
        return _page(task_id, refused.code), 422
    return redirect(url_for("desk.tasks"), 303)


def _page(task_id: UUID, fault: str) -> str:
    found = telling.find(db(), staff(), task_id, now())
    return shown(
        "desk/telling.html",
        task=found.task,
        paper=found.paper,
        case=found.case,
        fault=fault,
        errors=fault,
        on=request.form.get("on") or today(now()).isoformat(),
        missed="missed" in request.args,
    )
