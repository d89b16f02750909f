"""What a display says: a number and a counter, in Japanese and in English, as clips that are made once and put together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LANGUAGES = ("ja", "en")
# The names of the letters as Japanese ears expect them; speech programs spell them in English.
_SAID = (
    "エー", "ビー", "シー", "ディー", "イー", "エフ", "ジー", "エイチ", "アイ", "ジェー", "ケー", "エル", "エム",
    "エヌ", "オー", "ピー", "キュー", "アール", "エス", "ティー", "ユー", "ブイ", "ダブリュー", "エックス", "ワイ", "ゼット",
)  # fmt: skip
_LETTERS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", _SAID, strict=True))
_DIGITS = ("", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう")
_HUNDREDS = {1: "ひゃく", 3: "さんびゃく", 6: "ろっぴゃく", 8: "はっぴゃく"}
_THOUSANDS = {1: "せん", 3: "さんぜん", 8: "はっせん"}
_CLIP = re.compile(r"(?P<lang>ja|en)-(?:(?P<letter>[A-Z])(?P<number>\d{1,4})|counter-(?P<counter>\d{1,2}))")


def clips(lang: str, letter: str, number: int, counter: int) -> tuple[str, str]:
    """The names of the two clips of a call: who, and where to."""
    return f"{lang}-{letter}{number}", f"{lang}-counter-{counter}"


@dataclass(frozen=True)
class Clip:
    """A few words: their language, as they are written, and by their sounds, for a program that reads no kanji."""

    lang: str
    text: str
    sounds: str


def clip(name: str) -> Clip | None:
    """What a clip says; None for a name that is no clip's."""
    found = _CLIP.fullmatch(name)
    if found is None:
        return None
    counter = int(found["counter"] or 0)
    if found["lang"] == "ja":
        if counter:
            sounds = f"{reading(counter)}ばんまどぐちへ、おこしください。"
            return Clip("ja", f"{counter}番窓口へ、お越しください。", sounds)
        letter, number = _LETTERS[found["letter"]], int(found["number"])
        sounds = f"ばんごう、{letter}の、{reading(number)}ばんのかた。"
        return Clip("ja", f"番号、{letter}の、{number}番の方。", sounds)
    said = (
        f"please come to counter {counter}."
        if counter
        else f"Number {found['letter']} {int(found['number'])},"
    )
    return Clip("en", said, said)


def whole(lang: str, letter: str, number: int, counter: int) -> str:
    """The whole sentence, for a browser that speaks by itself."""
    said = (clip(one) for one in clips(lang, letter, number, counter))
    return (" " if lang == "en" else "").join(one.text for one in said if one)


def reading(number: int) -> str:
    """A number up to 9999 by its sounds: 12 is じゅうに, 600 is ろっぴゃく."""
    thousands, rest = divmod(number, 1000)
    hundreds, rest = divmod(rest, 100)
    tens, ones = divmod(rest, 10)
    parts = (
        _THOUSANDS.get(thousands, f"{_DIGITS[thousands]}せん") if thousands else "",
        _HUNDREDS.get(hundreds, f"{_DIGITS[hundreds]}ひゃく") if hundreds else "",
        (f"{_DIGITS[tens]}じゅう" if tens > 1 else "じゅう") if tens else "",
        _DIGITS[ones],
    )
    return "".join(parts) or "ぜろ"


def every(numbers: Iterator[tuple[str, int]], counters: Iterator[int]) -> Iterator[str]:
    """The names of all clips a day may need."""
    where = list(counters)
    for lang in LANGUAGES:
        yield from (f"{lang}-counter-{one}" for one in where)
    for letter, number in numbers:
        yield from (f"{lang}-{letter}{number}" for lang in LANGUAGES)
