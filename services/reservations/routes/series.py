"""定期利用 for staff: a series is asked for, looked at date by date, booked, and looked after until it ends."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from forms.step_form import StepForm
from portal.db import new_id
from portal.doors import db, now, staff, staff_door
from portal.opening import fiscal_year, today
from portal.pack import lists
from portal.pack.buildings import Building, Unit, Who
from portal.refused import Refused
from portal.whom import WEEKDAYS
from services.reservations.actions import calendar, counter, instead, reach, series, series_plan
from services.reservations.actions.counter import Told
from services.reservations.actions.reach import MANAGE, READ
from services.reservations.actions.series_plan import Plan, Seen
from services.reservations.models.series import Series
from services.reservations.routes import typed
from services.reservations.routes.counter import form_of, locale_in
from services.reservations.routes.frame import shown
from services.reservations.rules import series as rules
from services.reservations.rules.series import Every, Rhythm

Page = str | Response | tuple[str, int]
HERE = "/staff/reservations/series"
ONE = f"{HERE}/<uuid:id>"
# What is wrong with what was written is told on the page it was written on.
BESIDE = frozenset(
    {
        "series_days", "series_weekdays", "series_time", "series_empty", "purpose_not_here", "too_many_people",
        "not_let_to_them", "relief_unknown", "reason_needed", "individual_number_in_text", "use_over",
        "group_none", "group_several", "group_not_in_force",
    }
)  # fmt: skip
# Beside what of the form each of these is told.
FIELDS: Mapping[str, str] = {
    "series_days": "from_day", "series_empty": "from_day", "series_weekdays": "weekday-0", "series_time": "from_time",
    "purpose_not_here": "purpose", "too_many_people": "people", "not_let_to_them": "who", "relief_unknown": "relief",
    "group_none": "group", "group_several": "group", "group_not_in_force": "group",
}  # fmt: skip
ACTS = frozenset({"cancel-from", "settle"})
_MARCH = (3, 31)


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(HERE, endpoint="series")(listed)
    blueprint.route(f"{HERE}/new", methods=["GET", "POST"], endpoint="series_new")(new)
    blueprint.get(ONE, endpoint="one_series")(one)
    blueprint.post(f"{ONE}/do/<act>", endpoint="series_act")(act)
    blueprint.route(f"{ONE}/extend", methods=["GET", "POST"], endpoint="series_extend")(extend)


@staff_door(READ)
def listed() -> str:
    """Every series of one's buildings that is not over."""
    mine = reach.buildings(db(), staff())
    rows = series.listed(db(), mine, today(now()))
    houses = {one.key: one for one in mine}
    names: dict[UUID, str] = {}
    for key, building in houses.items():
        cases = [row.case_id for row in rows if row.building == key]
        names.update(calendar.names_of(db(), staff(), building, cases, now()))
    return shown(
        "reservations/staff/series.html",
        rows=[(row, houses[row.building], rules.thawed(row.rhythm)) for row in rows],
        names=names,
        waiting=series.waiting(db(), [row.id for row in rows]),
        weekdays=WEEKDAYS,
        manages=any(staff().may(MANAGE, one.operator) for one in mine),
    )


@staff_door(MANAGE)
def new() -> Page:
    """Ask for everything, show what each date meets, and book."""
    mine = reach.buildings(db(), staff(), MANAGE)
    form = form_of(typed_in=request.method == "POST")
    step = request.form.get("step", "check")
    if request.method == "GET" or form.searching or step == "edit":
        return _ask(mine, form)
    is_whole = form.validate()
    try:
        plan = _plan()
        found = series_plan.seen(db(), plan, now())
        if not is_whole:
            return _ask(mine, form), 422
        if step != "make":
            return _check(plan, found, form)
        told = Told(
            {**form.values(), "use_people": plan.people}, plan.relief, None, locale_in(),
            request.form.get("group", "").strip()[:100],
        )  # fmt: skip
        row = series.make(db(), staff(), plan, told, _choices(), now(), _once())
    except Refused as refused:
        if refused.code not in BESIDE:
            raise
        return _ask(mine, form, refused), refused.status
    return redirect(url_for("reservations.one_series", id=row.id, done="made"), 303)


@staff_door(READ)
def one(id: UUID) -> Page:
    """A series with all its dates."""
    return _one(id)


@staff_door(MANAGE)
def act(id: UUID, act: str) -> Page:
    """Give every date from one on back, or decide about one that waits."""
    day = lists.day(request.form.get("day", ""))
    if act not in ACTS or day is None:
        abort(404)
    try:
        if act == "settle":
            series.settle(db(), staff(), id, day, request.form.get("choice", ""), now())
        else:
            series.cancel(db(), staff(), id, day, request.form.get("reason", ""), now())
    except Refused as refused:
        if refused.code not in BESIDE:
            raise
        return _one(id, refused), refused.status
    return redirect(url_for("reservations.one_series", id=id, done=act), 303)


