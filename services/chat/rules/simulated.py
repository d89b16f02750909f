"""The made-up LINE of a town that has no account yet: events as LINE tells them, and cards as its page shows them."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.words import LANGUAGES
from services.chat.rules import line_shapes as shapes
from services.chat.rules import rich_menus
from services.chat.rules.line_shapes import Json

# The one phone that there is.
USER = "U" + "5" * 32
HERE = "/line/simulator"
API = f"{HERE}/api"
# The colours of a card by the class that our stylesheet has for them; any other is the town's.
_COLOURS = {shapes.INK: "ink", shapes.FAINT: "faint", shapes.WHITE: "white", shapes.BAD: "bad"}


def settings(base_url: str) -> dict[str, str]:
    """What makes a portal at an address take our page for LINE."""
    api = f"{base_url}{API}"
    made = {name: secrets.token_hex(16) for name in ("line_token", "line_secret")}
    agree = f"{base_url}{HERE}/agree"
    return {"base_url": base_url, **made, "line_api_url": api, "line_data_url": api, "line_agree_url": agree}


def event(kind: str, id: UUID, now: datetime, **more: Any) -> Json:
    """An event of the phone, as LINE tells it."""
    return {
        "type": kind,
        "mode": "active",
        "timestamp": int(now.timestamp() * 1000),
        "webhookEventId": id.hex,
        "deliveryContext": {"isRedelivery": False},
        "source": {"type": "user", "userId": USER},
        **({} if kind == "unfollow" else {"replyToken": secrets.token_hex(16)}),
        **more,
    }


def message(id: UUID, now: datetime, content: Json) -> Json:
    """Something the phone sends."""
    told = {"id": str(id.int % 10**18), **content}
    if content["type"] == "text":
        told["quoteToken"] = secrets.token_hex(8)
    return event("message", id, now, message=told)


def pressed(id: UUID, now: datetime, data: str, alias: str = "") -> Json:
    """Something on a card or in the menu; a tab tells which menu came with it."""
    params = {"params": {"newRichMenuAliasId": alias, "status": "SUCCESS"}} if alias else {}
    return event("postback", id, now, postback={"data": data, **params})


def colour(value: str) -> str:
    """The class of a colour of a card."""
    return _COLOURS.get(value, "town")


def profile(locale: str) -> Json:
    """What the phone's owner shows of themselves."""
    tag = LANGUAGES[locale].tag if locale in LANGUAGES else "ja"
    return {"displayName": "見本", "userId": USER, "language": tag}


def language(alias: str) -> str:
    """The language of the menu that is shown."""
    lang = alias.rpartition("-")[2]
    return lang if lang in rich_menus.LANGS else "ja"


def bubbles(shown: Mapping[str, Any]) -> list[Json]:
    """The cards of a message."""
    container: Json = shown["contents"]
    return list(container["contents"]) if container["type"] == "carousel" else [container]
