"""Events made from the models of LINE's SDK: everything that a client of LINE's is prepared for, wherever the tests are run."""

import random
from enum import Enum
from typing import Any

from tests.harness.line.events import ALICE, BOB

_LIST, _MAP = 2, 12
_WORDS = ("a", "住民票がほしい", "1", "こんにちは😀")


def made(chance: random.Random) -> dict[str, Any]:
    """One event of any kind that the SDK knows."""
    from linebot.v3 import webhooks

    found: dict[str, Any] = _thing(webhooks.Event, chance, 0)
    return found


def _thing(model: Any, chance: random.Random, depth: int) -> dict[str, Any]:
    kinds = kinds_of(model)
    if kinds:
        kind = chance.choice(sorted(kinds))
        return {**_fields(_class(kinds[kind]), chance, depth), "type": kind}
    return _fields(model, chance, depth)


def kinds_of(model: Any) -> dict[str, str]:
    """What a base's type says, and the name of the model that it stands for."""
    for base in model.__mro__:
        found = vars(base).get(f"_{base.__name__}__discriminator_value_class_map")
        if found is not None:
            # A kind knows the table of its base, but it is itself one of that table.
            return {} if model.__name__ in found.values() else dict(found)
    return {}


def _class(name: str) -> Any:
    from linebot.v3 import webhooks

    return getattr(webhooks, name)


def _fields(model: Any, chance: random.Random, depth: int) -> dict[str, Any]:
    told = {}
    for field in model.__fields__.values():
        if field.required or field.name == "type" or (depth < 6 and chance.random() < 0.6):
            told[field.alias] = _value(field, chance, depth + 1)
    return told


def _value(field: Any, chance: random.Random, depth: int) -> Any:
    if field.name == "type" and isinstance(field.default, str):
        return field.default
    if field.shape == _LIST:
        return [_one(field, chance, depth) for _ in range(chance.randint(0, 2))]
    return {} if field.shape == _MAP else _one(field, chance, depth)


def _one(field: Any, chance: random.Random, depth: int) -> Any:
    kind = field.type_
    if not isinstance(kind, type):
        return chance.choice(_WORDS)
    if hasattr(kind, "__fields__"):
        return _thing(kind, chance, depth)
    if issubclass(kind, Enum):
        return chance.choice([one.value for one in kind])
    if issubclass(kind, bool) or "Bool" in kind.__name__:
        return chance.random() < 0.5
    if issubclass(kind, int | float):
        return chance.choice([0, 1, 36, 1_600_000_000_000])
    return chance.choice([ALICE, BOB]) if field.alias == "userId" else chance.choice(_WORDS)
