"""The API described: its OpenAPI document and a page for whoever connects a system, both from the same declarations."""

import json

from flask import Blueprint, Response, current_app
from msgspec.structs import fields

from portal import i18n
from portal.doors import house, open_door
from portal.whole import whole
from services.connections.routes.answering import conditional
from services.connections.rules.document import document
from services.connections.rules.endpoints import ENDPOINTS, FAULTS, ROOT


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(ROOT, endpoint="reference")(reference)
    blueprint.get(f"{ROOT}/openapi.json", endpoint="openapi")(openapi)


@open_door
def reference() -> Response:
    """The page."""
    return whole("api", _page)


def _page() -> str:
    told = [
        {
            "path": one.path,
            "summary": one.summary,
            "public": one.public,
            "parameters": [field.name for field in fields(one.question)] if one.question else [],
        }
        for one in ENDPOINTS
    ]
    address = house().settings.base_url.rstrip("/") + ROOT
    return i18n.page("connections/reference.html", endpoints=told, faults=FAULTS.items(), address=address)


@open_door
def openapi() -> Response:
    """The document."""
    kept: dict[str, str] = current_app.extensions.setdefault("connections", {})
    if "openapi" not in kept:
        kept["openapi"] = _document()
    response = Response(kept["openapi"], mimetype="application/json")
    response.add_etag()
    return conditional(response, public=True)


def _document() -> str:
    town = house().pack.town.name.say("ja").text
    found = document(f"{town} くらしの窓 API", house().settings.base_url)
    return json.dumps(found, ensure_ascii=False)
