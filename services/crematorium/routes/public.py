"""斎場: which times are free, by week and by day, what it costs, and the rules; without an account and without a script."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, request

from portal.doors import db, now, open_door, resident
from portal.opening import today
from portal.pack.crematorium import Crematorium, Furnace, Kind, Price, Who
from portal.whole import compressed
from services.crematorium.actions import firms, looking, own
from services.crematorium.actions.looking import Day
from services.crematorium.actions.wishes import hall_of
from services.crematorium.routes.frame import asked_day, page
from services.crematorium.rules import prices

WEEK = 7
# What the address says where the page is about animals.
ANIMALS = "animals"
_DAY = timedelta(days=1)


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.get("/crematorium", endpoint="index")(index)


@open_door
def index() -> str | Response:
    """The week with the free admissions of each day, and one day with every furnace; those for animals on a page of their own."""
    hall, here = hall_of(db()), today(now())
    animals = request.args.get("for") == ANIMALS
    furnaces = _furnaces(hall, animals=animals)
    day = max(asked_day(request.args.get("day", "")), here)
    last = here + timedelta(days=hall.rules.days_ahead)
    day = min(day, last)
    # Weeks begin today, so that the days one can book stand together.
    first = here + ((day - here) // (WEEK * _DAY)) * WEEK * _DAY
    week = looking.days_of(db(), hall, first, WEEK, now())
    chosen = next(one for one in week if one.day == day)
    seat = resident()
    firm = firms.of_resident(db(), seat.id if seat else None)
    made = page(
        "crematorium/index.html",
        week=[(one, _free(one, furnaces)) for one in week if one.day <= last],
        chosen=chosen,
        furnaces=furnaces,
        rows=_rows(furnaces, chosen),
        others=bool(_furnaces(hall, animals=not animals)),
        animals=animals,
        chosen_for=ANIMALS if animals else None,
        before=first - _DAY if first > here else None,
        after=first + WEEK * _DAY if first + WEEK * _DAY <= last else None,
        firm=firm,
        mine=own.names_of_firm(db(), firm, chosen) if firm else {},
        fees=_fees(hall, animals=animals),
    )
    # The names on an undertaker's page are nobody else's, so it is not sent where its length could be compared.
    return made if firm else compressed(made)


def _furnaces(hall: Crematorium, *, animals: bool) -> list[Furnace]:
    """The furnaces for animals, or all others: nobody who lost somebody reads of dogs and cats between the times."""
    kinds = {one.key: one.kind for one in hall.sorts}
    return [one for one in hall.furnaces if any((kinds[key] is Kind.PET) == animals for key in one.sorts)]


def _free(day: Day, furnaces: list[Furnace]) -> int:
    """How many admissions of these furnaces can be had."""
    keys = {one.key for one in furnaces}
    return sum(one.room is looking.Room.FREE and one.furnace.key in keys for one in day.admissions)


def _rows(furnaces: list[Furnace], day: Day) -> list[tuple[Any, list[looking.Admission | None]]]:
    """Every time of the day at which one of the furnaces takes in, with what each offers then."""
    every = ((starts, [day.at(one.key, starts) for one in furnaces]) for starts in day.times)
    return [(starts, cells) for starts, cells in every if any(cells)]


def _fees(hall: Crematorium, *, animals: bool) -> list[tuple[Any, Any, int, int]]:
    """What is written on the board: title, use, for residents, for others."""
    here = today(now())
    sorts = [one for one in hall.sorts if (one.kind is Kind.PET) == animals]

    def both(of: tuple[Price, ...]) -> tuple[int, int]:
        return prices.price(of, Who.RESIDENT, here), prices.price(of, Who.OUTSIDE, here)

    rows: list[tuple[Any, Any, int, int]] = [(one.title, None, *both(one.prices)) for one in sorts]
    rows += [(extra.title, use.title, *both(use.prices)) for extra in hall.extras for use in extra.uses]
    return rows
