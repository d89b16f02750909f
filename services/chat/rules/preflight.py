"""Before anything leaves for LINE: every limit that is documented, and nothing personal; what is wrong is told by its code."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from forms.numbers import find_individual_numbers
from services.chat.rules.graphemes import graphemes, utf16

MOST_MESSAGES = 5
QUICK_REPLIES, QUICK_LABEL = 13, 20
TEXT, ALT, POSTBACK, LABEL, ADDRESS = 5_000, 400, 300, 20, 1_000
BUBBLE, CAROUSEL, BUBBLES, COLUMNS = 30 * 1024, 50 * 1024, 12, 10
# A private telephone: no office of a town has one, so it is a person's.
_MOBILE = re.compile(r"(?<!\d)0[5789]0[-\s]?\d{4}[-\s]?\d{4}(?!\d)")
_DIRECTIONS = frozenset({"horizontal", "vertical", "baseline"})
_SIZES = frozenset({"nano", "micro", "deca", "hecto", "kilo", "mega", "giga"})
_NO_TEXT = frozenset({"camera", "cameraRoll", "location"})

Found = Iterator[str]
Check = Callable[[Mapping[str, Any]], Found]


def faults(messages: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Everything that is wrong; nothing leaves while there is anything."""
    if not 1 <= len(messages) <= MOST_MESSAGES:
        return ("messages",)
    found = [code for message in messages for code in (*_message(message), *_personal(message))]
    return tuple(dict.fromkeys(found))


def _message(message: Mapping[str, Any]) -> Found:
    kind = message.get("type")
    check = _MESSAGES.get(kind) if isinstance(kind, str) else None
    if check is None:
        yield "message_type"
        return
    yield from check(message)
    quick = message.get("quickReply")
    if quick is not None:
        yield from _quick(quick)


def _text(message: Mapping[str, Any]) -> Found:
    yield from _said(message.get("text"), TEXT, "text")


def _sticker(message: Mapping[str, Any]) -> Found:
    for name in ("packageId", "stickerId"):
        yield from _said(message.get(name), 20, "sticker")


def _image(message: Mapping[str, Any]) -> Found:
    for name in ("originalContentUrl", "previewImageUrl"):
        yield from _https(message.get(name))


def _location(message: Mapping[str, Any]) -> Found:
    for name in ("title", "address"):
        yield from _said(message.get(name), 100, "location")
    for name, most in (("latitude", 90), ("longitude", 180)):
        value = message.get(name)
        if not isinstance(value, int | float) or isinstance(value, bool) or abs(value) > most:
            yield "place"


def _template(message: Mapping[str, Any]) -> Found:
    yield from _said(message.get("altText"), ALT, "alt")
    template = _map(message.get("template"))
    kind = template.get("type")
    if kind == "buttons":
        yield from _column(template, 4, graphemes_limits=(160, 60))
    elif kind == "confirm":
        yield from _letters(template.get("text"), 240, "template_text")
        yield from _actions(template.get("actions"), 2, 2)
    elif kind == "carousel":
        columns = _list(template.get("columns"))
        if (
            not 1 <= len(columns) <= COLUMNS
            or len({len(_list(_map(one).get("actions"))) for one in columns}) > 1
        ):
            yield "columns"
        for one in columns:
            yield from _column(_map(one), 3, graphemes_limits=(120, 60))
    else:
        yield "template_type"


def _column(column: Mapping[str, Any], most: int, graphemes_limits: tuple[int, int]) -> Found:
    """Words, a picture, and a few things to press; a title or a picture leaves less room for words."""
    plain, full = graphemes_limits
    rich = column.get("title") is not None or column.get("thumbnailImageUrl") is not None
    yield from _letters(column.get("text"), full if rich else plain, "template_text")
    if column.get("title") is not None:
        yield from _letters(column.get("title"), 40, "template_title")
    if column.get("thumbnailImageUrl") is not None:
        yield from _https(column.get("thumbnailImageUrl"))
    yield from _actions(column.get("actions"), 1, most)


def _flex(message: Mapping[str, Any]) -> Found:
    yield from _said(message.get("altText"), ALT, "alt")
    contents = _map(message.get("contents"))
    if contents.get("type") == "bubble":
        yield from _bubble(contents)
    elif contents.get("type") == "carousel":
        bubbles = _list(contents.get("contents"))
        if not 1 <= len(bubbles) <= BUBBLES:
            yield "bubbles"
        if _bytes(contents) > CAROUSEL:
            yield "flex_bytes"
        for one in bubbles:
            yield from _bubble(_map(one))
    else:
        yield "flex_type"


def _bubble(bubble: Mapping[str, Any]) -> Found:
    if bubble.get("type") != "bubble" or bubble.get("size", "mega") not in _SIZES:
        yield "bubble"
    if _bytes(bubble) > BUBBLE:
        yield "flex_bytes"
    parts = [bubble[name] for name in ("header", "hero", "body", "footer") if name in bubble]
    if not parts:
        yield "bubble_empty"
    for part in parts:
        yield from _component(part)
    if "action" in bubble:
        yield from _action(bubble["action"], LABEL)


