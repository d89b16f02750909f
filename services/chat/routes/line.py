"""Where LINE tells what its users do: the signature over the raw body stands in for our token, and the answer comes at once."""

from uuid import UUID

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from portal import bell
from portal.doors import db, house, now, open_door, resident_door
from portal.log_lines import Log
from portal.security import body_limit
from services.chat.actions import line_inbox
from services.chat.rules import line_events

# LINE sends a few events at a time, each a few kilobytes.
LARGEST = 1024 * 1024
_log = Log("chat.line")


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.post("/line/webhook", endpoint="line_webhook")(webhook)
    blueprint.get("/line/case/<uuid:case_id>", endpoint="line_case")(case)


@body_limit(LARGEST)
@open_door
def webhook() -> Response:
    """Keep what happened and say so; the worker answers it, so that LINE never waits for us."""
    settings = house().settings
    if not settings.line:
        abort(404)
    body = request.get_data(cache=False)
    if not line_events.is_signed(body, request.headers.get("X-Line-Signature", ""), settings.line_secret):
        return _refused("signature")
    events = line_events.read(body)
    if events is None:
        return _refused("body")
    if line_inbox.keep(db(), events, now()):
        bell.ring(settings, line_inbox.KIND)
    return Response("ok", 200, mimetype="text/plain")


webhook.no_csrf = "X-Line-Signature: HMAC-SHA256 over the raw body"  # type: ignore[attr-defined]


@resident_door()
def case(case_id: UUID) -> AnyResponse:
    """Where a notice leads: in LINE's own browser nobody is signed in yet, so that this is asked for first."""
    return redirect(f"/applications/{case_id}", 303)


def _refused(why: str) -> Response:
    _log.warning("line_refused", why=why)
    return Response(why, 400, mimetype="text/plain")
