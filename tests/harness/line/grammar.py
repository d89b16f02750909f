"""Webhooks nobody has seen: made from LINE's own description where that is at hand and from its SDK's models, and then damaged."""

import json
import random
from typing import Any

from tests.harness.line import sdk_events, specification
from tests.harness.line.events import ALICE, BOB

_ODD: tuple[Any, ...] = (
    None,
    0,
    -1,
    1e300,
    "",
    "\u0000",
    "\ud800",
    "x" * 3000,
    [],
    {},
    [None],
    True,
    "未知の値",
    {"deep": [[[[]]]]},
)


def events(chance: random.Random) -> list[dict[str, Any]]:
    """A few events, whole as LINE describes them."""
    found = specification.read("webhook.yml")
    made = [
        _described(found, chance) if found and chance.random() < 0.5 else sdk_events.made(chance)
        for _ in range(chance.randint(1, 4))
    ]
    for number, one in enumerate(made):
        # Its own id is what an event is known by, and a mode in which we act is what we are here for.
        one["webhookEventId"] = f"01F{chance.getrandbits(64):020d}{number}"
        one["mode"] = chance.choice(["active", "active", "active", "standby"])
    return made


def damaged(told: Any, chance: random.Random) -> Any:
    """The same with something wrong somewhere."""
    if isinstance(told, dict) and told and chance.random() < 0.8:
        key = chance.choice(sorted(told))
        return (
            {**told, key: damaged(told[key], chance)}
            if chance.random() < 0.7
            else _without(told, key, chance)
        )
    if isinstance(told, list) and told and chance.random() < 0.6:
        place = chance.randrange(len(told))
        return [*told[:place], damaged(told[place], chance), *told[place + 1 :]]
    return chance.choice(_ODD)


def broken(raw: bytes, chance: random.Random) -> bytes:
    """Bytes that are no text, or no JSON, or not all of it."""
    place = chance.randrange(len(raw))
    return chance.choice(
        (
            raw[:place],
            raw[:place] + b"\xff\xfe" + raw[place:],
            b"\xef\xbb\xbf" + raw,
            raw + b"}",
            raw.replace(b"events", b"event"),
        )
    )


def swollen(told: list[dict[str, Any]], chance: random.Random) -> list[Any]:
    """The same with far more of something than LINE ever sends: letters, depth, or events."""
    deep: Any = "底"
    for _ in range(200):
        deep = [deep]
    return chance.choice(
        (
            [
                {**told[0], "message": {"type": "text", "id": "1", "text": "長" * 50_000, "quoteToken": "q"}},
                *told,
            ],
            [{**told[0], "ofTomorrow": deep}, *told],
            # Each comes twice, as where LINE is not sure that we heard.
            [*told, *told],
            [*told, *([None] * 300)],
        )
    )


def body(told: list[Any]) -> bytes:
    """A message with these events, in the bytes that LINE would send."""
    return json.dumps({"destination": "U" + "0" * 32, "events": told}).encode()


def _without(told: dict[str, Any], key: str, chance: random.Random) -> dict[str, Any]:
    left = {name: value for name, value in told.items() if name != key}
    return left if chance.random() < 0.5 else {**left, "ofTomorrow": chance.choice(_ODD)}


def _described(found: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    made: dict[str, Any] = _value(
        found["components"]["schemas"], {"$ref": "#/components/schemas/Event"}, chance, 0
    )
    return made


def _value(schemas: dict[str, Any], schema: dict[str, Any], chance: random.Random, depth: int) -> Any:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        field, kinds = schemas[name].get("x-kinds", ("", {}))
        if kinds:
            kind = chance.choice(sorted(kinds))
            own = specification.flat(schemas, kinds[kind].rpartition("/")[2])
            return {**_value(schemas, own, chance, depth + 1), field: kind}
        return _value(schemas, specification.flat(schemas, name), chance, depth + 1)
    if "enum" in schema:
        return chance.choice(schema["enum"])
    kind = schema.get("type", "object")
    if kind == "object":
        wanted = set(schema.get("required", ()))
        return {
            name: _value(schemas, one, chance, depth + 1)
            for name, one in schema.get("properties", {}).items()
            if name in wanted or (depth < 6 and chance.random() < 0.6)
        }
    if kind == "array":
        return [
            _value(schemas, schema.get("items", {}), chance, depth + 1) for _ in range(chance.randint(0, 2))
        ]
    return _plain(kind, schema, chance)


def _plain(kind: str, schema: dict[str, Any], chance: random.Random) -> Any:
    if kind in ("integer", "number"):
        return chance.choice([0, 1, 36.5 if kind == "number" else 36, 1_600_000_000_000])
    if kind == "boolean":
        return chance.random() < 0.5
    if "U[0-9a-f]{32}" in schema.get("pattern", ""):
        return chance.choice([ALICE, BOB])
    return chance.choice(["a", "住民票がほしい", "1", "こんにちは😀"])
