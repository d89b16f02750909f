"""Another time, a second dose, giving it back, and the calendar file: by whoever may open the case."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import i18n, ics
from portal.db import new_id
from portal.doors import db, holders, house, now, open_door, resident
from portal.inbox import Actor
from portal.pack.appointments import Sort
from portal.refused import Refused
from services.appointments.actions import ending, leaving, looking, moving, own
from services.appointments.actions.looking import Day
from services.appointments.actions.own import Own
from services.appointments.routes.details import CASE, held
from services.appointments.routes.frame import asked_day, place_of, whom
from services.appointments.routes.holding import TAKEN, once_key
from services.appointments.routes.mine import tokens
from services.appointments.routes.public import moment

Page = str | AnyResponse | tuple[str, int]
OWN = "/appointments/mine/<uuid:appointment_id>"
_LISTED = TAKEN | {"interval_broken", "not_yet_open"}


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(f"{OWN}.ics", endpoint="own_ics")(calendar)
    for name, view in (("cancel", cancel), ("change", change), ("second", second)):
        blueprint.route(f"{OWN}/{name}", methods=["GET", "POST"], endpoint=f"own_{name}")(view)
    blueprint.route(
        "/appointments/booking/<uuid:token>/second", methods=["GET", "POST"], endpoint="held_second"
    )(held_second)


@open_door
def cancel(appointment_id: UUID) -> Page:
    """The question before it is given back."""
    found = _own(appointment_id)
    if request.method == "POST":
        whose = request.form.get("who", "")
        if whose in {str(one.place) for one in found.party}:
            leaving.leave(db(), appointment_id, int(whose), _actor(), now())
        elif whose in {"", "all"}:
            ending.cancel(db(), appointment_id, _actor(), now())
        return redirect(f"{CASE}{found.row.case_id}", 303)
    second = (
        found.found.doses is not None
        and found.row.dose == 1
        and moving.second_of(db(), found.row) is not None
    )
    return i18n.page(
        "appointments/cancel.html",
        second=second,
        names=own.names(db(), found.row) if len(found.party) > 1 else (),
        **_told(found),
    )


@open_door
def change(appointment_id: UUID) -> Page:
    """Another time of the same; pressing one is enough, and until then nothing changes."""
    found = _own(appointment_id)
    if found.found.sort is Sort.COURSE:
        raise Refused("use_over", 409)
    fault = ""
    if request.method == "POST":
        try:
            moving.move(db(), appointment_id, _at(), _actor(), now())
        except Refused as refused:
            fault = _listed(refused)
        else:
            return redirect(f"{CASE}{found.row.case_id}", 303)
    first, last = looking.bookable_span(found.found, now())
    wishes = [one.matters for one in found.party]
    days = looking.days(db(), found.found, first, last, wishes, now())
    free = tuple(one for one in days if one.free)
    return _times(found, free, fault, "change", f"{CASE}{found.row.case_id}")


@open_door
def second(appointment_id: UUID) -> Page:
    """The second dose beside a first that is booked."""
    found = _own(appointment_id)
    return _second(found, f"{CASE}{found.row.case_id}")


@open_door
def held_second(token: UUID) -> Page:
    """The second dose together with a first that is held: both are booked with what is typed next."""
    row = held(token)
    found = looking.find(db(), row.bookable)
    mine = Own(row, found, own.party(db(), found, row), changes=True)
    return _second(mine, url_for("appointments.details", token=token))


@open_door
def calendar(appointment_id: UUID) -> Response:
    """The appointment as a file that calendars read; of a course every meeting."""
    found = _own(appointment_id)
    base, lang = house().settings.base_url, i18n.words().language.key
    place = place_of(own.place(db(), found.found, found.row))
    link = f"{base}{CASE}{found.row.case_id}"
    where = " ".join((place.get("名称", ""), place.get("所在地_連結表記", ""))).strip()
    events = [
        ics.Event(
            f"{found.row.id}-{n}@{found.found.key}",
            starts,
            ends,
            found.found.title.say(lang).text,
            where,
            link,
        )
        for n, (starts, ends) in enumerate(own.spans(found))
    ]
    headers = {"Content-Disposition": 'attachment; filename="yoyaku.ics"', "Cache-Control": "no-store"}
    return Response(ics.written(events, now()), mimetype="text/calendar", headers=headers)


def _second(found: Own, back: str) -> Page:
    fault = ""
    if found.found.doses is None or found.row.dose != 1:
        raise Refused("use_unknown", 404)
    if request.method == "POST":
        try:
            moving.second(db(), found.row.id, _at(), once_key(_token()), _actor(), now())
        except Refused as refused:
            fault = _listed(refused)
        else:
            return redirect(back, 303)
    return _times(found, moving.window(db(), found.found, found.row, now()), fault, "second", back)


def _times(found: Own, free: tuple[Day, ...], fault: str, act: str, back: str) -> Page:
    on = asked_day()
    day = next((one for one in free if one.day == on), free[0] if free else None)
    page = i18n.page(
        "appointments/times.html",
        act=act,
        back=back,
        free=free,
        day=day,
        fault=fault,
        errors=bool(fault),
        token=new_id(),
        **_told(found),
    )
    return (page, 409) if fault else page


def _own(appointment_id: UUID) -> Own:
    found = own.held(db(), appointment_id, holders(), tokens(), now())
    if request.method == "POST" and not found.changes:
        raise Refused("use_over", 409)
    return found


def _at() -> datetime:
    starts = moment(request.form.get("at", ""))
    if starts is None:
        raise Refused("not_offered_then", 409)
    return starts


def _token() -> UUID:
    try:
        return UUID(request.form.get("token", ""))
    except ValueError:
        return new_id()


def _listed(refused: Refused) -> str:
    if refused.code not in _LISTED:
        raise refused
    return refused.code


def _actor() -> Actor:
    seat = resident()
    return Actor("resident", seat.id if seat else None)


def _told(found: Own) -> dict[str, object]:
    return {
        "own": found,
        "found": found.found,
        "row": found.row,
        "party": found.party,
        "place": place_of(own.place(db(), found.found, found.row)),
        "contact": whom(found.found),
    }
