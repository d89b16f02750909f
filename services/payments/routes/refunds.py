"""還付 as the accounts see it: what is proposed, with the payment it is of, to approve or refuse."""

from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.doors import db, now, staff, staff_door
from services.payments.actions import counter, standing
from services.payments.actions.listing import open_refunds
from services.payments.routes.frame import shown


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/staff/payments/refunds", endpoint="refunds")(listed)
    blueprint.post("/staff/payments/refunds/<uuid:refund_id>/<what>", endpoint="decide")(decide)


@staff_door(standing.APPROVE)
def listed() -> str:
    """Everything that is not over, the oldest first."""
    return shown(
        "payments/staff/refunds.html",
        refunds=open_refunds(db(), now()),
        me=staff().id,
        done=request.args.get("done", ""),
    )


@staff_door(standing.APPROVE)
def decide(refund_id: UUID, what: str) -> Response:
    """Approve or refuse, by somebody else than who proposed it."""
    if what not in ("approve", "refuse"):
        abort(404)
    counter.decide_refund(db(), staff(), refund_id, now(), approved=what == "approve")
    return redirect(url_for("payments.refunds", done=what), 303)