@staff_door(MANAGE)
def extend(id: UUID) -> Page:
    """Until a later day of the same 年度; what the new dates meet is shown first."""
    _, row = series.of_seat(db(), staff(), id, MANAGE)
    last = lists.day(request.form.get("to_day", "")) or row.last_day
    refused = None
    if request.method == "POST":
        try:
            plan = series.longer(db(), row, last)
            found = series_plan.seen(db(), plan, now())
            if request.form.get("step") != "make":
                return _check(plan, found, None, row)
            series.extend(db(), staff(), id, last, _choices(), now())
            return redirect(url_for("reservations.one_series", id=id, done="extended"), 303)
        except Refused as error:
            if error.code not in BESIDE:
                raise
            refused = error
    page = shown(
        "reservations/staff/series_extend.html", row=row, refused=refused, errors=refused,
        last=request.form.get("to_day") or _end_of_year(row.first_day).isoformat(),
    )  # fmt: skip
    return (page, refused.status) if refused else page


def _plan() -> Plan:
    told = request.form
    building, unit = _place(told.get("place", ""))
    first, last = lists.day(told.get("from_day", "")), lists.day(told.get("to_day", ""))
    if first is None or last is None:
        raise Refused("series_days", 422)
    who, people, every = told.get("who", ""), told.get("people", ""), told.get("every", "")
    house, _, relief = told.get("relief", "").partition("/")
    return Plan(
        building.key,
        unit.key,
        Rhythm(
            _numbers("weekday", range(7)),
            Every(every) if every in set(Every) else Every.WEEK,
            _numbers("nth", range(1, 6)),
            *_times(building),
        ),
        first,
        last,
        told.get("purpose", ""),
        int(people) if people.isascii() and people.isdigit() and len(people) < 6 else 0,
        Who(who) if who in set(Who) else Who.RESIDENT,
        relief if house == building.key else "",
    )


def _place(key: str) -> tuple[Building, Unit]:
    house, _, unit = key.partition("/")
    building = reach.building(db(), staff(), house, MANAGE)
    return building, typed.unit(building, unit)


def _times(building: Building) -> tuple[time, time]:
    """A band of the building, or two times."""
    house, _, key = request.form.get("band", "").partition("/")
    bands = {band.key: band for unit in building.units for band in unit.bands}
    if house == building.key and key in bands:
        return bands[key].start, bands[key].end
    return typed.clock("from_time"), typed.clock("to_time")


def _numbers(name: str, possible: range) -> tuple[int, ...]:
    picked = set(request.form.getlist(name))
    return tuple(one for one in possible if str(one) in picked)


def _choices() -> Mapping[date, str]:
    """What was chosen for each date, as `at-2026-12-08`."""
    found = {
        lists.day(name.removeprefix("at-")): value
        for name, value in request.form.items()
        if name.startswith("at-")
    }
    return {day: value for day, value in found.items() if day is not None}


def _once() -> UUID:
    try:
        return UUID(request.form.get("once", ""))
    except ValueError:
        return new_id()


def _end_of_year(day: date) -> date:
    return date(fiscal_year(day) + 1, *_MARCH)


def _ask(mine: tuple[Building, ...], form: StepForm, refused: Refused | None = None) -> str:
    told: Any = request.form if request.method == "POST" else request.args
    day = today(now())
    return shown(
        "reservations/staff/series_new.html",
        mine=mine,
        form=form,
        typed=told,
        picked=told.getlist("weekday"),
        nth=told.getlist("nth"),
        weekdays=WEEKDAYS,
        first=day.isoformat(),
        last=_end_of_year(day).isoformat(),
        purposes={key: one.purpose(key) for one in mine for unit in one.units for key in unit.purposes},
        once=told.get("once") or new_id(),
        refused=refused,
        field=FIELDS.get(refused.code, "place") if refused else "",
        errors=refused or form.faults(),
    )


def _check(plan: Plan, found: tuple[Seen, ...], form: StepForm | None, row: Series | None = None) -> str:
    building, _ = _place(f"{plan.building}/{plan.unit}")
    return shown(
        "reservations/staff/series_check.html",
        building=building,
        plan=plan,
        found=found,
        row=row,
        free=sum(1 for one in found if not one.met),
        weekdays=WEEKDAYS,
        typed=[
            (name, value)
            for name, value in request.form.items(multi=True)
            if name not in ("_token", "step") and not name.startswith("at-")
        ],
    )


def _one(id: UUID, refused: Refused | None = None) -> str:
    building, row = series.of_seat(db(), staff(), id)
    dates = series.dates(db(), id)
    others = series.others(db(), row, dates)
    return shown(
        "reservations/staff/series_one.html",
        building=building,
        row=row,
        rhythm=rules.thawed(row.rhythm),
        dates=dates,
        others=others,
        offers={day: instead.of_date(db(), row, day, now()) for day, rooms in others.items() if not rooms},
        name=calendar.names_of(db(), staff(), building, [row.case_id], now()).get(row.case_id, ""),
        number=series.number(db(), row),
        weekdays=WEEKDAYS,
        manages=staff().may(MANAGE, building.operator),
        now=now(),
        today=today(now()).isoformat(),
        refused=refused,
        errors=refused,
        typed=request.form,
        longest=counter.LONGEST_REASON,
        done=request.args.get("done", ""),
    )
