"""The page of an invitation: a password, and an app that shows codes or a passkey."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from forms.qr import svg
from portal import i18n
from portal.doors import db, house, now, open_door
from portal.people import Staff
from portal.refused import Refused
from services.accounts.actions import invitations, passkeys, sample
from services.accounts.actions.invitations import Choice
from services.accounts.routes.browser import browser, said, site
from services.accounts.routes.frame import shown
from services.accounts.rules import passwords, totp


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.route("/staff/invite/<token>", methods=["GET", "POST"], endpoint="invited")(invited)
    blueprint.post("/staff/invite/<token>/options", endpoint="invited_options")(options)


@open_door
def invited(token: str) -> str | AnyResponse | tuple[str, int]:
    """Looking does not use the invitation up; a finished choice does."""
    try:
        person = invitations.invited(db(), token, now())
    except Refused as refused:
        return i18n.page("accounts/link.html", problem=said(refused), again=""), refused.status
    if request.method != "POST":
        return _ask(token, person)
    try:
        invitations.accept(db(), token, _secret(token), _choice(person), now())
    except Refused as refused:
        return _ask(token, person, refused), refused.status
    return shown("accounts/invited_done.html", person=person)


@open_door
def options(token: str) -> Response:
    """What the browser needs to make a passkey for the invited person."""
    person = invitations.invited(db(), token, now())
    return Response(passkeys.ask_new(db(), site(), person, now()), mimetype="application/json")


def _choice(person: Staff) -> Choice:
    answer = request.form.get("answer", "")[:20_000]
    password, again = request.form.get("password", ""), request.form.get("again", "")
    fault = passwords.fault(password, again, person.number, person.name)
    if fault is not None:
        # Told before the passkey's challenge is used up, so that the browser need not make another one.
        raise Refused(fault, 422)
    made = passkeys.verify_new(db(), site(), person.id, answer, now()) if answer else None
    return Choice(password, again, request.form.get("code", ""), made, browser().label)


def _secret(token: str) -> bytes:
    return invitations.app_secret(house().secret_key, token)


def _ask(token: str, person: Staff, refused: Refused | None = None) -> str:
    secret, town = _secret(token), house().pack.town
    address = totp.address(secret, town.name.say("ja").text, person.number)
    return shown(
        "accounts/invited.html",
        person=person,
        token=token,
        printed=totp.printed(secret),
        qr=svg(address, i18n.gettext("確認コードのアプリで読むQRコード")),
        shortest=passwords.SHORTEST,
        problem=said(refused) if refused else None,
        errors=refused is not None,
        code=totp.code(secret, totp.step_of(now())) if person.sample and sample.is_sample(town) else None,
    )
