"""Shows stored answers on one line: on check pages, papers and in exported lists."""

from __future__ import annotations

from datetime import date

from forms import wareki
from forms.faults import Fault
from forms.field import Field, Value

_YES = {"ja": ("はい", "いいえ"), "easy": ("はい", "いいえ"), "en": ("Yes", "No")}
# Where a faulty character stands before all others.
_START = {"ja": "先頭", "easy": "はじめ", "en": "(the start)"}
_UNKNOWN = {4: " (month and day unknown)", 7: " (day unknown)"}


def plain(field: Field, value: Value, lang: str) -> str:
    """The answer as one line in the visitor's language; nothing for a question left blank."""
    match value:
        case None:
            return ""
        case bool():
            return _YES.get(lang, _YES["ja"])[0 if value else 1]
        case list():
            return (", " if lang == "en" else "、").join(_choice(field, item, lang) for item in value)
        case dict():
            return _address(value)
        case _:
            return _words(field, str(value), lang)


def _words(field: Field, value: str, lang: str) -> str:
    if field.kind in ("date", "birth"):
        return day(value, lang)
    if field.kind == "choice":
        return _choice(field, value, lang)
    if field.kind == "phone" and lang == "en":
        return value.replace(" 内線", " ext. ")
    return " ".join(value.split("\n"))


def _choice(field: Field, value: str, lang: str) -> str:
    found = field.choice(value)
    return found.label.say(lang).text if found else str(value)


def _address(value: dict[str, str]) -> str:
    code = value.get("postcode", "")
    line = value.get("area", "") + value.get("street", "")
    pieces = (f"〒{code}" if code else "", line, value.get("building", ""))
    return " ".join(piece for piece in pieces if piece)


def day(iso: str | date, lang: str) -> str:
    """A date, whole or in part: 令和8年（2026年）11月21日, or 2026-11-21 in English."""
    found = wareki.read(str(iso))
    if found is None:
        return str(iso)
    if lang in ("ja", "easy"):
        return wareki.both(found)
    return found.iso + _UNKNOWN.get(len(found.iso), "")


def era(code: str, lang: str) -> str:
    """The name of an era."""
    found = wareki.era(code)
    if found is None:
        return code
    return found.name if lang in ("ja", "easy") else found.roman


def fault_values(fault: Fault, lang: str) -> dict[str, str]:
    """A fault's values in words, for the sentence the shell says."""
    words = {}
    for key, value in fault.values.items():
        if key in ("era", "other"):
            words[key] = era(str(value), lang)
        elif key == "after" and not value:
            words[key] = _START.get(lang, _START["ja"])
        elif isinstance(value, date) or key == "means":
            words[key] = day(value if isinstance(value, date) else str(value), lang)
        else:
            words[key] = str(value)
    return words
