"""What is free, for programs: the same figures as the pages, which any site may show."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, request, url_for

from forms.wording import COMPLETE, Wording
from portal.doors import db, house, now, open_door
from portal.opening import TOKYO, today
from portal.pack.buildings import Building, Unit
from services.reservations.actions import looking, searching
from services.reservations.actions.searching import Sought
from services.reservations.routes.everybody import asked_day, building_of, for_all, listed
from services.reservations.routes.public import sought
from services.reservations.rules import spans

_WEEK = 7


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/reservations.json", endpoint="index_json")(index_json)
    blueprint.get("/reservations/<building>.json", endpoint="building_json")(building_json)


@open_door
def index_json() -> Response:
    """Every building with its rooms and where what is free stands; with `?day=`, what fits and is free, as the page finds it."""
    if "day" in request.args:
        # What anybody may ask in any words is not kept: it would push the pages of the rush out of memory.
        return _anywhere(Response(_written(_found(sought(request.args))), mimetype="application/json"))
    return _open(tuple(house().pack.buildings.values()), lambda: {"buildings": _buildings()})


@open_door
def building_json(building: str) -> Response:
    """What is free in a building on a week's days: `?day=` names the first."""
    found = building_of(building)
    return _open((found,), lambda: _week(found))


def _open(buildings: tuple[Building, ...], make: Callable[[], object]) -> Response:
    return _anywhere(for_all(buildings, lambda: _written(make()), "application/json"))


def _written(what: object) -> str:
    return json.dumps(what, ensure_ascii=False, separators=(",", ":"))


def _anywhere(response: Response) -> Response:
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _buildings() -> list[dict[str, Any]]:
    return [
        {
            "key": one.key,
            "name": _said(one.title),
            "place": _place(one),
            "units": [_unit(one, room) for room in one.units],
            "equipment": [
                {"key": thing.key, "name": _said(thing.title), "count": thing.count, "yen": thing.yen}
                for thing in one.equipment
            ],
            "free": url_for("reservations.building_json", building=one.key),
        }
        for one in house().pack.buildings.values()
    ]


def _place(building: Building) -> dict[str, str]:
    """Where it stands, as the town's list of facilities says it."""
    row = listed(building)
    names = {"address": "所在地_連結表記", "latitude": "緯度", "longitude": "経度"}
    return {name: row.get(column, "") for name, column in names.items() if row.get(column)}


def _found(asked: Sought) -> dict[str, Any]:
    hits = searching.search(db(), asked, now())
    near = () if hits else searching.nearest(db(), asked, now())
    return {
        "day": asked.day.isoformat(),
        "found": [
            {
                "building": one.building.key,
                **_unit(one.building, one.unit),
                "yen_from": one.yen,
                "free": {cell.part: cell.room for cell in one.cells},
                "page": url_for(
                    "reservations.unit",
                    building=one.building.key,
                    unit=one.unit.key,
                    day=asked.day.isoformat(),
                ),
            }
            for one in hits
        ],
        "near": [day.isoformat() for day in near],
    }


def _unit(building: Building, room: Unit) -> dict[str, Any]:
    return {
        "key": room.key,
        "name": _said(room.title),
        "people": room.people,
        "purposes": list(room.purposes),
        "policy": str(room.policy),
        "equipment": [one.key for one in building.lends(room)],
        "access": list(building.helps(room)),
    }


def _week(found: Building) -> dict[str, Any]:
    first = asked_day() if "day" in request.args else today(now())
    days = looking.days_of(db(), found, first, _WEEK, now())
    return {
        "key": found.key,
        "name": _said(found.title),
        "days": [
            {"day": day.isoformat(), **_day(found, day, offers)} for day, offers in sorted(days.items())
        ],
    }


def _day(found: Building, day: date, offers: looking.Day) -> dict[str, Any]:
    limit = spans.reach(found.rules, day, now())
    return {
        "bookable": limit is spans.Room.FREE,
        "open": any(offers.values()),
        "units": {
            unit.key: [[_clock(start), _clock(end)] for start, end in spans.bookable(unit, offers[unit.key])]
            for unit in found.units
        },
    }


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(TOKYO):%H:%M}"


def _said(wording: Wording) -> Mapping[str, str]:
    return {lang: wording.texts[lang] for lang in COMPLETE if wording.texts.get(lang)}
