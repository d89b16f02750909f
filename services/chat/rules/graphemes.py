"""How long LINE counts a text: in UTF-16 units mostly, in what a reader calls letters on things to press."""

import unicodedata

_ZWJ, _KEYCAP = "\u200d", "\u20e3"
_TAGS = range(0xE0020, 0xE0080)
_SKINS = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)


def utf16(text: str) -> int:
    """Units of UTF-16: an emoji is two."""
    return len(text) + sum(ord(letter) > 0xFFFF for letter in text)


def graphemes(text: str) -> int:
    """Letters as a reader sees them: what joins the one before it is not counted; where in doubt, too many."""
    found, joined, flag = 0, False, False
    for letter in text:
        if letter == _ZWJ or _joins(letter):
            joined = letter == _ZWJ
            continue
        half = ord(letter) in _FLAGS
        if not (joined and found) and not (half and flag):
            found += 1
        flag = half and not flag
        joined = False
    return found


def _joins(letter: str) -> bool:
    """Marks, variation selectors, skins of emoji, tags: they stand on the letter before."""
    code = ord(letter)
    return (
        unicodedata.category(letter) in ("Mn", "Me") or code in _SKINS or code in _TAGS or letter == _KEYCAP
    )
