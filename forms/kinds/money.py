"""Money: amounts in whole yen, and the bank account that something is paid into."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from forms import kana, text, yucho, zengin
from forms.faults import Unfit
from forms.field import Field, Value
from forms.kind import Kind, Part, Parts, split_one
from forms.kinds.codes import SHORT, digits_only, read_integer
from forms.kinds.free import without_number
from forms.text import machine

LONGEST = 60
# 預金種目 as the banks' common transfer format tells them apart.
ACCOUNT_KINDS = ("ordinary", "current", "savings")
BANK_PARTS = ("bank", "bank_code", "branch", "branch_code", "kind", "number", "holder")
_HOLDER = re.compile(r"[ァ-ヺー・A-Z0-9 ().,\-/]+")


def read_yen(parts: Parts, field: Field, today: date) -> int | None:
    """An amount, however people write it: 12,000 or ¥12000 or 12000円."""
    typed = machine(parts.get("value", ""), SHORT).lstrip("¥\\ ")
    return read_integer({"value": typed}, field, today)


def read_account(parts: Parts, field: Field, today: date) -> dict[str, str] | None:
    """An account as a passbook says it; the two codes may be left out, since few people know them."""
    found = {
        "bank": _line(parts, "bank"),
        "bank_code": _code(parts, "bank_code", 4),
        "branch": _line(parts, "branch"),
        "branch_code": _code(parts, "branch_code", 3),
        "kind": parts.get("kind", ""),
        "number": _digits(parts),
        "holder": _holder(parts),
    }
    if not any(found.values()):
        return None
    found.update(_place(found))
    if found["kind"] not in ("", *ACCOUNT_KINDS):
        raise Unfit("choice_unknown", part="kind")
    for key in ("bank", "branch", "kind", "number", "holder"):
        if not found[key]:
            raise Unfit(f"account_{key}", part=key)
    return found


def _line(parts: Parts, part: str) -> str:
    try:
        return without_number(text.line(parts.get(part, ""), LONGEST))
    except Unfit as unfit:
        raise Unfit(unfit.fault.code, part=part, **unfit.fault.values) from None


def _code(parts: Parts, part: str, length: int) -> str:
    typed = machine(parts.get(part, ""), SHORT)
    if not typed:
        return ""
    digits = digits_only(typed)
    if digits is None or len(digits) != length:
        raise Unfit("code_digits", part=part, min=length, max=length, count=len(digits or ""))
    return digits


def _digits(parts: Parts) -> str:
    typed = machine(parts.get("number", ""), SHORT)
    if not typed:
        return ""
    digits = digits_only(typed)
    if digits is None or not 1 <= len(digits) <= 8:
        raise Unfit("account_digits", part="number", count=len(digits or ""))
    return digits


def _place(found: dict[str, str]) -> dict[str, str]:
    """The account as a transfer needs it: a 記号番号 turned into branch and number, seven digits with their zeros.

    Whoever has a passbook of ゆうちょ銀行 writes its 記号 where others write the branch.
    """
    symbol, number = machine(found["branch"], SHORT), found["number"]
    if yucho.is_yucho(found["bank"], found["bank_code"]) and yucho.is_symbol(symbol) and number:
        place = yucho.place(symbol, number)
        return {
            "bank": yucho.BANK, "bank_code": yucho.BANK_CODE, "branch": place.branch,
            "branch_code": place.branch_code, "kind": place.kind, "number": place.number,
        }  # fmt: skip
    if len(number) > 7:
        raise Unfit("account_digits", part="number", count=len(number))
    return {"number": number.zfill(7)} if number else {}


def _holder(parts: Parts) -> str:
    """口座名義 in kana as the bank has it: capital letters, digits and a few signs stand in those of firms."""
    typed = text.one_space(_line(parts, "holder"))
    if not typed:
        return ""
    holder = kana.katakana(unicodedata.normalize("NFKC", typed)).upper()
    # The banks' network has fewer signs than a keyboard, and sends back what it cannot read.
    if not _HOLDER.fullmatch(holder) or zengin.strange(zengin.narrow(holder)):
        raise Unfit("account_holder_kana", part="holder")
    return holder


def split(value: Value) -> dict[str, str]:
    stored = value if isinstance(value, dict) else {}
    return {key: str(stored.get(key, "")) for key in BANK_PARTS}


KINDS = (
    Kind("yen", (Part("value", inputmode="numeric", width=10),), read_yen, split_one),
    Kind(
        "bank_account",
        (
            Part("bank"),
            Part("bank_code", inputmode="numeric", width=6),
            Part("branch"),
            Part("branch_code", inputmode="numeric", width=6),
            Part("kind", type="radio"),
            Part("number", inputmode="numeric", width=10),
            Part("holder"),
        ),
        read_account,
        split,
        blank="required_account",
    ),
)
