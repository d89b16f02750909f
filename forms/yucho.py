"""ゆうちょ銀行: what a passbook's 記号 and 番号 are called in a transfer from another bank."""

from __future__ import annotations

import re
from dataclasses import dataclass

from forms.faults import Unfit

# The code under which the transfer network knows it.
BANK_CODE = "9900"
BANK = "ゆうちょ銀行"
_NAMES = ("ゆうちょ", "ユウチョ", "郵貯")
_SYMBOL = re.compile(r"[01][0-9]{3}0")
_FIGURES = "〇一二三四五六七八九"


@dataclass(frozen=True)
class Place:
    """The branch, the sort of deposit and the number that stand for a 記号番号."""

    branch: str
    branch_code: str
    kind: str
    number: str


def is_yucho(bank: str, code: str) -> bool:
    """Whether an account is held there, however the bank is written."""
    return code == BANK_CODE or any(name in bank for name in _NAMES)


def is_symbol(text: str) -> bool:
    """Whether five digits are a 記号: they begin with 0 or 1 and end with 0."""
    return bool(_SYMBOL.fullmatch(text))


def place(symbol: str, number: str) -> Place:
    """The account behind a 記号番号.

    ゆうちょ銀行「記号番号から振込用の店名・預金種目・口座番号を調べる」の規則: 記号が1で始まる通常貯金は、店番が
    記号の2・3桁目に8を続けた数、口座番号が番号の末尾の1を除いた7桁。記号が0で始まる振替口座は、店番が2・3桁目に
    9を続けた数、預金種目が当座、口座番号が番号を7桁にそろえたもの。
    """
    if symbol.startswith("1"):
        if not 2 <= len(number) <= 8 or not number.endswith("1"):
            raise Unfit("yucho_number", part="number")
        return _place(symbol[1:3] + "8", "ordinary", number[:-1])
    if not 1 <= len(number) <= 7:
        raise Unfit("yucho_number", part="number")
    return _place(symbol[1:3] + "9", "current", number)


def _place(code: str, kind: str, number: str) -> Place:
    return Place("".join(_FIGURES[int(digit)] for digit in code), code, kind, number.zfill(7))
