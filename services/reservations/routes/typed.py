"""What staff type into forms and addresses: days, times, and places by their keys."""

from datetime import date, datetime, time

from flask import request

from portal.opening import TOKYO
from portal.pack import lists
from portal.pack.buildings import Building, Unit
from portal.refused import Refused


def day(typed: str, otherwise: date) -> date:
    """A day of an address; what is no day counts as the other."""
    return lists.day(typed) or otherwise


def moment(name: str, day: str = "") -> datetime:
    """A day and a time of a form, as `<name>_day` (or another's day, where both are one) and `<name>_time`."""
    on, at = lists.day(request.form.get(f"{day or name}_day", "")), _time(f"{name}_time")
    if on is None or at is None:
        raise Refused("block_time", 422)
    return datetime.combine(on, at, TOKYO)


def clock(name: str) -> time:
    """A time of day of a form."""
    at = _time(name)
    if at is None:
        raise Refused("series_time", 422)
    return at


def _time(name: str) -> time | None:
    try:
        at = time.fromisoformat(request.form.get(name, ""))
    except ValueError:
        return None
    return at if at.tzinfo is None else None


def unit(building: Building, key: str) -> Unit:
    """A unit of a building by its key."""
    found = building.unit(key)
    if found is None:
        raise Refused("facility_unknown", 404)
    return found
