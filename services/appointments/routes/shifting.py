"""Another time for somebody by staff: the same people, and whoever booked is told why."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.doors import db, now, staff, staff_door
from portal.inbox import Actor
from portal.opening import today
from portal.pack.appointments import Sort
from portal.refused import Refused
from services.appointments.actions import looking, moving, own, reach
from services.appointments.routes.frame import asked_day, shown
from services.appointments.routes.public import moment
from services.appointments.routes.roster import HERE

BESIDE = frozenset(
    {"seats_taken", "not_offered_then", "use_changed", "interval_broken", "yearly_used_up", "reason_needed"}
)
LONGEST = 200


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.route(f"{HERE}/one/<uuid:appointment_id>/move", methods=["GET", "POST"], endpoint="staff_move")(
        move
    )


@staff_door(reach.BOOK)
def move(appointment_id: UUID) -> str | Response | tuple[str, int]:
    """A day, the times of it that take all of the party, and why."""
    found, row = reach.appointment(db(), staff(), appointment_id, reach.BOOK)
    if found.sort is Sort.COURSE:
        raise Refused("use_over", 409)
    refused = None
    if request.method == "POST":
        try:
            reason = _reason()
            starts = moment(request.form.get("at", ""))
            if starts is None:
                raise Refused("not_offered_then", 409)  # noqa: TRY301 (told beside the form as every other fault)
            moving.move(db(), appointment_id, starts, Actor("staff", staff().id), now(), reason)
            there = today(starts).isoformat()
            return redirect(url_for("appointments.staff_day", key=found.key, day=there) + f"#a-{row.id}", 303)
        except Refused as error:
            if error.code not in BESIDE:
                raise
            refused = error
    on = asked_day() or today(row.starts_at)
    party = own.party(db(), found, row)
    days = looking.days(db(), found, on, on, [one.matters for one in party], now(), staff=True)
    page = shown(
        "appointments/staff/move.html",
        found=found,
        row=row,
        party=party,
        on=on,
        back=today(row.starts_at).isoformat(),
        offers=[one for day in days for one in day.offers if one.fits and one.time.starts != row.starts_at],
        typed=request.form,
        refused=refused,
        errors=refused,
        longest=LONGEST,
    )
    return (page, refused.status) if refused else page


def _reason() -> str:
    reason = request.form.get("reason", "").strip()
    if not reason or len(reason) > LONGEST:
        raise Refused("reason_needed", 422, longest=LONGEST)
    return reason
