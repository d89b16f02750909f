"""Calendars that programs subscribe to: what is taken of a building, for everybody, and a resident's own bookings."""

from flask import Blueprint, Response

from portal import i18n, ics
from portal.doors import db, house, now, open_door
from portal.ics import Event
from portal.pack.buildings import Building
from services.reservations.actions import subscribing
from services.reservations.models.bookings import Booking
from services.reservations.routes.everybody import building_of, for_all, listed

_KIND = "text/calendar"


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/reservations/<building>.ics", endpoint="building_ics")(building_ics)
    blueprint.get("/reservations/feed/<token>.ics", endpoint="feed")(feed)


@open_door
def building_ics(building: str) -> Response:
    """What is booked and what is closed, without a word about whose it is."""
    found = building_of(building)
    return for_all((found,), lambda: _taken(found), _KIND)


@open_door
def feed(token: str) -> Response:
    """A resident's own bookings; whoever knows the address may read them."""
    events = [_own(row) for row in subscribing.own(db(), token, now())]
    body = ics.written([one for one in events if one], now(), i18n.gettext("わたしの予約"))
    return Response(body, mimetype=_KIND, headers={"Cache-Control": "no-store"})


def _taken(found: Building) -> str:
    booked, closed = subscribing.taken(db(), found, now())
    place = listed(found).get("所在地_連結表記", "")
    events = [
        Event(
            f"{row.id}@{found.key}",
            row.starts_at,
            row.ends_at,
            _title(found, row.unit, i18n.gettext("予約あり")),
            place,
        )
        for row in booked
    ]
    events += [
        Event(f"{row.id}@{found.key}", row.starts_at, row.ends_at, _title(found, row.unit, row.reason), place)
        for row in closed
    ]
    return ics.written(events, now(), found.title.say(_lang()).text)


def _title(found: Building, unit: str, what: str) -> str:
    room = found.unit(unit)
    return " ".join(one for one in (room.title.say(_lang()).text if room else "", what) if one)


def _own(row: Booking) -> Event | None:
    found = house().pack.buildings.get(row.building)
    if found is None:
        return None
    title = _title(found, row.unit, found.title.say(_lang()).text)
    place = listed(found).get("所在地_連結表記", "")
    return Event(f"{row.id}@{row.building}", row.starts_at, row.ends_at, title, place)


def _lang() -> str:
    return i18n.words().language.key
