"""Odd requests: what people and programs put where a word, a number, a day or an id is meant, for any route of the house."""

import random
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

from werkzeug.routing import Rule

ODD = (
    "", "0", "-1", "1e9", "99999999999999999999", "NaN", "null", "None", "true", "[]", "{}", "%00", "\0", "\r\nSet-Cookie: a=b",
    "'", '"', "' OR '1'='1", "1; DROP TABLE staff", "<script>alert(1)</script>", "{{7*7}}", "${7*7}", "%s%n", "../../etc/passwd",
    "..%2f..%2f", "file:///etc/passwd", "http://169.254.169.254/", "//elsewhere.example", "2026-02-30", "9999-12-31", "0000-00-00",
    "25:61", "2026-11-20T10:00:00+99:99", "９９", "\U0001f4a9", "\u202e", "ア" * 3000, "a" * 9000, "💥" * 50, "1,2", "a=b&c=d",
    "01a1fc17-6c83-7826-8036-3d622ac79a57", "00000000-0000-0000-0000-000000000000",
)  # fmt: skip
# Names that routes read.
NAMES = (
    "q", "page", "day", "month", "at", "from", "until", "to", "back", "next", "key", "kind", "state", "lang", "ruby", "code",
    "people", "case_id", "id", "ids", "unit", "space", "done", "format", "sort", "year", "district", "answer", "text", "name",
    "password", "present", "mail", "number", "credential", "say", "press", "role", "division", "file", "token", "_method",
)  # fmt: skip


def requests(
    every: list[tuple[str, Rule]], path: Callable[[Rule], str], dice: random.Random, most: int
) -> Iterator[tuple[str, Rule, str]]:
    """Methods and routes, each with an address made odd; every route comes before any comes twice."""
    while most > 0:
        dice.shuffle(every)
        for method, rule in every[:most]:
            yield method, rule, address(path(rule), rule, dice)
        most -= len(every)


def address(plain: str, rule: Rule, dice: random.Random) -> str:
    """The address as it is, or with something odd for each of its parts, and odd questions behind it."""
    if rule.arguments and dice.random() < 0.5:
        parts = rule.rule.split("/")
        plain = "/".join(quote(odd(dice)) if part.startswith("<") else part for part in parts)
    asked = "&".join(f"{name}={quote(odd(dice))}" for name in dice.sample(NAMES, 3))
    return f"{plain or '/'}?{asked}" if dice.random() < 0.7 else plain or "/"


def form(token: str, dice: random.Random) -> dict[str, str]:
    """A form of names that routes read, with odd values."""
    return {name: odd(dice) for name in dice.sample(NAMES, 4)} | {"_token": token}


def headers(dice: random.Random) -> dict[str, Any] | None:
    """Now and then a header that no browser sends."""
    if dice.random() > 0.1:
        return None
    return {dice.choice(("Accept-Language", "If-None-Match", "Range", "Cookie", "Origin")): "\t,;=é" * 9}


def odd(dice: random.Random) -> str:
    """Something that is none."""
    return dice.choice(ODD)
