"""Where Stripe tells that something happened; the signature over the raw body stands in for our token."""

from flask import Blueprint, Response, request

from portal.doors import db, now, open_door
from portal.security import body_limit
from services.payments.actions import asking
from services.payments.actions.providers import webhook_secrets
from services.payments.outside import heard

LARGEST = 512 * 1024


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.post("/payments/stripe/webhook", endpoint="webhook")(webhook)


@body_limit(LARGEST)
@open_door
def webhook() -> Response:
    """Note the message and answer at once; the worker asks how things stand, so order and doubles do no harm."""
    body = request.get_data(cache=False)
    message = heard(body, request.headers.get("Stripe-Signature", ""), webhook_secrets(db()), now())
    if message is None:
        return Response("signature", 400, mimetype="text/plain")
    asking.hear(db(), message, now())
    return Response("ok", 200, mimetype="text/plain")


webhook.no_csrf = "Stripe-Signature: HMAC-SHA256 over the raw body"  # type: ignore[attr-defined]
