"""The browser somebody asks from, as the room's actions want to know it, and the cookies it is given."""

import secrets
from urllib.parse import urlsplit

from flask import request
from markupsafe import Markup

from portal import i18n, logs, throttle
from portal.asking import give_cookie, met, read_cookie
from portal.doors import DEVICE, SESSION, STAFF, VISIT, house
from portal.refused import Refused
from portal.sessions import KNOWN_FOR
from portal.vault import digest
from portal.words.refused import refusal
from services.accounts.actions.passkeys import Site
from services.accounts.actions.residents import Browser
from services.accounts.rules.labels import device_label


def browser() -> Browser:
    """Where the request comes from; a browser without a device cookie is offered one, kept once it signed in."""
    return Browser(
        network=throttle.network(request.remote_addr),
        device=digest(_device()),
        label=device_label(request.user_agent.string),
        locale=i18n.words().language.key,
    )


def _device() -> str:
    token: str = met().setdefault("device", read_cookie(DEVICE) or secrets.token_urlsafe(32))
    return token


def keep_device() -> None:
    """Let this browser be known when it comes back."""
    give_cookie(DEVICE, _device(), KNOWN_FOR)


def seat_resident(token: str) -> None:
    """The browser belongs to this resident's session until it is closed."""
    keep_device()
    give_cookie(SESSION, token)


def unseat_resident() -> None:
    """Nothing of the resident stays on this browser, which may stand in a library."""
    give_cookie(SESSION, "")
    give_cookie(VISIT, "")


def seat_staff(token: str, *, whole: bool) -> None:
    """The browser belongs to this staff session; only a whole one makes it known."""
    if whole:
        keep_device()
    give_cookie(STAFF, token)


def site() -> Site:
    """What passkeys are bound to: in production the one public address, otherwise the name that was typed."""
    settings = house().settings
    address = urlsplit(settings.base_url if settings.production else request.host_url)
    name = house().pack.town.name.say("ja").text
    origin = f"{address.scheme}://{address.netloc}"
    return Site(origin, address.hostname or "", name, house().secret_key)


def said(refused: Refused) -> tuple[Markup, Markup]:
    """What happened and what to do, to be shown on the page itself."""
    logs.told().add(refused.code)
    return refusal(i18n.words(), refused.code, refused.values)
