"""What staff press on the page of a report's case: how far it is, what everybody sees."""

from uuid import UUID

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from portal.doors import db, now, staff, staff_door
from services.reports.actions import going_after
from services.reports.actions.asking import WORK
from services.reports.routes.typed import identifier


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.post("/staff/reports/<uuid:case_id>/stage", endpoint="stage")(stage)
    blueprint.post("/staff/reports/<uuid:case_id>/publish", endpoint="publish")(publish)
    blueprint.post("/staff/reports/<uuid:case_id>/hide", endpoint="hide")(hide)


@staff_door(WORK)
def stage(case_id: UUID) -> Response:
    """現地確認, 手配."""
    told, note = request.form.get("stage", ""), request.form.get("note", "")
    going_after.say(db(), staff(), case_id, told, note, now())
    return _back(case_id)


@staff_door(WORK)
def publish(case_id: UUID) -> Response:
    """Show it to everybody."""
    place, photo = request.form.get("place", ""), identifier(request.form.get("photo", ""))
    going_after.publish(db(), staff(), case_id, place, photo, now())
    return _back(case_id)


@staff_door(WORK)
def hide(case_id: UUID) -> Response:
    """Take it back."""
    going_after.hide(db(), staff(), case_id, now())
    return _back(case_id)


def _back(case_id: UUID) -> Response:
    return redirect(f"/staff/cases/{case_id}#report-title", 303)
