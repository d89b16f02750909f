"""What is free, for programs: the same figures as the pages, which any site may show."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, url_for

from forms.wording import COMPLETE, Wording
from portal.doors import db, house, now, open_door
from portal.opening import TOKYO
from portal.pack.appointments import Bookable
from services.appointments.actions import looking
from services.appointments.routes.frame import for_all


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/appointments.json", endpoint="index_json")(index_json)
    blueprint.get("/appointments/<key>.json", endpoint="bookable_json")(bookable_json)


@open_door
def index_json() -> Response:
    """Every calendar with where what is free stands."""
    every = tuple(house().pack.appointments.values())
    return _open(every, lambda: {"appointments": [_listed(one) for one in every]})


@open_door
def bookable_json(key: str) -> Response:
    """The times of one calendar that have places left."""
    found = looking.find(db(), key)
    return _open((found,), lambda: {**_listed(found), "days": _days(found)})


def _open(found: tuple[Bookable, ...], make: Callable[[], object]) -> Response:
    response = for_all(
        found, lambda: json.dumps(make(), ensure_ascii=False, separators=(",", ":")), "application/json"
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _listed(found: Bookable) -> dict[str, Any]:
    return {
        "key": found.key,
        "sort": str(found.sort),
        "name": _said(found.title),
        "matters": [{"key": one.key, "name": _said(one.title)} for one in found.matters],
        "free": url_for("appointments.bookable_json", key=found.key),
    }


def _days(found: Bookable) -> list[dict[str, Any]]:
    first, last = looking.bookable_span(found, now())
    matters = found.matters[:1] if found.matters else ()
    days = looking.days(db(), found, first, last, [tuple(matters)], now())
    return [
        {
            "day": one.day.isoformat(),
            "times": [
                {"at": f"{each.time.starts.astimezone(TOKYO):%H:%M}", "left": each.left}
                for each in one.offers
                if each.left
            ],
        }
        for one in days
    ]


def _said(wording: Wording) -> Mapping[str, str]:
    return {lang: wording.texts[lang] for lang in COMPLETE if wording.texts.get(lang)}
