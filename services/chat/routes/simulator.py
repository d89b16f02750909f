"""LINE tried out without an account: a page that looks like a talk, and the receiver that stands in for LINE."""

import hashlib
import hmac
import json
import secrets
from typing import Any

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import i18n
from portal.asking import give_cookie, read_cookie
from portal.db import new_id
from portal.doors import db, house, now, open_door
from portal.pack.line_menus import COLUMNS
from portal.security import body_limit
from services.chat.actions import line_signing, menu_pictures, simulator
from services.chat.actions.simulator import Kept, Phone, Phones
from services.chat.outside import simulated as outside
from services.chat.routes.simulator_acts import ACTS, LARGEST, in_group, menu_of, places
from services.chat.rules import rich_menus, simulated
from services.chat.rules.line_shapes import Json
from services.chat.rules.simulated import API, HERE

_COOKIE = "kmado_phone"


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(HERE, endpoint="simulator")(page)
    blueprint.get(f"{HERE}/talk", endpoint="simulator_talk")(talk)
    blueprint.post(HERE, endpoint="simulator_act")(act)
    blueprint.route(f"{HERE}/agree", methods=["GET", "POST"], endpoint="simulator_agree")(agree)
    blueprint.get(f"{HERE}/menu/<alias>.png", endpoint="simulator_menu")(menu)
    blueprint.get(f"{HERE}/photo/<name>", endpoint="simulator_photo")(photo)
    blueprint.route(f"{API}/<path:rest>", methods=["GET", "POST"], endpoint="simulator_api")(api)


@open_door
def page() -> str:
    """The talk, the box, the menu."""
    known, phone = _phones(), _phone()
    kept, menus = phone.look(), house().pack.line
    opened = _opened()
    alias = kept.menu or known.menu
    lang, shown = simulated.language(alias), menu_of(alias)
    sign, base = line_signing.signer(db()), house().settings.base_url
    told = rich_menus.told(menus, shown, lang, base, sign) if menus and shown else None
    return i18n.page(
        "chat/simulator.html",
        phone=kept,
        opened=opened,
        waits=_waits(kept, opened),
        # An address that is new each time: to the same one with its anchor a browser only scrolls.
        again=secrets.token_hex(3),
        **_said(kept, opened),
        menu=shown,
        alias=rich_menus.alias(shown, lang) if shown else "",
        tabs=len(rich_menus.tabs(menus, shown, lang)) if menus and shown else 0,
        columns=COLUMNS[len(shown.areas)] if shown else 0,
        areas=[one["action"] for one in told["areas"]] if told else [],
        shares=rich_menus.SHARES,
        places=places(),
        failed=request.args.get("failed", ""),
    )


@open_door
def talk() -> Response:
    """The talk alone, for the page that looks again and again; unchanged, it is not sent."""
    kept = _phone().look()
    opened = _opened()
    waits = _waits(kept, opened)
    body = i18n.page("chat/simulator_talk.html", **_said(kept, opened), waits=waits)
    response = Response(body, mimetype="text/html")
    response.set_etag(hashlib.sha256(json.dumps([kept.talk(opened), waits]).encode()).hexdigest()[:20])
    response.make_conditional(request)
    return response


@body_limit(LARGEST)
@open_door
def act() -> AnyResponse:
    """Something is done on the phone, and told to the webhook as LINE would tell it."""
    phone, what = _phone(), request.form.get("what", "")
    if what == "anew":
        phone.clear()
        return _back()
    do = ACTS.get(what)
    if do is None:
        abort(404)
    done = do(phone)
    return _back() if done is None else _told(phone, *done)


@open_door
def agree() -> str | AnyResponse:
    """LINE's own question whether the account is to be linked."""
    phone = _phone()
    if request.method == "GET":
        return i18n.page("chat/simulator_agree.html", nonce=request.args.get("nonce", ""))
    told = {"result": "ok", "nonce": request.form.get("nonce", "")[:255]}
    return _told(phone, simulated.event(phone.user, "accountLink", new_id(), now(), link=told), None)


@open_door
def menu(alias: str) -> Response:
    """The menu's picture, in the smaller size."""
    _phones()
    menus, shown = house().pack.line, menu_of(alias)
    if menus is None or shown is None:
        abort(404)
    colour = house().town.colour
    made = menu_pictures.picture(menus, shown, simulated.language(alias), colour, menu_pictures.WIDTHS[1])
    return Response(made, mimetype="image/png", headers={"Cache-Control": "public, max-age=300"})


@open_door
def photo(name: str) -> Response:
    """A photo that the phone sent, for its own talk."""
    found = _phone().picture(name)
    if found is None:
        abort(404)
    return Response(found, mimetype="image/jpeg")


@open_door
def api(rest: str) -> Response | tuple[Json, int]:
    """What stands in for LINE: takes what the worker sends, with our own token."""
    known = _phones()
    bearer = f"Bearer {house().settings.line_token}".encode()
    if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), bearer):
        return {"message": "Authentication failed"}, 401
    if rest.endswith("/content"):
        found = known.picture(rest.split("/")[-2])
        return ({"message": "Not found"}, 404) if found is None else Response(found, mimetype="image/jpeg")
    told = request.get_json(silent=True) or {}
    status, said = simulator.answer(
        known, request.method, f"/{rest}", told, request.headers.get("X-Line-Retry-Key", "")
    )
    return said, status


api.no_csrf = "the channel access token in Authorization"  # type: ignore[attr-defined]


def _told(phone: Phone, event: Json, shown: Json | None) -> AnyResponse:
    with phone.change() as kept:
        simulator.tell(kept, event, shown)
    return _back() if outside.tell(house().settings, event) else _back(failed="1")


def _back(failed: str | None = None) -> AnyResponse:
    talk = simulator.GROUP if in_group() else None
    return redirect(url_for("chat.simulator", talk=talk, failed=failed, _anchor="newest"), 303)


def _opened() -> str:
    """Which talk is looked at: with the account, or the group's."""
    return simulator.GROUP if request.args.get("talk") == simulator.GROUP else ""


def _waits(kept: Kept, opened: str) -> bool:
    """Whether an answer is to be expected: something was said, or the account was just added."""
    lines = kept.talk(opened)
    if opened:
        return kept.joined and (not lines or ("mention" in lines[-1]["message"] and lines[-1]["mine"]))
    return bool(lines[-1]["mine"] and not lines[-1].get("taken") if lines else kept.followed)


def _said(kept: Kept, opened: str) -> dict[str, Any]:
    """What both the page and its part show of a talk."""
    return {"lines": kept.talk(opened), "bubbles": simulated.bubbles, "colour": simulated.colour}


def _phones() -> Phones:
    found = simulator.phones(house().settings)
    if found is None:
        abort(404)
    return found


def _phone() -> Phone:
    """This browser's phone; one without gets its own."""
    known = _phones()
    user = simulated.user_of(read_cookie(_COOKIE))
    if user:
        return known.of(user)
    token, made = known.make()
    give_cookie(_COOKIE, token)
    return made
