"""LINE's documented limits, written down a second time for the tests: what a list of messages does wrong."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

Json = dict[str, Any]


def units(text: str) -> int:
    """UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def wrong(messages: list[Json]) -> list[str]:
    """Every limit that is broken."""
    return [*_counted(len(messages), 1, 5, "messages"), *(one for it in messages for one in _message(it))]


def parts(value: object) -> Iterator[Json]:
    """Every object inside."""
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from parts(one)
    elif isinstance(value, list):
        for one in value:
            yield from parts(one)


def _message(message: Json) -> Iterator[str]:
    if message["type"] == "text":
        yield from _long(message["text"], 5000, "text")
    elif message["type"] == "flex":
        yield from _long(message["altText"], 400, "altText")
        yield from _container(message["contents"])
    else:
        yield f"unknown message {message['type']}"
    items = message.get("quickReply", {"items": [None]})["items"]
    yield from _counted(len(items), 1, 13, "quick replies")
    for part in parts(message):
        if "action" in part:
            yield from _action(part["action"])


def _container(container: Json) -> Iterator[str]:
    bubbles = container["contents"] if container["type"] == "carousel" else [container]
    yield from _counted(len(bubbles), 1, 12, "bubbles")
    for bubble in bubbles:
        yield from _counted(len(json.dumps(bubble, ensure_ascii=False).encode()), 1, 30_000, "bubble")
    yield from _counted(len(json.dumps(container, ensure_ascii=False).encode()), 1, 50_000, "flex")
    for part in parts(container):
        if part.get("type") == "text":
            yield from _long(part["text"], 2000 + 400, "flex text")
            if part.get("wrap") is not True or "maxLines" in part:
                yield "a text is cut by the phone"
        if part.get("type") == "box":
            yield from _counted(len(part["contents"]), 1, 40, "contents")


def _action(action: Json) -> Iterator[str]:
    yield from _long(action["label"], 20, "label")
    if action["type"] == "postback":
        yield from _long(action["data"], 300, "data")
        yield from _long(action["displayText"], 300, "displayText")
    elif action["type"] == "uri":
        yield from _long(action["uri"], 1000, "uri")
        if urlsplit(action["uri"]).scheme not in ("http", "https", "tel") or not action["uri"].isascii():
            yield f"uri {action['uri']}"
    else:
        yield f"unknown action {action['type']}"


def _long(text: str, most: int, what: str) -> Iterator[str]:
    if not text.strip() or units(text) > most:
        yield f"{what}: {units(text)}"


def _counted(number: int, least: int, most: int, what: str) -> Iterator[str]:
    if not least <= number <= most:
        yield f"{what}: {number}"
