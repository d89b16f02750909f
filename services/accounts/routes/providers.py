"""Signing in through a provider: there with a state, a nonce and a challenge, back with a code."""

import secrets
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from flask import Blueprint, abort, current_app, redirect, request
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from portal import throttle
from portal.asking import give_cookie, read_cookie
from portal.db import writing
from portal.doors import RESIDENT_SIGN_IN, SESSION, STAFF, STAFF_SIGN_IN, db, house, now, open_door, safe_next
from portal.refused import Refused
from services.accounts.actions import limits, residents, staff_provider
from services.accounts.outside import Client, Statement
from services.accounts.routes.browser import browser, seat_resident, seat_staff
from services.accounts.rules import providers
from services.accounts.rules.providers import Flow, Provider

COOKIE = "kmado_provider"
UNDER_WAY = timedelta(minutes=15)
_KEPT = "accounts_providers"


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room, and read the town's providers when it is opened."""
    blueprint.record(_read)
    blueprint.get("/me/provider/<key>", endpoint="provider_start")(start_resident)
    blueprint.get("/me/provider/<key>/back", endpoint="provider_back")(back_resident)
    blueprint.get("/staff/provider/<key>", endpoint="staff_provider_start")(start_staff)
    blueprint.get("/staff/provider/<key>/back", endpoint="staff_provider_back")(back_staff)


def _read(state: BlueprintSetupState) -> None:
    path: Path | None = state.app.extensions["house"].settings.oidc_providers_file
    state.app.extensions[_KEPT] = clients(path)


def clients(path: Path | None) -> dict[str, Client]:
    """One client for each provider of a file; a file that cannot be used stops the start."""
    if path is None:
        return {}
    try:
        read = providers.read(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError) as fault:
        raise providers.BrokenProvider(f"{path}: {fault}") from fault
    return {provider.key: Client(provider) for provider in read}


def offered(*, staff: bool) -> list[Provider]:
    """The providers a sign-in page offers."""
    return [client.provider for client in _clients().values() if client.provider.staff is staff]


def _clients() -> dict[str, Client]:
    return cast("dict[str, Client]", current_app.extensions[_KEPT])


def _client(key: str, *, staff: bool) -> Client:
    client = _clients().get(key)
    if client is None or client.provider.staff is not staff:
        abort(404)
    return client


@open_door
def start_resident(key: str) -> Response:
    """Off to the provider; nothing is stored but a cookie of this browser."""
    return _start(_client(key, staff=False), "me")


@open_door
def start_staff(key: str) -> Response:
    """The same for staff."""
    return _start(_client(key, staff=True), "staff")


def _start(client: Client, who: str) -> Response:
    with writing(db()) as session:
        throttle.take(session, limits.provider(browser().network), now())
    token, key = secrets.token_urlsafe(32), client.provider.key
    address = client.begin(_flow(key, token), _back(who, key), now())
    give_cookie(COOKIE, f"{token} {safe_next(request.args.get('next'), '')}", UNDER_WAY)
    return redirect(address, 303)


@open_door
def back_resident(key: str) -> Response:
    """Back from the provider: the person it vouches for is signed in, at the level it is good for."""
    client = _client(key, staff=False)
    statement, onward = _finish(client, "me")
    signed = residents.sign_in_by_identity(
        db(),
        statement.issuer,
        statement.subject,
        client.provider.level,
        browser(),
        now(),
        replaces=read_cookie(SESSION),
    )
    seat_resident(signed.token)
    return redirect(safe_next(onward, "/applications/"), 303)


@open_door
def back_staff(key: str) -> Response:
    """Back from the city's own sign-in, which asked for both factors."""
    client = _client(key, staff=True)
    statement, onward = _finish(client, "staff")
    number = _claim(statement.claims, client.provider.number_claim)
    signed = staff_provider.sign_in(db(), number, browser(), now(), replaces=read_cookie(STAFF))
    seat_staff(signed.token, whole=True)
    return redirect(safe_next(onward, "/staff"), 303)


def _finish(client: Client, who: str) -> tuple[Statement, str]:
    """The statement and where to go on; an answer to another browser's question is not taken."""
    token, _, onward = read_cookie(COOKIE).partition(" ")
    give_cookie(COOKIE, "")
    sign_in = RESIDENT_SIGN_IN if who == "me" else STAFF_SIGN_IN
    flow = _flow(client.provider.key, token)
    state, code = request.args.get("state", ""), request.args.get("code", "")
    fits = secrets.compare_digest(state.encode(), flow.state.encode())
    if not token or not fits or request.args.get("iss", client.provider.issuer) != client.provider.issuer:
        raise Refused("provider_state_lost", 400, sign_in=sign_in)
    if "error" in request.args or not code:
        raise Refused("provider_cancelled", 400, sign_in=sign_in)
    return client.finish(flow, code, _back(who, client.provider.key), now()), onward


def _flow(key: str, token: str) -> Flow:
    return providers.flow(house().secret_key, key, token)


def _back(who: str, key: str) -> str:
    return f"{house().settings.base_url.rstrip('/')}/{who}/provider/{key}/back"


def _claim(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""
