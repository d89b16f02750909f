"""The collection days of a district as a calendar to subscribe to."""

from datetime import timedelta

from flask import Blueprint, Response, abort

from portal import garbage, i18n
from portal.doors import house, now, open_door
from portal.opening import today

# Half a year ahead: programs read it again every day, and days further off may still change.
AHEAD = timedelta(days=183)


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/chat/days/<district>.ics", endpoint="days")(days)


@open_door
def days(district: str) -> Response:
    """The same file for everybody who reads the same language on the same day."""
    first = today(now())
    told = garbage.feed(house().pack, district, first, first + AHEAD, i18n.words().language, now())
    if not told:
        abort(404)
    return Response(told, mimetype="text/calendar")
