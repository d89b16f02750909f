"""What is done to a visit beside typing: procedures taken along or left, another office invited, a tablet shown, the end."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.doors import db, house, now, staff, staff_door
from portal.opening import today
from services.window.actions import ending, joining, planning, visits
from services.window.actions.visits import Open
from services.window.routes.visit import page, plan_of
from services.window.rules.serving import SERVE


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.post("/staff/window/<uuid:visit_id>/procedures", endpoint="choose")(choose)
    blueprint.post("/staff/window/<uuid:visit_id>/invite", endpoint="invite")(invite)
    blueprint.post("/staff/window/<uuid:visit_id>/tablet", endpoint="show_tablet")(show_tablet)
    blueprint.post("/staff/window/<uuid:visit_id>/cancel", endpoint="cancel_visit")(cancel)


@staff_door(SERVE)
def choose(visit_id: UUID) -> Response:
    """One more procedure, or one less."""
    found, day = _found(visit_id), today(now())
    add = [key for key in request.form.getlist("add") if planning.at_counter(house().pack, key, day)]
    drop = [key for key in request.form.getlist("drop") if key in house().pack.procedures]
    planning.choose(db(), staff(), found, now(), add=add, drop=drop)
    return redirect(url_for("window.visit", visit_id=visit_id), 303)


@staff_door(SERVE)
def invite(visit_id: UUID) -> str:
    """A code for the other office, to be read out once."""
    found = _found(visit_id)
    code = joining.invite(db(), staff(), found, now())
    found = _found(visit_id)
    return page(found, plan_of(found), code=code)


@staff_door(SERVE)
def show_tablet(visit_id: UUID) -> Response:
    """Put it before the resident on the tablet of this seat."""
    joining.show(db(), staff(), _found(visit_id), now())
    return redirect(url_for("window.visit", visit_id=visit_id, shown="yes"), 303)


@staff_door(SERVE)
def cancel(visit_id: UUID) -> Response:
    """The person went away: everything is erased."""
    ending.cancel(db(), staff(), _found(visit_id), now())
    return redirect(url_for("window.counter", cancelled="yes"), 303)


def _found(visit_id: UUID) -> Open:
    return visits.find(db(), staff(), visit_id, now())
