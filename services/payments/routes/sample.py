"""The page of the made-up provider: visibly 見本, with nothing to type into."""

from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import i18n
from portal.doors import db, now, open_door
from services.payments.actions import sample
from services.payments.routes.pay import mine, told


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.route("/payments/sample/<uuid:checkout_id>", methods=["GET", "POST"], endpoint="sample")(page)


@open_door
def page(checkout_id: UUID) -> str | Response:
    """Press, and it is paid; in a real town there is no such page."""
    if sample.find(db(), checkout_id) is None:
        abort(404)
    one, case = mine(checkout_id)
    if request.method == "GET":
        return i18n.page("payments/sample.html", checkout=one, **told(case))
    sample.press(db(), one, request.form.get("what", ""), now())
    return redirect(url_for("payments.back", checkout_id=checkout_id), 303)
