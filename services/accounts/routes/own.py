"""A member of staff's own account: password, passkeys, the app that shows codes, sessions."""

import base64
import binascii
import hmac
from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from forms.qr import svg
from portal import i18n, sessions
from portal.doors import db, house, now, staff, staff_door
from portal.people import Staff
from portal.refused import Refused
from services.accounts.actions import own, passkeys, staff_in
from services.accounts.routes.browser import browser, said, site
from services.accounts.routes.frame import shown
from services.accounts.rules import passwords, totp

HERE = "/staff/own"


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(HERE, endpoint="own")(account)
    blueprint.post(f"{HERE}/password", endpoint="own_password")(password)
    blueprint.post(f"{HERE}/app", endpoint="own_app")(app)
    blueprint.post(f"{HERE}/passkeys", endpoint="own_passkeys")(add_passkey)
    blueprint.post(f"{HERE}/passkeys/options", endpoint="own_passkey_options")(passkey_options)
    blueprint.post(f"{HERE}/passkeys/remove", endpoint="own_passkey_remove")(remove_passkey)
    blueprint.post(f"{HERE}/sessions", endpoint="own_sessions")(end_sessions)


@staff_door()
def account() -> str:
    """Everything about one's own account on one page."""
    return _page()


def _page(refused: Refused | None = None) -> str:
    seat, person = staff(), db().get_one(Staff, staff().id)
    address = totp.address(_secret(), house().pack.town.name.say("ja").text, seat.number)
    return shown(
        "accounts/own.html",
        factors=staff_in.factors(db(), person),
        has_password=person.password_hash is not None,
        passkeys=[
            _passkey(key.credential, key.label, key.made_at) for key in passkeys.of_staff(db(), seat.id)
        ],
        sessions=[
            _session(one, seat.session_id) for one in sessions.of_person(db(), "staff", seat.id, now())
        ],
        printed=totp.printed(_secret()),
        qr=svg(address, i18n.gettext("確認コードのアプリで読むQRコード")),
        shortest=passwords.SHORTEST,
        problem=said(refused) if refused else None,
        errors=refused is not None,
        done=request.args.get("done"),
    )


def _passkey(credential: bytes, label: str, made_at: datetime) -> dict[str, object]:
    return {
        "key": base64.urlsafe_b64encode(credential).decode(),
        "label": label,
        "made": i18n.moment(made_at),
    }


def _session(one: sessions.WebSession, here: UUID) -> dict[str, object]:
    seen = i18n.moment(one.seen_at)
    return {"id": one.id, "label": one.label, "seen": seen, "here": one.id == here}


def _secret() -> bytes:
    """The secret a new app is offered: the same for one session, and of no use once it is taken."""
    return hmac.digest(house().secret_key, b"totp\0own" + staff().session_id.bytes, "sha1")


@staff_door()
def password() -> AnyResponse | tuple[str, int]:
    """Change the password."""
    present, chosen, again = (request.form.get(name, "") for name in ("present", "password", "again"))
    return _done("password", lambda: own.change_password(db(), staff(), present, chosen, again, now()))


@staff_door()
def app() -> AnyResponse | tuple[str, int]:
    """Take another app for the codes."""
    present, code = request.form.get("present", ""), request.form.get("code", "")
    return _done("app", lambda: own.set_app(db(), staff(), present, _secret(), code, now()))


@staff_door()
def passkey_options() -> Response:
    """What the browser needs to make a passkey."""
    person = db().get_one(Staff, staff().id)
    return Response(passkeys.ask_new(db(), site(), person, now()), mimetype="application/json")


@staff_door()
def add_passkey() -> AnyResponse | tuple[str, int]:
    """Keep the passkey that the browser made."""
    present, answer = request.form.get("present", ""), request.form.get("answer", "")[:20_000]
    label = request.form.get("label", "").strip() or browser().label
    return _done("passkey", lambda: own.add_passkey(db(), staff(), site(), present, answer, label, now()))


@staff_door()
def remove_passkey() -> AnyResponse | tuple[str, int]:
    """Forget a passkey."""
    try:
        credential = base64.urlsafe_b64decode(request.form.get("key", ""))
    except (binascii.Error, ValueError):
        credential = b""
    return _done("removed", lambda: passkeys.remove(db(), staff().id, credential, now()))


@staff_door()
def end_sessions() -> AnyResponse | tuple[str, int]:
    """End another session, or all the others."""
    try:
        only = UUID(request.form.get("session", ""))
    except ValueError:
        only = None
    return _done("sessions", lambda: own.revoke(db(), staff(), now(), only))


def _done(what: str, do: own.Do) -> AnyResponse | tuple[str, int]:
    try:
        do()
    except Refused as refused:
        return _page(refused), refused.status
    return redirect(f"{HERE}?done={what}", 303)
