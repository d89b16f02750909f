"""運転免許証: name, reading, day of birth and address out of DF1/EF01; 本籍 and the photograph are never read."""

from __future__ import annotations

from forms import kana, text, wareki
from forms.cards import jis, tlv
from forms.cards.kinds import CardKind
from forms.cards.unreadable import Unreadable
from forms.cards.values import CardValues, checked
from forms.faults import Unfit

# 運転免許証及び運転免許証作成システム等仕様書, 記載事項（本籍除く）.
YEAR_OF_CHARACTERS, NAME, READING, BIRTH, ADDRESS = 0x11, 0x12, 0x13, 0x16, 0x17
UNCLEAR_BIRTH = "生年月日"


def read_licence(data: bytes) -> CardValues:
    """The values of the file's bytes; anything built otherwise is Unreadable."""
    parts: dict[int, bytes] = {}
    for part in tlv.simple_blocks(data):
        if part.tag in parts:
            raise Unreadable("card_broken")
        parts[part.tag] = part.value
    if not {YEAR_OF_CHARACTERS, NAME, BIRTH, ADDRESS} <= parts.keys():
        raise Unreadable("card_broken" if parts else "card_short")
    name, address = jis.read(parts[NAME]), jis.read(parts[ADDRESS])
    born = _born(parts[BIRTH])
    doubts = (*name.doubts, *address.doubts, *(() if born else (UNCLEAR_BIRTH,)))
    return checked(
        CardValues(
            CardKind.LICENCE,
            name=name.text,
            name_kana=_reading(parts.get(READING, b"")),
            address=address.text,
            birth_date=born,
            doubts=tuple(dict.fromkeys(doubts)),
        )
    )


def _reading(raw: bytes) -> str:
    """The reading, when it is one: a card whose reading is written otherwise is read all the same."""
    found = jis.read(raw)
    try:
        return "" if found.doubts else kana.reading(text.one_space(found.text))
    except Unfit:
        return ""


def _born(raw: bytes) -> str:
    """An era's digit and YYMMDD; a day that does not exist in its era is left to the eye."""
    digits = raw.decode("ascii", "replace")
    if len(digits) != 7 or not (digits.isascii() and digits.isdecimal()):
        raise Unreadable("date_wrong")
    try:
        written = wareki.scan(digits)
        found = wareki.resolve(written) if written else None
    except Unfit:
        return ""
    return found.iso if found else ""
