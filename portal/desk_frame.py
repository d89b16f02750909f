"""The frame of every staff page: who is signed in, for which division, and the rooms' entries they may open."""

from typing import Any

from flask import request, url_for

from portal.doors import house, now, seated_staff
from portal.i18n import speaker, words
from portal.opening import today
from portal.people import StaffSeat
from portal.service import MenuItem


def frame() -> dict[str, Any]:
    """What desk_layout.html shows around a page; nothing where nobody has signed in yet."""
    seat = seated_staff()
    if seat is None:
        return {}
    return {
        "seat": seat,
        "staff": {"name": seat.name, "division": _division(seat)},
        "staff_menu": [_entry(item) for item in _items(seat)],
    }


def _items(seat: StaffSeat) -> list[MenuItem]:
    """Entries name roles or permissions; an entry that names none is for all staff."""
    mine = {role for _, role in seat.roles} | seat.permissions
    items = (item for service in house().services for item in service.staff_menu)
    pack = house().pack
    mine_of = (item for item in items if not item.roles or item.roles & mine)
    return sorted(
        (item for item in mine_of if item.offered is None or item.offered(seat, pack)),
        key=lambda item: item.order,
    )


def _entry(item: MenuItem) -> dict[str, Any]:
    return {
        "href": url_for(item.endpoint),
        "words": words().gettext(item.words),
        "current": request.endpoint == item.endpoint,
    }


def _division(seat: StaffSeat) -> Any:
    if not seat.roles:
        return ""
    try:
        return speaker(words())(house().pack.division(seat.roles[0][0], today(now())).name)
    except LookupError:
        return ""
