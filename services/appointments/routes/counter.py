"""Booking at the counter and by telephone: the same times and questions, on one page."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.db import new_id
from portal.doors import db, now, staff, staff_door
from portal.opening import today
from portal.pack.appointments import Bookable
from portal.refused import Refused
from portal.words import LANGUAGES
from services.appointments.actions import booking, handing, looking, reach
from services.appointments.actions.wishes import CHANNELS, Wish, meant
from services.appointments.routes.details import Forms, forms_of, relief_of
from services.appointments.routes.frame import asked_day, people_of, shown
from services.appointments.routes.public import moment
from services.appointments.routes.roster import HERE

# What is wrong with what was chosen is told on the page it was chosen on.
BESIDE = frozenset(
    {
        "seats_taken",
        "not_offered_then",
        "matter_needed",
        "too_many_together",
        "time_is_past",
        "yearly_used_up",
    }
)


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.route(f"{HERE}/<key>/new", methods=["GET", "POST"], endpoint="staff_new")(new)


@staff_door(reach.BOOK)
def new(key: str) -> str | Response | tuple[str, int]:
    """Ask for everything on one page; what cannot be had is told above it."""
    found = reach.bookable(db(), staff(), key, reach.BOOK)
    people = people_of(found, request.values.get("people", ""))
    forms = forms_of(found, people, typed=request.method == "POST")
    if request.method == "GET":
        return _ask(found, people, forms)
    if not forms.validate():
        return _ask(found, people, forms), 422
    try:
        wish = _wish(found, people)
        told = handing.handed(
            db(), found, forms.answers(), now(), locale=_locale(), channel=CHANNELS[wish.channel]
        )
        row = booking.book(db(), wish, told, now(), relief_of(found))
    except Refused as refused:
        if refused.code not in BESIDE:
            raise
        return _ask(found, people, forms, refused), refused.status
    on = today(row.starts_at).isoformat()
    return redirect(url_for("appointments.staff_day", key=key, day=on) + f"#a-{row.id}", 303)


def _wish(found: Bookable, people: int) -> Wish:
    starts = moment(request.form.get("at", ""))
    if starts is None:
        raise Refused("not_offered_then", 409)
    channel = request.form.get("channel", "")
    return Wish(
        bookable=found.key,
        starts=starts,
        people=tuple(tuple(request.form.getlist(f"matters-{place}")[:20]) for place in range(people)),
        once_key=_once(),
        channel=channel if channel in CHANNELS and channel != "online" else "telephone",
        made_by=staff().id,
        waits=request.form.get("waits") == "yes",
    )


def _once() -> UUID:
    try:
        return UUID(request.form.get("once", ""))
    except ValueError:
        return new_id()


def _locale() -> str:
    locale = request.form.get("locale", "ja")
    return locale if locale in LANGUAGES else "ja"


def _ask(found: Bookable, people: int, forms: Forms, refused: Refused | None = None) -> str:
    on = asked_day() or today(now())
    keys = [request.form.getlist(f"matters-{place}") for place in range(people)]
    single = [[one.key for one in found.matters[:1]]] * people
    wishes = meant(found, keys if all(keys) else single)
    days = looking.days(db(), found, on, on, wishes, now(), staff=True)
    return shown(
        "appointments/staff/new.html",
        found=found,
        people=people,
        forms=forms,
        on=on,
        offers=[one for day in days for one in day.offers if one.left],
        picked=keys if all(keys) else single,
        typed=request.form,
        once=request.form.get("once") or new_id(),
        refused=refused,
        errors=refused or any(form.errors for form in forms.every),
    )
