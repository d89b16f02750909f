"""What the public pages share: an answer for everybody kept until something changes, days read from addresses, whom to ask."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from flask import Response, request

from portal import kept_pages
from portal.doors import db, house, now
from portal.opening import today
from portal.pack.buildings import Building
from portal.refused import Refused
from portal.slots import claiming
from portal.whom import contact
from services.reservations.rules import claims, openings


def for_all(
    buildings: tuple[Building, ...], make: Callable[[], str], mimetype: str = "text/html"
) -> Response:
    """An answer that is the same for everybody: made anew when a booking, a block or a step of time changed it."""
    versions = tuple(
        (claiming.version(db(), one.key), one.edition, claims.slot(one, now()), today(now()))
        for one in buildings
    )
    return kept_pages.for_all("reservations", versions, make, mimetype)


def building_of(key: str) -> Building:
    """A building by its address."""
    found = house().pack.buildings.get(key)
    if found is None:
        raise Refused("facility_unknown", 404)
    return found


def asked_day() -> date:
    """The day of the address, today where it names none or one that nobody could book."""
    return _within(request.args.get("day", ""))


def first_day(building: Building) -> date:
    """The day that a page of a building begins with: the address's, else today, or the next open day where it has closed."""
    if "day" in request.args:
        return asked_day()
    return openings.next_open(building, now(), house().pack.closed_days)


def asked_month() -> date | None:
    """The first day of the month of the address, where it names one."""
    asked = request.args.get("month", "")
    return _within(f"{asked}-01").replace(day=1) if asked else None


def _within(text: str) -> date:
    here = today(now())
    try:
        found = date.fromisoformat(text[:10])
    except ValueError:
        return here
    # Nobody can look for ever into the past or the future, and a crawler comes to an end.
    return found if here - timedelta(days=31) <= found <= here + timedelta(days=430) else here


def listed(building: Building) -> Mapping[str, str]:
    """The building's row in the town's list of facilities: address, place, what makes it barrier-free."""
    rows = house().pack.listing("facilities", today(now()))
    return next((row for row in rows if row.get("ID") == building.listed), {})


def whom(building: Building) -> Mapping[str, object]:
    """Who runs it, for the same place on every page of the building."""
    pack, day = house().pack, today(now())
    division = pack.division(building.operator, day)
    return contact(division, pack.office(division.office, day), day)
