"""斎場: which times are free, by week and by day, what it costs, and the rules; without an account and without a script."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, request

from portal.doors import db, now, open_door, resident
from portal.opening import today
from portal.pack.crematorium import Crematorium, Price, Who
from services.crematorium.actions import firms, looking, own
from services.crematorium.actions.looking import Day
from services.crematorium.actions.wishes import hall_of
from services.crematorium.routes.frame import asked_day, page
from services.crematorium.rules import prices

WEEK = 7
_DAY = timedelta(days=1)


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.get("/crematorium", endpoint="index")(index)


@open_door
def index() -> str:
    """The week with the free admissions of each day, and one day with every furnace."""
    hall, here = hall_of(db()), today(now())
    day = max(asked_day(request.args.get("day", "")), here)
    last = here + timedelta(days=hall.rules.days_ahead)
    day = min(day, last)
    # Weeks begin today, so that the days one can book stand together.
    first = here + ((day - here) // (WEEK * _DAY)) * WEEK * _DAY
    week = looking.days_of(db(), hall, first, WEEK, now())
    chosen = next(one for one in week if one.day == day)
    seat = resident()
    firm = firms.of_resident(db(), seat.id if seat else None)
    return page(
        "crematorium/index.html",
        week=[one for one in week if one.day <= last],
        chosen=chosen,
        rows=_rows(hall, chosen),
        before=first - _DAY if first > here else None,
        after=first + WEEK * _DAY if first + WEEK * _DAY <= last else None,
        firm=firm,
        mine=own.names_of_firm(db(), firm, chosen) if firm else {},
        fees=_fees(hall),
    )


def _rows(hall: Crematorium, day: Day) -> list[tuple[Any, list[looking.Admission | None]]]:
    """Every time of the day with what each furnace offers then."""
    return [(starts, [day.at(one.key, starts) for one in hall.furnaces]) for starts in day.times]


def _fees(hall: Crematorium) -> list[tuple[Any, Any, int, int]]:
    """What is written on the board: title, use, for residents, for others."""
    here = today(now())

    def both(of: tuple[Price, ...]) -> tuple[int, int]:
        return prices.price(of, Who.RESIDENT, here), prices.price(of, Who.OUTSIDE, here)

    rows: list[tuple[Any, Any, int, int]] = [(one.title, None, *both(one.prices)) for one in hall.sorts]
    rows += [(extra.title, use.title, *both(use.prices)) for extra in hall.extras for use in extra.uses]
    return rows
