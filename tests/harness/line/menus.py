"""Rich menus as LINE keeps them: made, given a picture, called by an alias, hung up for everybody or for one."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from flask import Response, request

if TYPE_CHECKING:
    from tests.harness.line.server import LineServer

Do = Callable[..., Response]
LARGEST = 1024 * 1024


@dataclass
class Menus:
    """Everything that is known of menus."""

    made: dict[str, dict[str, Any]] = field(default_factory=dict)
    pictures: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    of: dict[str, str] = field(default_factory=dict)
    everybodys: str = ""


def make(line: "LineServer", told: dict[str, Any]) -> Response:
    """A new menu, still without its picture."""
    areas = [one["bounds"] for one in told["areas"]]
    size = told["size"]
    if any(
        one["x"] + one["width"] > size["width"] or one["y"] + one["height"] > size["height"] for one in areas
    ):
        return _wrong("an area outside of the picture")
    name = f"richmenu-{uuid4().hex}"
    line.menus.made[name] = told
    return _said({"richMenuId": name})


def every(line: "LineServer", _told: object) -> Response:
    """All of them."""
    return _said({"richmenus": [{"richMenuId": name, **told} for name, told in line.menus.made.items()]})


def one(line: "LineServer", _told: object, name: str) -> Response:
    """One of them, or an end to it."""
    if name not in line.menus.made:
        return _said({"message": "richmenu not found"}, 404)
    if request.method == "DELETE":
        del line.menus.made[name]
        return _said({})
    return _said({"richMenuId": name, **line.menus.made[name]})


def paint(line: "LineServer", told: Any, name: str) -> Response:
    """Its picture: once, JPEG or PNG, of its size, at most a megabyte."""
    if name not in line.menus.made:
        return _said({"message": "Not found"}, 404)
    if (
        request.mimetype not in ("image/png", "image/jpeg")
        or not isinstance(told, bytes)
        or len(told) > LARGEST
    ):
        return _wrong("no picture")
    if name in line.menus.pictures:
        return _wrong("An image has already been uploaded to the richmenu")
    import io

    from PIL import Image

    with Image.open(io.BytesIO(told)) as seen:
        wanted = line.menus.made[name]["size"]
        if seen.size != (wanted["width"], wanted["height"]):
            return _wrong("The image size does not match")
    line.menus.pictures[name] = (told, request.mimetype)
    return _said({})


def hang(line: "LineServer", _told: object, name: str = "") -> Response:
    """Everybody's menu: hung up, asked for, taken down."""
    if request.method == "POST":
        if name not in line.menus.pictures:
            return _wrong("must upload richmenu image before applying it to user")
        line.menus.everybodys = name
    elif request.method == "DELETE":
        line.menus.everybodys = ""
    elif not line.menus.everybodys:
        return _said({"message": "no default richmenu"}, 404)
    return _said({"richMenuId": line.menus.everybodys})


def aliases(line: "LineServer", told: dict[str, Any]) -> Response:
    """A name by which a tab finds its menu; all of them."""
    if request.method == "GET":
        known = [{"richMenuAliasId": alias, "richMenuId": name} for alias, name in line.menus.aliases.items()]
        return _said({"aliases": known})
    if told["richMenuId"] not in line.menus.made:
        return _wrong("richmenu not found")
    if told["richMenuAliasId"] in line.menus.aliases:
        return _wrong("conflict richmenu alias id")
    line.menus.aliases[told["richMenuAliasId"]] = told["richMenuId"]
    return _said({})


def alias(line: "LineServer", told: dict[str, Any], name: str) -> Response:
    """One name: asked for, given to another menu, forgotten."""
    if name not in line.menus.aliases:
        return _said({"message": "richmenu alias not found"}, 404)
    if request.method == "DELETE":
        del line.menus.aliases[name]
    elif request.method == "POST":
        line.menus.aliases[name] = told["richMenuId"]
    else:
        return _said({"richMenuAliasId": name, "richMenuId": line.menus.aliases[name]})
    return _said({})


def of_user(line: "LineServer", _told: object, user: str, name: str = "") -> Response:
    """One person's menu."""
    if request.method == "DELETE":
        line.menus.of.pop(user, None)
    else:
        line.menus.of[user] = name
    return _said({})


def bulk(line: "LineServer", told: dict[str, Any]) -> Response:
    """The menu of up to five hundred people."""
    line.menus.of.update(dict.fromkeys(told["userIds"], told["richMenuId"]))
    return _said({}, 202)


_ID = "([^/]+)"
_ROUTES: tuple[tuple[frozenset[str], re.Pattern[str], Do], ...] = tuple(
    (frozenset(ways.split()), re.compile(rule), do)
    for ways, rule, do in (
        ("POST", "/v2/bot/richmenu", make),
        ("GET", "/v2/bot/richmenu/list", every),
        ("POST", "/v2/bot/richmenu/validate", lambda _line, _told: _said({})),
        ("POST", "/v2/bot/richmenu/alias", aliases),
        ("GET", "/v2/bot/richmenu/alias/list", aliases),
        ("GET POST DELETE", f"/v2/bot/richmenu/alias/{_ID}", alias),
        ("POST", "/v2/bot/richmenu/bulk/link", bulk),
        ("POST", f"/v2/bot/richmenu/{_ID}/content", paint),
        ("GET DELETE", f"/v2/bot/richmenu/{_ID}", one),
        ("GET DELETE", "/v2/bot/user/all/richmenu", hang),
        ("POST", f"/v2/bot/user/all/richmenu/{_ID}", hang),
        ("DELETE", f"/v2/bot/user/{_ID}/richmenu", of_user),
        ("POST", f"/v2/bot/user/{_ID}/richmenu/{_ID}", of_user),
    )
)


def route(how: str, path: str) -> tuple[Do, re.Match[str]] | None:
    """Who answers a call about menus."""
    for ways, rule, do in _ROUTES:
        match = rule.fullmatch(path)
        if how in ways and match:
            return do, match
    return None


def _wrong(why: str) -> Response:
    return _said({"message": why}, 400)


def _said(told: Mapping[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(told, ensure_ascii=False), status, mimetype="application/json")
