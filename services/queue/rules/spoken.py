"""What a display says: a number and a counter, in Japanese and in English, as clips that are made once and put together."""

import re
from collections.abc import Iterator

LANGUAGES = ("ja", "en")
# The names of the letters as Japanese ears expect them; speech programs spell them in English.
_SAID = (
    "エー", "ビー", "シー", "ディー", "イー", "エフ", "ジー", "エイチ", "アイ", "ジェー", "ケー", "エル", "エム",
    "エヌ", "オー", "ピー", "キュー", "アール", "エス", "ティー", "ユー", "ブイ", "ダブリュー", "エックス", "ワイ", "ゼット",
)  # fmt: skip
_LETTERS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", _SAID, strict=True))
_CLIP = re.compile(r"(?P<lang>ja|en)-(?:(?P<letter>[A-Z])(?P<number>\d{1,4})|counter-(?P<counter>\d{1,2}))")


def clips(lang: str, letter: str, number: int, counter: int) -> tuple[str, str]:
    """The names of the two clips of a call: who, and where to."""
    return f"{lang}-{letter}{number}", f"{lang}-counter-{counter}"


def text(clip: str) -> tuple[str, str] | None:
    """The language of a clip and what it says; None for a name that is no clip's."""
    found = _CLIP.fullmatch(clip)
    if found is None:
        return None
    counter = found["counter"] and int(found["counter"])
    if found["lang"] == "ja":
        if counter:
            return "ja", f"{counter}番窓口へ、お越しください。"
        return "ja", f"番号、{_LETTERS[found['letter']]}の、{int(found['number'])}番の方。"
    if counter:
        return "en", f"please come to counter {counter}."
    return "en", f"Number {found['letter']} {' '.join(str(int(found['number'])))},"


def whole(lang: str, letter: str, number: int, counter: int) -> str:
    """The whole sentence, for a browser that speaks by itself."""
    said = (text(one) for one in clips(lang, letter, number, counter))
    return (" " if lang == "en" else "").join(one[1] for one in said if one)


def every(numbers: Iterator[tuple[str, int]], counters: Iterator[int]) -> Iterator[str]:
    """The names of all clips a day may need."""
    where = list(counters)
    for lang in LANGUAGES:
        yield from (f"{lang}-counter-{one}" for one in where)
    for letter, number in numbers:
        yield from (f"{lang}-{letter}{number}" for lang in LANGUAGES)
