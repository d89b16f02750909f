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
from services.reservations.actions import looking
from services.reservations.routes.everybody import asked_day, building_of, for_all
from services.reservations.rules import spans

_WEEK = 7


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/reservations.json", endpoint="index_json")(index_json)
    blueprint.get("/reservations/<building>.json", endpoint="building_json")(building_json)


@open_door
def index_json() -> Response:
    """Every building with its rooms and where what is free stands."""
    return _open(tuple(house().pack.buildings.values()), lambda: {"buildings": _buildings()})


@open_door
def building_json(building: str) -> Response:
    """What is free in a building on a week's days: `?day=` names the first."""
    found = building_of(building)
    return _open((found,), lambda: _week(found))


def _open(buildings: tuple[Building, ...], make: Callable[[], object]) -> Response:
    response = for_all(
        buildings,
        lambda: json.dumps(make(), ensure_ascii=False, separators=(",", ":")),
        "application/json",
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _buildings() -> list[dict[str, Any]]:
    return [
        {
            "key": one.key,
            "name": _said(one.title),
            "units": [_unit(room) for room in one.units],
            "free": url_for("reservations.building_json", building=one.key),
        }
        for one in house().pack.buildings.values()
    ]


def _unit(room: Unit) -> dict[str, Any]:
    return {
        "key": room.key,
        "name": _said(room.title),
        "people": room.people,
        "purposes": list(room.purposes),
        "policy": str(room.policy),
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
