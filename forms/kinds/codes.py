"""Typed digits: numbers, postcodes and codes such as a customer number; exempt from the 個人番号 refusal."""

from __future__ import annotations

import re
from datetime import date

from forms.faults import Unfit
from forms.field import Field
from forms.kind import Kind, Part, Parts, split_one
from forms.text import machine

SHORT = 40
_GROUPING = re.compile(r"[ \-・./]")
# People write 3通 or 2人, so up to two letters may follow a number.
_COUNTED = re.compile(r"([+-]?)([0-9]{1,15})[^\W\d_]{0,2}")


def digits_only(typed: str) -> str | None:
    """The digits without what people put between them, or None when something else stands there."""
    digits = _GROUPING.sub("", typed)
    return digits if digits.isascii() and digits.isdigit() else None


def read_integer(parts: Parts, field: Field, today: date) -> int | None:
    typed = machine(parts.get("value", ""), SHORT).replace(",", "").replace(" ", "")
    if not typed:
        return None
    found = _COUNTED.fullmatch(typed)
    if not found:
        raise Unfit("integer_only")
    number = int(found[1] + found[2])
    if field.min is not None and number < field.min:
        raise Unfit("integer_min", min=field.min)
    if field.max is not None and number > field.max:
        raise Unfit("integer_max", max=field.max)
    return number


def read_code(parts: Parts, field: Field, today: date) -> str | None:
    """A code as its digits alone; it may look like a 個人番号, as one licence number in ten does."""
    fewest, most = field.digits or (1, 20)
    typed = machine(parts.get("value", ""), most + SHORT)
    if not typed:
        return None
    digits = digits_only(typed)
    if digits is None:
        raise Unfit("code_characters")
    if not fewest <= len(digits) <= most:
        raise Unfit("code_digits", min=fewest, max=most, count=len(digits))
    return digits


def postcode(raw: str) -> str:
    """A postcode as 320-8540, or nothing when nothing was typed."""
    typed = machine(raw, SHORT).removeprefix("〒").strip()
    if not typed:
        return ""
    digits = digits_only(typed)
    if digits is None or len(digits) != 7:
        raise Unfit("postcode_digits", part="postcode", count=len(digits or ""))
    return f"{digits[:3]}-{digits[3:]}"


KINDS = (
    Kind("integer", (Part("value", inputmode="numeric", width=6),), read_integer, split_one),
    Kind("number_code", (Part("value", inputmode="numeric"),), read_code, split_one),
)
