"""炉の停止 and another time: what the office closes and moves."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.doors import db, now, staff, staff_door
from portal.inbox import Actor
from portal.opening import today
from portal.refused import Refused
from services.crematorium.actions import looking, moving, own, pausing, reach
from services.crematorium.actions.pausing import Pause
from services.crematorium.models.cremations import Cremation
from services.crematorium.routes.frame import BESIDE as FORM_FAULTS
from services.crematorium.routes.frame import asked_day, moment, shown
from services.crematorium.routes.uses import ONE

Page = str | Response | tuple[str, int]
HERE = "/staff/crematorium/pauses"
BESIDE = frozenset({"use_taken", "block_time", "reason_needed", "individual_number_in_text"})


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.route(HERE, methods=["GET", "POST"], endpoint="pauses")(pauses)
    blueprint.post(f"{HERE}/<uuid:pause_id>/open", endpoint="pause_open")(resume)
    blueprint.route(f"{ONE}/move", methods=["GET", "POST"], endpoint="use_move")(move)


@staff_door(reach.READ)
def pauses() -> Page:
    """Every pause to come, and a form for another; where bookings stand they are listed and nothing is closed."""
    hall = reach.hall(db(), staff())
    refused: Refused | None = None
    standing: tuple[Cremation, ...] = ()
    if request.method == "POST":
        reach.hall(db(), staff(), reach.MANAGE)
        form = request.form
        starts = moment(f"{form.get('from_day', '')}T{form.get('from_time', '')}")
        ends = moment(f"{form.get('to_day', '')}T{form.get('to_time', '')}")
        try:
            if starts is None or ends is None:
                raise Refused("block_time", 422)  # noqa: TRY301 (told beside the form as every other fault)
            wish = Pause(form.get("furnace", ""), starts, ends, form.get("reason", ""))
            standing = tuple(pausing.in_the_way(db(), wish))
            pausing.pause(db(), wish, staff(), now())
            return redirect(url_for("crematorium.pauses", done="paused"), 303)
        except Refused as error:
            if error.code not in BESIDE:
                raise
            refused = error
    found = shown(
        "crematorium/staff/pauses.html", coming=pausing.coming(db(), now()), standing=standing, refused=refused,
        errors=refused, typed=request.form, done=request.args.get("done", ""), on=None, furnaces=hall.furnaces,
        manages=staff().may(reach.MANAGE, hall.operator),
    )  # fmt: skip
    return (found, refused.status) if refused else found


@staff_door(reach.MANAGE)
def resume(pause_id: UUID) -> Response:
    """Take people in again."""
    reach.hall(db(), staff(), reach.MANAGE)
    pausing.resume(db(), pause_id, staff(), now())
    return redirect(url_for("crematorium.pauses", done="opened"), 303)


@staff_door(reach.MANAGE)
def move(cremation_id: UUID) -> Page:
    """Another time or furnace with the same things along; whoever booked is told."""
    row = reach.for_staff(db(), staff(), cremation_id, reach.MANAGE)
    found = own.told(db(), row, now())
    if found is None:
        raise Refused("use_unknown", 404)
    refused = None
    if request.method == "POST":
        furnace, _, when = request.form.get("to", "").partition("/")
        starts, along = moment(when), {one.extra.key: one.use.key for one in found.along}
        try:
            if starts is None:
                raise Refused("no_admission_then", 422)  # noqa: TRY301 (told beside the form as every other fault)
            actor = Actor("staff", staff().id)
            moving.move(db(), cremation_id, (furnace, starts), along, actor, now())
            return redirect(url_for("crematorium.use", cremation_id=cremation_id, done="moved"), 303)
        except Refused as error:
            if error.code not in FORM_FAULTS:
                raise
            refused = error
    day = asked_day(request.values.get("day", "") or today(row.starts_at).isoformat())
    (offered,) = looking.days_of(db(), reach.hall(db(), staff()), day, 1, now(), by_staff=True)
    times = [
        one
        for one in offered.admissions
        if one.room is looking.Room.FREE and found.sort.key in one.furnace.sorts
    ]
    page = shown(
        "crematorium/staff/move.html", own=found, day=day, times=times, refused=refused, errors=refused
    )
    return (page, refused.status) if refused else page
