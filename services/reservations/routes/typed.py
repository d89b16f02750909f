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
    on = lists.day(request.form.get(f"{day or name}_day", ""))
    try:
        at = time.fromisoformat(request.form.get(f"{name}_time", ""))
    except ValueError:
        at = None
    if on is None or at is None or at.tzinfo is not None:
        raise Refused("block_time", 422)
    return datetime.combine(on, at, TOKYO)


def unit(building: Building, key: str) -> Unit:
    """A unit of a building by its key."""
    found = building.unit(key)
    if found is None:
        raise Refused("facility_unknown", 404)
    return found
