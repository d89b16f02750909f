"""Typed digits: numbers, codes such as a customer number, telephones and postcodes; exempt from the 個人番号 refusal."""

from __future__ import annotations

import re
from datetime import date

from forms.faults import Unfit
from forms.field import Field
from forms.kind import Kind, Part, Parts, split_one
from forms.text import machine

SHORT = 40
_GROUPING = re.compile(r"[ \-・./]")
_COUNTED = re.compile(r"([+-]?)([0-9]{1,15})[^\W\d_]{0,2}")
_EXTENSION = re.compile(
    r"(?:[ ,;(]*(?:内線|内|EXT\.?|EXTENSION|X|#)[ :.\-]*([0-9]{1,8})[ )]*)$", re.IGNORECASE
)
_MOBILE = re.compile(r"0[5-9]0[0-9]{8}|020[0-9]{8}")


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


def read_phone(parts: Parts, field: Field, today: date) -> str | None:
    typed = machine(parts.get("value", ""), SHORT + 20)
    if not typed:
        return None
    extension = _EXTENSION.search(typed)
    number = _phone(typed[: extension.start()] if extension else typed)
    return f"{number} 内線{extension[1]}" if extension else number


def _phone(typed: str) -> str:
    """The number with the hyphens its owner typed; mobiles always 3-4-4; abroad as +digits."""
    typed = typed.strip()
    if typed.startswith("+81"):
        typed = "0" + typed[3:].replace("(0)", "").lstrip(" -(0")
    if typed.startswith("+"):
        return _abroad(typed)
    grouped = re.sub(r"-+", "-", re.sub(r"[ ()./・]+", "-", typed)).strip("-")
    digits = grouped.replace("-", "")
    if not (digits.isascii() and digits.isdigit()):
        raise Unfit("phone_characters")
    if _MOBILE.fullmatch(digits):
        return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}"
    _fixed(digits)
    return grouped


def _fixed(digits: str) -> None:
    """Japanese numbers have ten digits and begin with 0; 0800 has eleven (電気通信番号計画)."""
    if digits[0] != "0" and 6 <= len(digits) <= 9:
        raise Unfit("phone_area_code")
    if len(digits) != (11 if digits.startswith("0800") else 10):
        raise Unfit("phone_digits", count=len(digits))
    if digits[0] != "0" or digits[1] == "0":
        raise Unfit("phone_area_code")


def _abroad(typed: str) -> str:
    digits = digits_only(re.sub(r"[()]", "", typed[1:]))
    if digits is None:
        raise Unfit("phone_characters")
    if not 7 <= len(digits) <= 15 or digits[0] == "0":
        raise Unfit("phone_foreign")
    return f"+{digits}"


KINDS = (
    Kind("integer", (Part("value", inputmode="numeric", width=6),), read_integer, split_one),
    Kind("number_code", (Part("value", inputmode="numeric"),), read_code, split_one),
    Kind("phone", (Part("value", type="tel", inputmode="tel"),), read_phone, split_one),
)
