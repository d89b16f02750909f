"""Which public facilities there are, what each offers and what is free: the same for everybody, without a script."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, request
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from portal import i18n
from portal.days import short_weekdays
from portal.doors import db, house, now, open_door
from portal.home import reception
from portal.opening import today
from portal.pack.buildings import Building, Unit, Who
from portal.whole import compressed
from portal.whom import WEEKDAYS
from portal.words import N_, with_ruby
from services.reservations.actions import looking, photos, searching
from services.reservations.actions.searching import Sought
from services.reservations.routes.along import along
from services.reservations.routes.everybody import (
    asked_day,
    asked_month,
    building_of,
    first_day,
    for_all,
    listed,
    whom,
)
from services.reservations.rules import openings, periods, prices_shown, spans
from services.reservations.rules.spans import Offered, Part

_DAY = timedelta(days=1)
_WEEK = 7
# So many people no hall of a town holds.
_MOST_PEOPLE = 99_999


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/reservations", endpoint="index")(index)
    blueprint.get("/reservations/<building>", endpoint="building")(building)
    blueprint.route("/reservations/<building>/<unit>", methods=["GET", "POST"], endpoint="unit")(unit)


@open_door
def index() -> Response:
    """One question page that finds a room, and the list of all facilities."""
    pack = house().pack
    if "day" not in request.args:
        return for_all(tuple(pack.buildings.values()), lambda: _found(None))
    return compressed(_found(sought(request.args)))


@open_door
def building(building: str) -> Response:
    """A building: what it is, who runs it, what it costs, and what is free on a day or in a month."""
    found = building_of(building)
    return for_all((found,), lambda: shown_building(found, preview=False))


@open_door
def unit(building: str, unit: str) -> Response:
    """One room: a week or a month at a glance, and the times of one day to choose from.

    Whoever lost another time sends along what they typed: the same page for one person, on which every way is a button.
    """
    found, room = looking.find(house().pack, building, unit)
    if request.method == "POST":
        return compressed(_unit(found, room))
    return for_all((found,), lambda: _unit(found, room))


def sought(asked: "MultiDict[str, str]") -> Sought:
    """What an address asks for; what the town does not have is not asked for."""
    pack, people, part = house().pack, asked.get("people", ""), asked.get("part", "")
    return Sought(
        day=asked_day(),
        purpose=asked["purpose"] if asked.get("purpose") in searching.purposes(pack) else "",
        people=min(int(people), _MOST_PEOPLE) if people.isdecimal() and len(people) < 9 else 0,
        part=Part(part) if part in list(Part) else None,
        things=tuple(one for one in searching.things(pack) if one in asked.getlist("equipment")),
        access=tuple(one for one in searching.accesses(pack) if one in asked.getlist("access")),
    )


def _found(sought: Sought | None) -> str:
    hits = searching.search(db(), sought, now()) if sought else ()
    near = searching.nearest(db(), sought, now()) if sought and not hits else ()
    day = today(now())
    return i18n.page(
        "reservations/index.html",
        buildings=[(one, listed(one)) for one in house().pack.buildings.values()],
        purposes=searching.purposes(house().pack),
        things=searching.things(house().pack),
        accesses=searching.accesses(house().pack),
        groups=bool(house().pack.groups.classes),
        parts=list(Part),
        sought=sought or Sought(day),
        days=[(day + count * _DAY) for count in range(91)],
        asked=sought is not None,
        hits=hits,
        near=near,
        contact=reception(),
    )


def shown_building(found: Building, *, preview: bool) -> str:
    """A building's page, also for those who see beforehand what they will publish."""
    day, month = first_day(found), asked_month()
    here = today(now())
    context: dict[str, Any] = {
        "building": found,
        "listed": listed(found),
        "day": day,
        "today": here,
        "contact": whom(found),
        "hours": _hours(found, here),
        "fees": [(one, prices_shown.who(one), prices_shown.rows(one, here)) for one in found.units],
        "coming": [(one, price) for one in found.units for price in prices_shown.coming(one, here)],
        "reach": [periods.furthest(found.rules, who, now()) for who in (Who.RESIDENT, Who.OUTSIDE)],
        "groups": bool(house().pack.groups.classes),
        "photos": photos.shown(db(), found),
        "month": None,
        "preview": preview,
    }
    if month is not None:
        return i18n.page("reservations/building.html", **{**context, **_month(found, found.units, month)})
    offers = looking.day_of(db(), found, day, now())
    limit = spans.reach(found.rules, day, now())
    return i18n.page(
        "reservations/building.html",
        **context,
        shut=not any(offers.values()),
        rows=[(one, spans.cells(found, one, offers[one.key], limit)) for one in found.units],
        before=day - _DAY if day > here else None,
        after=day + _DAY,
    )


