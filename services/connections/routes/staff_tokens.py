"""The administrator's pages about systems outside: which tokens there are, a new one, one taken back."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from forms.wording import Wording
from portal import i18n
from portal.db import new_id
from portal.doors import db, house, now, staff, staff_door
from portal.opening import today
from portal.people import staff_names
from portal.refused import Refused
from services.connections.actions import hooks, tokens
from services.connections.models import ApiToken
from services.connections.routes.frame import shown
from services.connections.rules.endpoints import ROOT
from services.connections.rules.granting import LONGEST, Wish, faults

DEFAULT = timedelta(days=180)


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    root = "/staff/connections"
    blueprint.get(root, endpoint="overview")(overview)
    blueprint.route(f"{root}/tokens/new", methods=["GET", "POST"], endpoint="token_new")(new)
    blueprint.post(f"{root}/tokens/<uuid:token_id>/revoke", endpoint="token_revoke")(revoke)


@staff_door("connections.manage")
def overview() -> str:
    """Every token."""
    found = tokens.every(db())
    return shown(
        "connections/staff/overview.html",
        tokens=[_told(one) for one in found],
        hooks=hooks.listed(db()),
        makers=staff_names(db(), frozenset(one.made_by for one in found)),
        done=request.args.get("done", ""),
    )


def _told(token: ApiToken) -> dict[str, object]:
    """A token in words."""
    return {
        "token": token,
        "divisions": [division_name(one) for one in token.divisions],
        "procedures": len(token.procedures),
        "last_day": today(token.expires_at - timedelta(seconds=1)),
        "state": "revoked" if token.revoked_at else "over" if token.expires_at <= now() else "open",
    }


def division_name(id: str) -> object:
    """A division by its name of today; one that nobody succeeded by its id."""
    try:
        return i18n.speaker(i18n.words())(house().pack.division(id, today(now())).name)
    except LookupError:
        return id


def divisions() -> dict[str, Wording]:
    """The divisions of today, for forms to choose from."""
    return {one.id: one.name for one in house().pack.divisions(today(now()))}


def procedures() -> dict[str, Wording]:
    """The procedures offered today, for forms to choose from."""
    pack, day = house().pack, today(now())
    return {key: one.title for key, one in sorted(pack.procedures.items()) if pack.offered(key, day)}


def ticks(name: str, choices: Mapping[str, Wording], chosen: Collection[str]) -> list[dict[str, object]]:
    """Boxes to tick."""
    return [
        {"id": f"{name}-{key}", "value": key, "label": label, "selected": key in chosen}
        for key, label in choices.items()
    ]


@staff_door("connections.manage")
def new() -> str | tuple[str, int]:
    """Ask for what the token is, and show it once."""
    if request.method != "POST":
        return _ask(_blank(), ())
    wish = _wish()
    if wrong := faults(wish, today(now())):
        return _ask(wish, wrong), 422
    token = tokens.make(db(), staff(), wish, once(), now())
    address = house().settings.base_url.rstrip("/") + ROOT
    return shown("connections/staff/token_made.html", token=token, wish=wish, address=address)


def _blank() -> Wish:
    return Wish("", "", (), (), answers=False, shielded=False, last_day=today(now()) + DEFAULT)


def _wish() -> Wish:
    known, offered = divisions(), procedures()
    return Wish(
        name=request.form.get("name", "").strip(),
        purpose=request.form.get("purpose", "").strip(),
        divisions=tuple(one for one in request.form.getlist("divisions") if one in known),
        procedures=tuple(one for one in request.form.getlist("procedures") if one in offered),
        answers="answers" in request.form,
        shielded="shielded" in request.form,
        last_day=_day(request.form.get("last_day", "").strip()),
    )


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def once() -> UUID:
    """The form's own number, under which what it asks for is made one time."""
    try:
        return UUID(request.form.get("once", ""))
    except ValueError:
        raise Refused("form_expired", 400) from None


def _ask(wish: Wish, wrong: tuple[str, ...]) -> str:
    return shown(
        "connections/staff/token_new.html",
        wish=wish,
        wrong=wrong,
        errors=bool(wrong),
        once=new_id(),
        divisions=ticks("divisions", divisions(), wish.divisions),
        procedures=ticks("procedures", procedures(), wish.procedures),
        longest=i18n.day(today(now()) + LONGEST),
    )


@staff_door("connections.manage")
def revoke(token_id: UUID) -> Response:
    """Take one back."""
    tokens.revoke(db(), staff(), token_id, now())
    return redirect(url_for("connections.overview", done="revoked"), 303)
