"""Readings of names: hiragana or half-width kana in, full-width katakana out."""

from __future__ import annotations

import re
import unicodedata

from forms.faults import Unfit

_HALF = re.compile("[\uff61-\uff9f]+")
_LOOSE = re.compile("[\u3040-\u30ff][\u3099\u309a\u309b\u309c]")
_MARKS = {"\u309b": "\u3099", "\u309c": "\u309a"}
_TO_KATAKANA = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
# Any dash after a kana is meant as the long vowel mark.
_LONG = re.compile("(?<=[\u30a1-\u30fa\u30fc])[-~\u2010-\u2015\u2212\u2500\u2501\u301c\uff0d\uff5e\uff70]")
_FOREIGN = re.compile("[^\u30a1-\u30fe\u31f0-\u31ff =]")


def _compose(found: re.Match[str]) -> str:
    pair = found[0]
    return unicodedata.normalize("NFC", pair[0] + _MARKS.get(pair[1], pair[1]))


def katakana(text: str) -> str:
    """The text with every kana as full-width katakana; other characters stay."""
    text = _HALF.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = _LOOSE.sub(_compose, text).translate(_TO_KATAKANA)
    return _LONG.sub("ー", text)


def hiragana(text: str) -> str:
    """The text with full-width katakana as hiragana, for furigana and search."""
    return "".join(chr(ord(c) - 0x60) if "\u30a1" <= c <= "\u30f6" else c for c in text)


def reading(text: str) -> str:
    """A reading as it is stored; refuses the first character that is no kana."""
    found = katakana(text.replace("＝", "=").replace("\u30a0", "="))
    if strange := _FOREIGN.search(found):
        raise Unfit("kana_only", character=strange[0])
    return found.replace("=", "＝")
