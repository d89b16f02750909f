"""A new device made known by mail: the owner's way in while strangers use up the tries of an account."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from portal import i18n, links
from portal.doors import STAFF_SIGN_IN, db, now, open_door
from portal.refused import Refused
from services.accounts.actions import staff_in
from services.accounts.routes.browser import browser, keep_device, said
from services.accounts.routes.frame import shown


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.route("/staff/device", methods=["GET", "POST"], endpoint="staff_device")(ask)
    blueprint.route("/staff/device/<token>", methods=["GET", "POST"], endpoint="staff_device_link")(link)


@open_door
def ask() -> str:
    """Ask for the mail; the answer is the same for every number."""
    if request.method == "POST":
        staff_in.ask_device_link(db(), request.form.get("number", ""), browser(), now())
    return shown("accounts/staff_device.html", asked=request.method == "POST")


@open_door
def link(token: str) -> str | Response | tuple[str, int]:
    """Only the button makes the device known."""
    try:
        if request.method != "POST":
            links.look(db(), staff_in.DEVICE, token, now())
            return i18n.page("accounts/link.html", problem=None, button="device")
        here = browser()
        keep_device()
        staff_in.open_device_link(db(), token, here.device or b"", now())
    except Refused as refused:
        return i18n.page("accounts/link.html", problem=said(refused), again="/staff/device"), refused.status
    return redirect(STAFF_SIGN_IN, 303)
