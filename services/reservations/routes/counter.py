"""Booking at the counter and by telephone: one page, the time above, the person below."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from forms.answers import japanese_today
from forms.step_form import StepForm, page_form
from portal.db import new_id
from portal.doors import db, house, now, staff, staff_door
from portal.opening import today
from portal.pack import lists
from portal.pack.buildings import Building, Unit, Who
from portal.postcodes import areas
from portal.refused import Refused
from portal.words import LANGUAGES
from services.reservations.actions import counter, instead, reach
from services.reservations.actions.booking import Offer, Wish
from services.reservations.actions.counter import CHANNELS, Told
from services.reservations.actions.handing import form as request_form
from services.reservations.actions.reach import BOOK
from services.reservations.routes import typed
from services.reservations.routes.frame import shown
from services.reservations.routes.uses import BESIDE

HERE = "/staff/reservations/new"
# The number of people stands above, where it decides whether the room is large enough.
ABOVE = frozenset({"use_people"})
NO_GROUP = frozenset({"group_none", "group_several", "group_not_in_force"})


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.route(HERE, methods=["GET", "POST"], endpoint="use_new")(new)


@staff_door(BOOK)
def new() -> str | Response | tuple[str, int]:
    """Ask for everything on one page; what cannot be had is answered with what can."""
    mine = reach.buildings(db(), staff(), BOOK)
    form = form_of(typed_in=request.method == "POST")
    if request.method == "GET" or form.searching:
        return _ask(mine, form)
    building, unit = place_in()
    is_whole = form.validate()
    wish, told = None, None
    try:
        wish = wish_in(building, unit)
        if not is_whole:
            return _ask(mine, form), 422
        told = Told(
            answers={**form.values(), "use_people": wish.people},
            relief=request.form.get(f"relief-{building.key}", ""),
            equipment=_lent(building),
            locale=locale_in(),
            group=request.form.get("group", "").strip()[:100],
        )
        made = counter.take(db(), staff(), wish, told, now())
    except Refused as refused:
        if refused.code not in BESIDE:
            raise
        offers = _instead(mine, wish, told, refused) if wish and told else ()
        return _ask(mine, form, refused, offers), refused.status
    return redirect(url_for("reservations.use", booking_id=made.id, done="made"), 303)


def form_of(*, typed_in: bool) -> StepForm:
    """Who it is for, as the request asks; how many come stands above."""
    procedure, _ = request_form(house().pack)
    asks = tuple(one for one in procedure.asks if one.key not in ABOVE)
    make = page_form(asks, {}, lookup=areas, today=japanese_today())
    made: StepForm = make(formdata=request.form if typed_in else None, data={})
    return made


def place_in() -> tuple[Building, Unit]:
    """The building and the room of the form."""
    key, _, unit = request.form.get("place", "").partition("/")
    building = reach.building(db(), staff(), key, BOOK)
    return building, typed.unit(building, unit)


def wish_in(building: Building, unit: Unit) -> Wish:
    """When, for what and for how many, as the form says."""
    channel, who = request.form.get("channel", ""), request.form.get("who", "")
    people = request.form.get("people", "")
    purpose = request.form.get("purpose", "")
    return Wish(
        building=building.key,
        unit=unit.key,
        starts=typed.moment("from"),
        ends=typed.moment("to", "from"),
        purpose=purpose if purpose in unit.purposes or not unit.purposes else unit.purposes[0],
        people=int(people) if people.isascii() and people.isdigit() and len(people) < 6 else 0,
        who=Who(who) if who in set(Who) else Who.RESIDENT,
        once_key=_once(),
        channel=channel if channel in CHANNELS else "counter",
    )


def _once() -> UUID:
    try:
        return UUID(request.form.get("once", ""))
    except ValueError:
        return new_id()


def _lent(building: Building) -> Mapping[str, int]:
    found = {}
    for one in building.equipment:
        count = request.form.get(f"lend-{building.key}-{one.key}", "")
        if count.isascii() and count.isdigit() and int(count[:5]) > 0:
            found[one.key] = int(count[:5])
    return found


def locale_in() -> str:
    """The language in which they are told."""
    locale = request.form.get("locale", "ja")
    return locale if locale in LANGUAGES else "ja"


def _instead(
    mine: tuple[Building, ...], wish: Wish, told: Told, refused: Refused
) -> list[tuple[Offer, Building]]:
    """Other times in one's own buildings that can be booked for the same person."""
    if refused.code in NO_GROUP:
        return []
    at_home = next(one for one in mine if one.key == wish.building)
    terms, _ = counter.whose(db(), at_home, told, today(wish.starts), now())
    houses = {one.key: one for one in mine}
    found = instead.of_counter(db(), wish, terms, now())
    return [(one, houses[one.building]) for one in found if one.building in houses]


def _ask(
    mine: tuple[Building, ...],
    form: StepForm,
    refused: Refused | None = None,
    offers: Sequence[tuple[Offer, Building]] = (),
) -> str:
    return shown(
        "reservations/staff/use_new.html",
        form=form,
        once=request.form.get("once") or new_id(),
        refused=refused,
        errors=refused or form.faults(),
        offers=offers,
        **when(mine),
    )


def when(mine: tuple[Building, ...]) -> dict[str, Any]:
    """What when.html asks with: the rooms of a seat, and what was chosen or typed."""
    told: Any = request.form if request.method == "POST" else request.args
    key, _, room = told.get("place", "").partition("/")
    building = next((one for one in mine if one.key == key), mine[0])
    unit = building.unit(room) or building.units[0]
    day = lists.day(told.get("from_day", "")) or today(now()) + timedelta(days=1)
    purposes = {key: one for one in mine for u in one.units for key in u.purposes}
    return {
        "mine": mine,
        "building": building,
        "unit": unit,
        "day": day.isoformat(),
        "typed": told,
        "purposes": [(key, one.purpose(key)) for key, one in purposes.items()],
        "purpose": told.get("purpose") or next(iter(unit.purposes), ""),
    }
