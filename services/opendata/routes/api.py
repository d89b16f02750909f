"""The sets for programs: rows by field, words or place, page by page, with what it is and on which terms."""

import json
from typing import Any

from flask import Blueprint, Response, request

from portal.doors import open_door
from portal.whole import Kept, packed_bytes
from services.opendata.routes import frame
from services.opendata.rules import asking, description, licence
from services.opendata.rules.asking import NotAsked, Question
from services.opendata.rules.tables import Dataset

ROOT = "/opendata/api/v1"


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(f"{ROOT}/<key>", endpoint="rows")(rows)
    blueprint.get("/opendata/openapi.json", endpoint="openapi")(openapi)


@open_door
def rows(key: str) -> Response:
    """The rows of a set that fit."""
    about = frame.found(key)
    try:
        asked = asking.question(about, request.args.items(multi=True))
    except NotAsked as error:
        fault = _json({"error": error.message, "parameter": error.parameter})
        return frame.anywhere(Response(fault, 400, mimetype="application/json"))
    response = frame.given(packed_bytes(_json(_answer(about, asked))), "application/json")
    # The links to the sets are for whoever follows them; an address with any question is none to index.
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _answer(about: Dataset, asked: Question) -> dict[str, Any]:
    table, by = frame.table(about), frame.publisher()
    found, total = asking.answer(table, asked)
    more = asked.page * asked.per_page < total
    return {
        "dataset": about.key,
        "title": about.title,
        "updated": table.updated.isoformat(),
        "license": licence.URI,
        "credit": licence.credit(by.name["ja"], about.title),
        "total": total,
        "page": asked.page,
        "per_page": asked.per_page,
        "next": f"{by.home}/api/v1/{about.key}?{asked.following()}" if more else None,
        "rows": list(found),
    }


@open_door
def openapi() -> Response:
    """What programs may ask, for programs."""

    def make() -> Kept:
        return packed_bytes(_json(description.openapi(frame.everything(), frame.publisher())))

    return frame.given(frame.once("openapi", make), "application/json")


def _json(what: object) -> bytes:
    return json.dumps(what, ensure_ascii=False, separators=(",", ":")).encode()
