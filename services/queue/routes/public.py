"""How many wait, who was called, how long it will take: for people and for programs, the same for everybody."""

import json

from flask import Blueprint, Response

from portal import i18n
from portal.doors import open_door
from portal.home import reception
from services.queue.actions import looking
from services.queue.routes.frame import boards, for_all, office_name


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/queue", endpoint="index")(index)
    blueprint.get("/queue.json", endpoint="as_json")(as_json)


@open_door
def index() -> Response:
    """Every office and its kinds of business."""
    found = [(one, office_name(one.queue)) for one in boards()]
    return for_all(i18n.page("queue/index.html", boards=found, contact=reception()))


@open_door
def as_json() -> Response:
    """The same for programs; any site may show it."""
    found = [looking.as_json(one, office_name(one.queue).texts) for one in boards()]
    response = for_all(json.dumps({"offices": found}, ensure_ascii=False), "application/json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
