"""Shows stored answers on one line: on check pages, papers and in exported lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from forms import wareki
from forms.computed import Computed
from forms.faults import Fault
from forms.field import Field, Value

_YES = {"ja": ("はい", "いいえ"), "easy": ("はい", "いいえ"), "en": ("Yes", "No")}
_ACCOUNTS = {
    "ordinary": {"ja": "普通", "easy": "ふつう", "en": "ordinary"},
    "current": {"ja": "当座", "easy": "とうざ", "en": "current"},
    "savings": {"ja": "貯蓄", "easy": "ちょちく", "en": "savings"},
}
_UNITS = {
    "age": {"ja": "{}歳", "easy": "{}さい", "en": "{}"},
    "days": {"ja": "{}日", "easy": "{}日", "en": "{} days"},
}
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
            return _list(field, value, lang)
        case dict():
            return _account(value, lang) if field.kind == "bank_account" else _address(value)
        case _:
            return _words(field, str(value), lang)


def _list(field: Field, value: Sequence[str | dict[str, Any]], lang: str) -> str:
    between = ", " if lang == "en" else "、"
    if field.kind == "group":
        return " ／ ".join(
            f"{place}. {between.join(_item(field, item, lang))}" for place, item in enumerate(value, 1)
        )
    return between.join(
        str(item.get("name", "")) if isinstance(item, dict) else _choice(field, item, lang) for item in value
    )


def _item(field: Field, item: str | dict[str, Any], lang: str) -> Iterator[str]:
    """Every answer about one item of a group, each with its question."""
    colon = ": " if lang == "en" else "："
    for one in field.inner:
        shown = plain(one, item.get(one.key), lang) if isinstance(item, dict) else ""
        if shown:
            yield f"{one.label.say(lang).text}{colon}{shown}"


def _account(value: dict[str, str], lang: str) -> str:
    """A bank account on one line, in the order of a transfer form."""
    named = [
        f"{value.get(key, '')}{f'（{code}）' if (code := value.get(f'{key}_code', '')) else ''}"
        for key in ("bank", "branch")
    ]
    return " ".join(
        [*named, account_kind(value.get("kind", ""), lang), value.get("number", ""), value.get("holder", "")]
    )


def account_kind(kind: str, lang: str) -> str:
    """預金種目 in words."""
    words = _ACCOUNTS.get(kind)
    return words.get(lang, words["ja"]) if words else kind


def computed(one: Computed, value: int, lang: str) -> str:
    """A value that was worked out, with what it counts."""
    if one.how == "sum" and one.yen:
        return yen(value, lang)
    unit = _UNITS.get(one.how, {"ja": "{}"})
    return unit.get(lang, unit["ja"]).format(value)


def yen(value: int, lang: str) -> str:
    """An amount of money."""
    return f"¥{value:,}" if lang == "en" else f"{value:,}円"


def _words(field: Field, value: str, lang: str) -> str:
    if field.kind in ("date", "birth"):
        return day(value, lang)
    if field.kind == "yen":
        return yen(int(value), lang)
    if field.kind == "month":
        return month(value, lang)
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


def month(iso: str, lang: str) -> str:
    """A month: 令和8年（2026年）4月, or 2026-04 in English."""
    found = wareki.read(iso)
    if found is None or found.month is None or lang not in ("ja", "easy"):
        return iso
    return f"{wareki.year_words(found.year, of=found.first)}{found.month}月"


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
