"""The made-up LINE of a town that has no account yet: events as LINE tells them, and cards as its page shows them."""

import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.words import LANGUAGES
from services.chat.rules import line_shapes as shapes
from services.chat.rules import rich_menus
from services.chat.rules.line_shapes import Json

HERE = "/line/simulator"
# What has nobody to answer to.
_SILENT = frozenset({"unfollow", "leave", "unsend"})
_COOKIE = re.compile("[0-9a-f]{32}")
MENTION = "@くらしの窓"
API = f"{HERE}/api"
# The colours of a card by the class that our stylesheet has for them; any other is the town's.
_COLOURS = {shapes.INK: "ink", shapes.FAINT: "faint", shapes.WHITE: "white", shapes.BAD: "bad"}


def settings(base_url: str) -> dict[str, str]:
    """What makes a portal at an address take our page for LINE."""
    api = f"{base_url}{API}"
    made = {name: secrets.token_hex(16) for name in ("line_token", "line_secret")}
    agree = f"{base_url}{HERE}/agree"
    return {"base_url": base_url, **made, "line_api_url": api, "line_data_url": api, "line_agree_url": agree}


def event(user: str, kind: str, id: UUID, now: datetime, *, group: bool = False, **more: Any) -> Json:
    """An event of a phone, as LINE tells it; `group`: of the one group that the phone is in."""
    source = {"type": "group", "groupId": group_of(user)} if group else {"type": "user"}
    return {
        "type": kind,
        "mode": "active",
        "timestamp": int(now.timestamp() * 1000),
        "webhookEventId": id.hex,
        "deliveryContext": {"isRedelivery": False},
        "source": {**source, "userId": user},
        **({} if kind in _SILENT else {"replyToken": f"{user[1:9]}{secrets.token_hex(12)}"}),
        **more,
    }


def user_of(token: str) -> str:
    """The made-up userId of the browser that holds a cookie; "" where it is no cookie of ours."""
    return f"U{token}" if _COOKIE.fullmatch(token) else ""


def group_of(user: str) -> str:
    """The group a phone is in; each phone has its own."""
    return f"C{user[1:]}"


def message(user: str, id: UUID, now: datetime, content: Json, *, group: bool = False) -> Json:
    """Something a phone sends."""
    told = {"id": str(id.int % 10**18), **content}
    if content["type"] == "text":
        told["quoteToken"] = secrets.token_hex(8)
    return event(user, "message", id, now, group=group, message=told)


def pressed(user: str, id: UUID, now: datetime, data: str, alias: str = "") -> Json:
    """Something on a card or in the menu; a tab tells which menu came with it."""
    params = {"params": {"newRichMenuAliasId": alias, "status": "SUCCESS"}} if alias else {}
    return event(user, "postback", id, now, postback={"data": data, **params})


def mentioned(text: str) -> Json:
    """A text in which a group calls the account by its name."""
    called = {"index": 0, "length": len(MENTION), "type": "user", "isSelf": True}
    return {"type": "text", "text": f"{MENTION} {text}", "mention": {"mentionees": [called]}}


def colour(value: str) -> str:
    """The class of a colour of a card."""
    return _COLOURS.get(value, "town")


def profile(user: str, locale: str) -> Json:
    """What a phone's owner shows of themselves."""
    tag = LANGUAGES[locale].tag if locale in LANGUAGES else "ja"
    return {"displayName": "見本", "userId": user, "language": tag}


def language(alias: str) -> str:
    """The language of the menu that is shown."""
    lang = alias.rpartition("-")[2]
    return lang if lang in rich_menus.LANGS else "ja"


def bubbles(shown: Mapping[str, Any]) -> list[Json]:
    """The cards of a message."""
    container: Json = shown["contents"]
    return list(container["contents"]) if container["type"] == "carousel" else [container]
