"""Batches at the desk: the list, one batch, ordering one, and taking it."""

from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.doors import db, house, now, staff, staff_door
from portal.inbox import Actor
from portal.opening import today
from portal.people import staff_names
from services.batches.actions import bringing, ordering, standing, taking
from services.batches.actions.making import folder
from services.batches.actions.standing import TAKE
from services.batches.routes.frame import shown

# What a page of a batch shows of its files; a page of the staff stays under 80 KB.
MOST_LINES = 150


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/staff/batches", endpoint="index")(index)
    blueprint.post("/staff/batches/plans/<plan_id>", endpoint="order")(order)
    blueprint.get("/staff/batches/<uuid:batch_id>", endpoint="batch")(batch)
    blueprint.post("/staff/batches/<uuid:batch_id>/take", endpoint="take")(take)


@staff_door(TAKE)
def index() -> str:
    """What waits by plan, what was handed over, what came back."""
    seat, session = staff(), db()
    plans = standing.plans(session, seat, now())
    found = standing.recent(session, seat)
    return shown(
        "batches/staff/index.html",
        plans=[(plan, ordering.waiting(session, plan, now())) for plan in plans],
        batches=found,
        results=bringing.recent(session, seat),
        names=staff_names(session, frozenset(one.ordered_by for one in found if one.ordered_by)),
        divisions=divisions(),
        procedures=house().pack.procedures,
        done=request.args.get("done", ""),
    )


@staff_door(TAKE)
def order(plan_id: str) -> AnyResponse:
    """Give what waits a number; the worker makes the file."""
    seat = staff()
    plan = standing.plan(db(), seat, plan_id, now())
    batch_id = ordering.order(db(), plan, Actor("staff", seat.id), now())
    return redirect(url_for("batches.batch", batch_id=batch_id), 303)


@staff_door(TAKE)
def batch(batch_id: UUID) -> str:
    """What is in it, who took it, and the button that takes it."""
    found = standing.find(db(), staff(), batch_id)
    return shown(
        "batches/staff/batch.html",
        batch=found,
        takings=taking.takings(db(), found),
        by=staff_names(db(), frozenset({found.ordered_by})).get(found.ordered_by) if found.ordered_by else "",
        divisions=divisions(),
        most=MOST_LINES,
    )


@staff_door(TAKE)
def take(batch_id: UUID) -> Response:
    """The ZIP itself, after it is written down who took it."""
    found, content = taking.take(db(), staff(), batch_id, now())
    headers = {
        "Content-Disposition": f'attachment; filename="{folder(found)}.zip"',
        "Content-Length": str(found.size),
        "Cache-Control": "no-store",
    }
    return Response(content, mimetype="application/zip", headers=headers)


def divisions() -> dict[str, str]:
    """The names of the seat's divisions."""
    pack, names = house().pack, {}
    for division in sorted(staff().divisions_for(TAKE)):
        try:
            names[division] = pack.division(division, today(now())).name.say("ja").text
        except LookupError:
            names[division] = division
    return names
