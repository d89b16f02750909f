"""マイナンバーカード: the four attributes of 券面事項入力補助 (its EF 0002), and nothing else of that card."""

from __future__ import annotations

from datetime import date

from forms.cards import tlv
from forms.cards.kinds import CardKind
from forms.cards.unreadable import Unreadable
from forms.cards.values import SEXES, CardValues, checked

ATTRIBUTES = 0xFF20
HEADER, NAME, ADDRESS, BIRTH, SEX = 0xDF21, 0xDF22, 0xDF23, 0xDF24, 0xDF25
UNCLEAR_BIRTH = "生年月日"


def read_myna(data: bytes) -> CardValues:
    """The values of the file's bytes; anything built otherwise is Unreadable."""
    outer = tlv.first(data)
    if outer.tag != ATTRIBUTES:
        raise Unreadable("card_other")
    parts = tlv.blocks(outer.value)
    if tuple(part.tag for part in parts) != (HEADER, NAME, ADDRESS, BIRTH, SEX):
        raise Unreadable("card_broken")
    _, name, address, birth, sex = (part.value for part in parts)
    born = _born(birth)
    return checked(
        CardValues(
            CardKind.MYNA,
            name=_text(name),
            address=_text(address),
            birth_date=born,
            sex=_sex(sex),
            doubts=() if born else (UNCLEAR_BIRTH,),
        )
    )


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable("letters_wrong") from None


def _born(raw: bytes) -> str:
    """YYYYMMDD; a day that is partly unknown, as old registers have them, is left to the eye."""
    digits = raw.decode("ascii", "replace")
    if len(digits) != 8 or not all(one.isdecimal() or one == " " for one in digits) or not digits.isascii():
        raise Unreadable("date_wrong")
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).isoformat()
    except ValueError:
        return ""


def _sex(raw: bytes) -> str:
    found = SEXES.get(raw.decode("ascii", "replace"))
    if found is None:
        raise Unreadable("sex_wrong")
    return found
