"""予約の一覧: what a family or an undertaker has booked, another time or other things, and giving it back."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.doors import db, holders, now, open_door, resident
from portal.inbox import Case
from portal.opening import today
from portal.refused import Refused
from services.crematorium.actions import cancelling, firms, looking, moving, own, reach
from services.crematorium.actions.own import Own
from services.crematorium.actions.wishes import hall_of
from services.crematorium.routes.frame import BESIDE, asked_day, moment, page
from services.crematorium.routes.receipt import ONE, actor, opened
from services.crematorium.rules.states import OPEN

Page = str | Response | tuple[str, int]


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/crematorium/mine", endpoint="mine")(mine)
    blueprint.route(f"{ONE}/change", methods=["GET", "POST"], endpoint="change")(change)
    blueprint.route(f"{ONE}/cancel", methods=["GET", "POST"], endpoint="cancel")(cancel)


@open_door
def mine() -> str:
    """Everything booked, what is still to come first."""
    seat = resident()
    firm = firms.of_resident(db(), seat.id if seat else None)
    rows = list(reach.mine(db(), seat, holders()))
    told = own.told_all(db(), rows, now())
    every = [told[one.id] for one in rows if one.id in told]
    coming = [one for one in reversed(every) if one.row.state in OPEN and one.row.ends_at > now()]
    cases = {one.row.id: db().get(Case, one.row.case_id) for one in coming}
    return page(
        "crematorium/mine.html",
        seat=seat,
        firm=firm,
        tentative=firms.tentative(db(), firm.id) if firm else 0,
        pauses=firms.stopped_until(db(), firm.id, now()) if firm else None,
        coming=coming,
        names={key: own.name_of(db(), case) for key, case in cases.items() if case is not None},
        over=[one for one in every if one not in coming][:50],
    )


@open_door
def change(cremation_id: UUID) -> Page:
    """Another time or furnace, and what is taken along with it."""
    found, _ = opened(cremation_id)
    if request.method == "GET":
        return _choose(found)
    furnace, _, when = request.form.get("to", "").partition("/")
    starts = moment(when)
    if starts is None:
        raise Refused("no_admission_then", 422)
    asked = {one.key: request.form.get(f"along-{one.key}", "")[:40] for one in hall_of(db()).extras}
    try:
        along = {key: use for key, use in asked.items() if use}
        moving.move(db(), cremation_id, (furnace, starts), along, actor(), now())
    except Refused as refused:
        if refused.code not in BESIDE:
            raise
        return _choose(found, refused), refused.status
    return redirect(url_for("crematorium.receipt", cremation_id=cremation_id, done="moved"), 303)


@open_door
def cancel(cremation_id: UUID) -> Page:
    """Whether it counts is said before anything is pressed."""
    found, _ = opened(cremation_id)
    if request.method == "GET":
        return page("crematorium/cancel.html", own=found)
    cancelling.cancel(db(), cremation_id, actor(), now())
    return redirect(url_for("crematorium.receipt", cremation_id=cremation_id, done="cancelled"), 303)


def _choose(found: Own, refused: Refused | None = None) -> str:
    """A day to choose, the admissions of it that can be had for this, and what can be taken along with the chosen one."""
    hall, row = hall_of(db()), found.row
    place = request.values.get("to", "") or f"{row.furnace}/{row.starts_at.isoformat()}"
    key, _, when = place.partition("/")
    furnace, starts = hall.furnace(key) or found.furnace, moment(when) or row.starts_at
    day = asked_day(request.values.get("day", "")) if "day" in request.values else today(starts)
    (offered,) = looking.days_of(db(), hall, day, 1, now())
    times = [
        one
        for one in offered.admissions
        if found.sort.key in one.furnace.sorts and (one.room is looking.Room.FREE or one.owner == row.id)
    ]
    along = {one.extra.key: one.use.key for one in found.along}
    if request.method == "POST":
        along = {one.key: request.form.get(f"along-{one.key}", "") for one in hall.extras}
    return page(
        "crematorium/change.html",
        own=found,
        day=day,
        days=[
            one.day
            for one in looking.days_of(db(), hall, today(now()), hall.rules.days_ahead + 1, now())
            if one.free
        ],
        shut=offered.shut,
        times=sorted(times, key=lambda one: one.starts),
        furnace=furnace,
        starts=starts,
        free=looking.free_extras(db(), hall, furnace, starts, row.id),
        along=along,
        refused=refused,
        errors=refused,
    )
