"""What staff do with a calendar: the paper list, check-in, changes of a day, calling off, and a year in figures."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.doors import db, house, now, staff, staff_door
from portal.inbox import Actor
from portal.opening import TOKYO, fiscal_year, today
from portal.pack import lists
from portal.refused import Refused
from services.appointments.actions import attending, closing, ending, figures, leaving, reach, sheet
from services.appointments.actions.closing import Wanted
from services.appointments.routes.frame import asked_day, shown
from services.appointments.routes.roster import HERE
from services.appointments.rules.states import Change

DAY = f"{HERE}/<key>"
_LONGEST_NUMBER = 4


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(f"{DAY}/roll.pdf", endpoint="roll_pdf")(roll_pdf)
    blueprint.get(f"{DAY}/figures.csv", endpoint="figures_csv")(figures_csv)
    blueprint.get(f"{DAY}/figures", endpoint="figures")(figures_page)
    blueprint.get(f"{DAY}/roll.csv", endpoint="roll_csv")(roll_csv)
    blueprint.route(f"{DAY}/changes", methods=["GET", "POST"], endpoint="changes")(changes)
    blueprint.post(f"{DAY}/changes/<uuid:change_id>/back", endpoint="change_back")(change_back)
    blueprint.post(f"{DAY}/changes/<uuid:change_id>/finish", endpoint="change_finish")(change_finish)
    blueprint.post(f"{HERE}/one/<uuid:appointment_id>/do/<act>", endpoint="staff_act")(act)


@staff_door(reach.READ)
def roll_pdf(key: str) -> Response:
    """受付名簿, A4; whoever prints it has looked at every name on it."""
    found = reach.bookable(db(), staff(), key)
    on = asked_day() or today(now())
    body = sheet.pdf(db(), staff(), found, on, house().printer, now())
    headers = {"Content-Disposition": f'inline; filename="{key}-{on}.pdf"', "Cache-Control": "no-store"}
    return Response(body, mimetype="application/pdf", headers=headers)


@staff_door(reach.READ)
def figures_csv(key: str) -> Response:
    """A line a day of the 年度: booked, came, missed, called off."""
    found = reach.bookable(db(), staff(), key)
    return _csv(figures.listed(db(), found, _year()), f"{key}-{_year().year}.csv")


@staff_door(reach.READ)
def figures_page(key: str) -> str:
    """The same on a page, with the sum of the year."""
    found = reach.bookable(db(), staff(), key)
    first, this = _year(), fiscal_year(today(now()))
    lines = figures.year(db(), found, first)
    return shown(
        "appointments/staff/figures.html",
        found=found,
        year=first.year,
        years=range(this - 2, this + 2),
        lines=lines,
        sums=[sum(column) for column in zip(*(numbers for _, numbers in lines), strict=True)],
    )


@staff_door(reach.READ)
def roll_csv(key: str) -> Response:
    """受付名簿 as a list; whoever takes it out has looked at every name on it."""
    found = reach.bookable(db(), staff(), key)
    on = asked_day() or today(now())
    return _csv(sheet.listed(db(), staff(), found, on, now()), f"{key}-{on}.csv")


def _csv(body: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, mimetype="text/csv", headers=headers)


def _year() -> date:
    """The first day of the 年度 that was asked for, else of the present one."""
    typed = request.args.get("year", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == _LONGEST_NUMBER else 0
    return date(year if 2000 <= year < 2100 else fiscal_year(today(now())), 4, 1)


@staff_door(reach.MANAGE)
def changes(key: str) -> str | AnyResponse | tuple[str, int]:
    """Close a time, add one, make places more or fewer."""
    found = reach.bookable(db(), staff(), key, reach.MANAGE)
    refused, met = None, 0
    if request.method == "POST":
        try:
            wanted = _wanted()
            met = closing.met(db(), found, wanted)
            # Who closes a time has seen how many bookings that calls off.
            if not met or request.form.get("sure") == str(met):
                closing.change(db(), staff(), key, wanted, now())
                return redirect(url_for("appointments.changes", key=key, done="yes"), 303)
        except Refused as error:
            if error.status != 422:
                raise
            refused = error
    rows = closing.standing_changes(db(), found, now())
    page = shown(
        "appointments/staff/changes.html",
        found=found,
        rows=rows,
        left={one.id: closing.left(db(), found, one) for one in rows},
        typed=request.form,
        on=asked_day() or today(now()),
        met=met,
        refused=refused,
        errors=refused,
        done=request.args.get("done", ""),
        longest=closing.LONGEST_REASON,
    )
    return (page, refused.status) if refused else page


@staff_door(reach.MANAGE)
def change_back(key: str, change_id: UUID) -> AnyResponse:
    """A change holds no longer."""
    closing.take_back(db(), staff(), key, change_id, now())
    return redirect(url_for("appointments.changes", key=key, done="back"), 303)


@staff_door(reach.MANAGE)
def change_finish(key: str, change_id: UUID) -> AnyResponse:
    """What still stands in a closed time is called off, each told why."""
    closing.finish(db(), staff(), key, change_id, now())
    return redirect(url_for("appointments.changes", key=key, done="yes"), 303)


@staff_door(reach.BOOK)
def act(appointment_id: UUID, act: str) -> AnyResponse:
    """One press beside a name: here, not here after all, did not come, cancelled for them."""
    found, row = reach.appointment(db(), staff(), appointment_id, reach.BOOK)
    do = ACTS.get(act)
    if do is None:
        abort(404)
    do(appointment_id)
    on = today(row.starts_at).isoformat()
    return redirect(url_for("appointments.staff_day", key=found.key, day=on) + f"#a-{appointment_id}", 303)


def _wanted() -> Wanted:
    on = lists.day(request.form.get("day", ""))
    kind, places = request.form.get("kind", ""), request.form.get("places", "")
    if on is None or kind not in list(Change):
        raise Refused("block_time", 422)
    return Wanted(
        Change(kind),
        _clock(on, "from"),
        _clock(on, "to"),
        int(places) if places.isascii() and places.isdigit() and len(places) <= _LONGEST_NUMBER else 0,
        request.form.get("reason", ""),
    )


def _clock(on: date, name: str) -> datetime:
    try:
        at = time.fromisoformat(request.form.get(name, ""))
    except ValueError:
        raise Refused("block_time", 422) from None
    return datetime.combine(on, at.replace(tzinfo=None), TOKYO)


def _actor() -> Actor:
    return Actor("staff", staff().id)


def _place() -> int:
    typed = request.form.get("place", "0")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < _LONGEST_NUMBER else 0


ACTS: Mapping[str, Callable[[UUID], Any]] = {
    "came": lambda one: attending.came(db(), one, _place(), _actor(), now()),
    "not-yet": lambda one: attending.not_yet(db(), one, _place(), _actor(), now()),
    "missed": lambda one: attending.missed(db(), one, _actor(), now()),
    "leave": lambda one: leaving.leave(db(), one, _place(), _actor(), now()),
    "cancel": lambda one: ending.cancel(db(), one, _actor(), now()),
}
