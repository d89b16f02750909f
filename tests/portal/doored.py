"""The sample town with a few routes of the tests' own, one behind each kind of door."""

from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, g, request

from portal.doors import (
    Assurance,
    csrf_token,
    holders,
    open_door,
    resident,
    resident_door,
    staff,
    staff_door,
    visitor,
)
from portal.security import body_limit, reaches_card_reader
from tests.harness.live import Clock
from tests.services.accounts.town import Town, open_town

MEGABYTE = 1024 * 1024


def doored(var: Path, clock: Clock, **more: Any) -> Town:
    """A town with the routes under /t."""
    town = open_town(var, clock, **more)
    town.app.register_blueprint(routes(town.app))
    return town


def routes(app: Flask) -> Blueprint:
    blueprint = Blueprint("t", __name__)
    blueprint.get("/t/none")(none)
    blueprint.get("/t/public")(public)
    blueprint.route("/t/form", methods=["GET", "POST"])(form)
    blueprint.get("/t/looked")(looked)
    blueprint.route("/t/contact", methods=["GET", "POST"])(contact)
    blueprint.get("/t/login")(login)
    blueprint.get("/t/staff")(any_staff)
    blueprint.route("/t/case", methods=["GET", "POST"])(case)
    blueprint.route("/t/careless", methods=["GET", "POST"])(careless)
    blueprint.post("/t/hook")(hook)
    blueprint.post("/t/small")(small)
    blueprint.get("/t/moments")(moments)
    blueprint.get("/t/reader")(reader)
    return blueprint


def none() -> str:
    return "nobody said who may enter"


@open_door
def public() -> str:
    return "public"


@reaches_card_reader
@open_door
def reader() -> str:
    return "reader"


@open_door
def form() -> str:
    if request.method == "POST":
        return f"did {request.form.get('name', '')}"
    return f'<input name="_token" value="{csrf_token()}">'


@open_door
def looked() -> str:
    seat = resident()
    return f"{visitor().known} {len(holders())} {seat.level.name if seat else '-'}"


@resident_door()
def contact() -> str:
    return "contact"


@resident_door(Assurance.login)
def login() -> str:
    return "login"


@staff_door()
def any_staff() -> str:
    return staff().number


@staff_door("case.work")
def case() -> str:
    return ",".join(sorted(staff().divisions_for("case.work")))


@open_door
def careless() -> Response:
    """A view that takes whatever is no GET for a form that was sent."""
    return Response("looked" if request.method == "GET" else "did", headers={"X-Method": request.method})


@open_door
def hook() -> str:
    return "heard"


hook.no_csrf = "a webhook signs its body"  # type: ignore[attr-defined]


@body_limit(1000)
@open_door
def small() -> str:
    return "small"


@open_door
def moments() -> str:
    from portal.doors import now

    first = now()
    g.seen = now()
    return str(first == g.seen)
