"""Telephone numbers: mobiles and fixed lines as their owners group them, from abroad, with an extension."""

from __future__ import annotations

import re
from datetime import date

from forms.faults import Unfit
from forms.field import Field
from forms.kind import Kind, Part, Parts, split_one
from forms.kinds.codes import digits_only
from forms.text import machine

LONGEST = 60
_SAID = re.compile(r"(?:TEL|PHONE|電話|携帯)(?:番号)?[ :.]*", re.IGNORECASE)
_EXTENSION = re.compile(
    r"[ ,;(]*(?:内線番号|内線|内|EXTENSION|EXT|X|#)[ :.\-]*([0-9]{1,8})[ )]*$", re.IGNORECASE
)
_BETWEEN = re.compile(r"[ ()./・\-]+")
# 電気通信番号計画: eleven digits belong to 020, 050, 060, 070, 080, 090 and 0800; all others have ten.
_MOBILE = re.compile(r"0[25-9]0[1-9][0-9]{7}")
_ELEVEN = re.compile(r"0[25-9]0")


def read_phone(parts: Parts, field: Field, today: date) -> str | None:
    """The number, then 内線 and the extension where one was given."""
    typed = machine(parts.get("value", ""), LONGEST)
    if said := _SAID.match(typed):
        typed = typed[said.end() :]
    if not typed:
        return None
    extension = _EXTENSION.search(typed)
    if not extension:
        return _number(typed)
    return f"{_number(typed[: extension.start()])} 内線{extension[1]}"


def _number(typed: str) -> str:
    """The number with the hyphens its owner typed; mobiles always 3-4-4; foreign ones as +digits."""
    if typed.startswith("+81"):
        typed = "0" + typed[3:].replace("(0)", "").lstrip(" -(0")
    if typed.startswith("+"):
        return _abroad(typed)
    grouped = _BETWEEN.sub("-", typed).strip("-")
    digits = grouped.replace("-", "")
    if not (digits.isascii() and digits.isdigit()):
        raise Unfit("phone_characters")
    if _MOBILE.fullmatch(digits):
        return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}"
    _fixed(digits)
    return grouped


def _fixed(digits: str) -> None:
    if digits[0] != "0" and 5 <= len(digits) <= 9:
        raise Unfit("phone_area_code")
    if len(digits) != (11 if _ELEVEN.match(digits) else 10):
        raise Unfit("phone_digits", count=len(digits))
    if digits[0] != "0" or digits[1] == "0" or (_ELEVEN.match(digits) and not digits.startswith("0800")):
        raise Unfit("phone_area_code")


def _abroad(typed: str) -> str:
    digits = digits_only(re.sub(r"[()]", "", typed[1:]))
    if digits is None:
        raise Unfit("phone_characters")
    if not 7 <= len(digits) <= 15 or digits[0] == "0":
        raise Unfit("phone_foreign")
    return f"+{digits}"


KINDS = (Kind("phone", (Part("value", type="tel", inputmode="tel"),), read_phone, split_one),)
