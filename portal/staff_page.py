"""Pages for staff: the menu that somebody's roles open, their name and division, around what a room shows."""

from collections.abc import Mapping
from typing import Any

from flask import request, url_for

from portal import i18n
from portal.doors import house, now, staff
from portal.opening import today
from portal.people import StaffSeat
from portal.service import MenuItem


def staff_page(name: str, /, counts: Mapping[str, int] | None = None, **context: Any) -> str:
    """Render a template that extends desk_layout.html; `counts` stand beside the menu's entries, by endpoint."""
    seat = staff()
    return i18n.page(
        name,
        staff={"name": seat.name, "division": division_of(seat)},
        staff_menu=menu(seat, counts or {}),
        **context,
    )


def menu(seat: StaffSeat, counts: Mapping[str, int]) -> list[dict[str, object]]:
    """The rooms' entries for staff that this seat may open, in their order."""
    items = sorted((one for service in house().services for one in service.staff_menu), key=_order)
    return [
        {
            "href": url_for(one.endpoint),
            "words": i18n.words().gettext(one.words),
            "current": request.endpoint == one.endpoint,
            "count": counts.get(one.endpoint, 0),
        }
        for one in items
        if may_see(seat, one)
    ]


def may_see(seat: StaffSeat, item: MenuItem) -> bool:
    """Whether an entry is for this seat: `roles` name roles or permissions, and none at all means everybody on staff."""
    held = {role for _, role in seat.roles} | seat.permissions
    return not item.roles or bool(item.roles & held)


def division_of(seat: StaffSeat) -> str:
    """The name, today, of the division of somebody's first role."""
    if not seat.roles:
        return ""
    division, day = seat.roles[0][0], today(now())
    try:
        return house().pack.division(division, day).name.say("ja").text
    except LookupError:
        return division


def _order(item: MenuItem) -> int:
    return item.order