def _component(component: object) -> Found:
    part = _map(component)
    kind = part.get("type")
    check = _PARTS.get(kind) if isinstance(kind, str) else None
    if check is None:
        yield "component"
        return
    yield from check(part)
    if kind != "button" and "action" in part:
        yield from _action(part["action"], LABEL)


def _box(part: Mapping[str, Any]) -> Found:
    if part.get("layout") not in _DIRECTIONS or not isinstance(part.get("contents"), list):
        yield "box"
    for one in _list(part.get("contents")):
        yield from _component(one)


def _words_of(part: Mapping[str, Any]) -> Found:
    if part.get("type") == "span" or "contents" not in part:
        yield from _said(part.get("text"), 2_000, "flex_text")
    for one in _list(part.get("contents")):
        yield from _component(one)


def _quick(quick: object) -> Found:
    items = _list(_map(quick).get("items"))
    if not 1 <= len(items) <= QUICK_REPLIES:
        yield "quick_replies"
    for one in items:
        item = _map(one)
        if item.get("type") != "action":
            yield "quick_reply"
        yield from _action(item.get("action"), QUICK_LABEL)


def _actions(actions: object, least: int, most: int) -> Found:
    told = _list(actions)
    if not least <= len(told) <= most:
        yield "actions"
    for one in told:
        yield from _action(one, LABEL)


def _action(action: object, longest: int) -> Found:
    told = _map(action)
    kind = told.get("type")
    check = _ACTIONS.get(kind) if isinstance(kind, str) else None
    if check is None:
        yield "action_type"
        return
    if kind in _NO_TEXT or told.get("label") is not None:
        yield from _letters(told.get("label"), longest, "label")
    yield from check(told)


def _postback(action: Mapping[str, Any]) -> Found:
    yield from _said(action.get("data"), POSTBACK, "postback")
    for name in ("displayText", "text"):
        if name in action:
            yield from _letters(action[name], 300, "display_text")


def _uri(action: Mapping[str, Any]) -> Found:
    address = action.get("uri")
    yield from _said(address, ADDRESS, "uri")
    if isinstance(address, str) and urlsplit(address).scheme not in ("https", "http", "tel", "line"):
        yield "uri"


def _menu_switch(action: Mapping[str, Any]) -> Found:
    alias = action.get("richMenuAliasId")
    if not isinstance(alias, str) or not re.fullmatch(r"[a-z0-9_-]{1,32}", alias):
        yield "alias"
    yield from _said(action.get("data"), POSTBACK, "postback")


def _https(address: object) -> Found:
    yield from _said(address, 2_000, "picture")
    if isinstance(address, str) and urlsplit(address).scheme != "https":
        yield "picture"


def _said(text: object, most: int, code: str) -> Found:
    if not isinstance(text, str) or not text.strip() or utf16(text) > most:
        yield code


def _letters(text: object, most: int, code: str) -> Found:
    if not isinstance(text, str) or not text.strip() or graphemes(text) > most:
        yield code


def _personal(message: Mapping[str, Any]) -> Found:
    """A 個人番号 or somebody's own telephone has no business on LINE's computers."""
    words = "\n".join(_words(message))
    if find_individual_numbers(words) or _MOBILE.search(words):
        yield "personal"


def _words(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, one in value.items():
            # Addresses of ours hold long numbers that mean nothing to anybody.
            if name not in (
                "data",
                "uri",
                "url",
                "originalContentUrl",
                "previewImageUrl",
                "thumbnailImageUrl",
            ):
                yield from _words(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _words(one)
    elif isinstance(value, str):
        yield value


def _bytes(value: object) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))


def _map(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()


def _nothing(_: Mapping[str, Any]) -> Found:
    return iter(())


_MESSAGES: Mapping[str, Check] = {
    "text": _text,
    "sticker": _sticker,
    "image": _image,
    "location": _location,
    "template": _template,
    "flex": _flex,
}
_PARTS: Mapping[str, Check] = {
    "box": _box,
    "text": _words_of,
    "span": _words_of,
    "button": lambda part: _action(part.get("action"), LABEL),
    "image": lambda part: _https(part.get("url")),
    "icon": lambda part: _https(part.get("url")),
    "separator": _nothing,
    "filler": _nothing,
}
_ACTIONS: Mapping[str, Check] = {
    "postback": _postback,
    "message": lambda action: _letters(action.get("text"), 300, "display_text"),
    "uri": _uri,
    "datetimepicker": lambda action: _said(action.get("data"), POSTBACK, "postback"),
    "clipboard": lambda action: _said(action.get("clipboardText"), 1_000, "clipboard"),
    "richmenuswitch": _menu_switch,
    **dict.fromkeys(_NO_TEXT, _nothing),
}