def _unit(found: Building, room: Unit) -> str:
    day, month, here = first_day(found), asked_month(), today(now())
    context: dict[str, Any] = {
        "building": found,
        "unit": room,
        "day": day,
        "today": here,
        "contact": whom(found),
        "who": prices_shown.who(room),
        "fees": prices_shown.rows(room, here),
        "photos": [one for one in photos.shown(db(), found) if one.unit == room.key],
        "along": along() if request.method == "POST" else None,
        "month": None,
    }
    if month is not None:
        return i18n.page("reservations/unit.html", **{**context, **_month(found, (room,), month)})
    week = looking.days_of(db(), found, day, _WEEK, now(), (room,))
    return i18n.page(
        "reservations/unit.html",
        **context,
        rows=[
            (one, spans.cells(found, room, offered, spans.reach(found.rules, one, now())))
            for one, offered in looking.in_order(week, room.key)
        ],
        limit=spans.reach(found.rules, day, now()),
        opens=periods.opens_at(found.rules, Who.RESIDENT, day),
        residents_only=spans.residents_only(found.rules, day, now()),
        times=_times(found, room, week[day][room.key]),
        before=max(here, day - _WEEK * _DAY) if day > here else None,
        after=day + _WEEK * _DAY,
    )


def _times(found: Building, room: Unit, offered: Sequence[Offered]) -> list[tuple[Part, list[Any]]]:
    """When one can begin on the day, by its parts."""
    begins = spans.beginnings(found, room, offered)
    by_start = {one.starts: one for one in offered}
    return [(part, [by_start[moment] for moment in begins if spans.part_of(moment) is part]) for part in Part]


def _month(found: Building, units: Iterable[Unit], first: date) -> dict[str, Any]:
    """The days of a month in weeks from Sunday to Saturday, as calendars on Japanese walls have them."""
    here, chosen = today(now()), tuple(units)
    after = (first + timedelta(days=31)).replace(day=1)
    days = looking.days_of(db(), found, first, (after - first).days, now(), chosen)
    cells: list[tuple[date, spans.Room] | None] = [None] * ((first.weekday() + 1) % _WEEK)
    for day, offers in sorted(days.items()):
        limit = spans.reach(found.rules, day, now())
        cells.append((day, spans.whole_day(((one, offers[one.key]) for one in chosen), limit)))
    cells += [None] * (-len(cells) % _WEEK)
    before = (first - _DAY).replace(day=1)
    return {
        "month": first,
        "short": [with_ruby(one) for one in short_weekdays(i18n.words().language)],
        "weeks": [cells[at : at + _WEEK] for at in range(0, len(cells), _WEEK)],
        "before": before if before >= here.replace(day=1) else None,
        "after": after,
    }


def _hours(found: Building, day: date) -> list[tuple[Markup, openings.Span]]:
    """From when to when it is open, days of the same hours together."""
    rows: dict[tuple[Any, Any], set[int]] = {}
    for one in found.openings:
        if not (one.valid_from and day < one.valid_from) and not (one.valid_to and day > one.valid_to):
            rows.setdefault((one.start, one.end), set()).update(one.weekdays)
    return [
        (_weekdays(weekdays), (openings.at(day, start), openings.at(day, end)))
        for (start, end), weekdays in sorted(rows.items())
    ]


def _weekdays(found: set[int]) -> Markup:
    """毎日, or 火曜〜日曜, or the days one by one."""
    words, days = i18n.words(), sorted(found)
    if len(days) == _WEEK:
        return words.gettext(N_("毎日"))
    names = [words.gettext(WEEKDAYS[one]) for one in days]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return words.gettext(N_("〜")).join((names[0], names[-1]))
    return words.gettext(N_("・")).join(names)
