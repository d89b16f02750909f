"""Coming in with a passkey: the browser asks for a challenge, and posts its answer like any form."""

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from portal.asking import read_cookie
from portal.doors import STAFF, db, now, open_door, staff_session
from portal.refused import Refused
from portal.sessions import HALF
from services.accounts.actions import passkeys
from services.accounts.routes.browser import browser, said, seat_staff, site
from services.accounts.routes.frame import shown
from services.accounts.routes.staff import onward


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.post("/staff/passkey/options", endpoint="passkey_options")(options)
    blueprint.post("/staff/passkey", endpoint="passkey_sign_in")(sign_in)


@open_door
def options() -> Response:
    """What the browser needs: after a password, that person's passkeys; otherwise any."""
    half = staff_session()
    person = half.person_id if half is not None and half.level == HALF else None
    return Response(passkeys.ask(db(), site(), now(), person), mimetype="application/json")


@open_door
def sign_in() -> str | AnyResponse | tuple[str, int]:
    """The answer of the passkey."""
    answer, half = request.form.get("answer", "")[:20_000], staff_session()
    try:
        signed = passkeys.sign_in(
            db(), site(), answer, browser(), now(), half=half, replaces=read_cookie(STAFF)
        )
    except Refused as refused:
        return shown("accounts/passkey_failed.html", problem=said(refused), next=onward()), refused.status
    seat_staff(signed.token, whole=True)
    return redirect(onward(), 303)
