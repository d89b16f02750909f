"""Finds 個人番号 in free text, so that it is refused before anything is stored or logged."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from forms.text import DASH, INVISIBLE

_DIGIT = re.compile(r"\d")
_NO_DIGIT = re.compile("[^0-9]")
# What people put between the groups: spaces, a new line, a dash or a dot.
_BETWEEN = "(?: {0,2}[-.・/] {0,2}|[ \n]{0,3})"
_TWELVE = re.compile(f"(?<![0-9])[0-9]{{4}}{_BETWEEN}[0-9]{{4}}{_BETWEEN}[0-9]{{4}}(?![0-9])")


@dataclass(frozen=True)
class Span:
    """Where in the text a number stands; the number itself is never handed on."""

    start: int
    end: int


def has_check_digit(digits: str) -> bool:
    """Whether twelve digits carry the check digit of 個人番号 (平成26年総務省令第85号第5条)."""
    total = sum(int(p) * (n + 1 if n <= 6 else n - 5) for n, p in enumerate(reversed(digits[:11]), 1))
    remainder = total % 11
    return int(digits[11]) == (0 if remainder <= 1 else 11 - remainder)


def find_individual_numbers(text: str) -> tuple[Span, ...]:
    """Every place that reads as a 個人番号: four-four-four digits with a true check digit.

    One in ten other twelve-digit numbers passes too, so fields for a typed number are not searched.
    """
    if not _may_hold_twelve_digits(text):
        return ()
    plain, places = _narrow(text)
    return tuple(
        Span(places[match.start()], places[match.end() - 1] + 1)
        for match in _TWELVE.finditer(plain)
        if has_check_digit(_NO_DIGIT.sub("", match[0]))
    )


def _may_hold_twelve_digits(text: str) -> bool:
    if len(text) < 12:
        return False
    digits = _DIGIT.finditer(text if text.isascii() else unicodedata.normalize("NFKC", text))
    return sum(1 for _ in zip(digits, range(12), strict=False)) == 12


def _narrow(text: str) -> tuple[str, list[int]]:
    """The text in narrow characters, and for each of them its place in what was typed."""
    plain: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if not INVISIBLE.match(character):
            for narrow in unicodedata.normalize("NFKC", character):
                plain.append("-" if DASH.match(narrow) else narrow)
                places.append(place)
    return "".join(plain).replace("\t", " "), places
