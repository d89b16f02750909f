"""Free text: one line, several lines, names and their readings; each refuses 個人番号."""

from __future__ import annotations

import unicodedata
from datetime import date

from forms import kana, text
from forms.faults import Unfit
from forms.field import Field
from forms.kind import Kind, Part, Parts, split_one
from forms.numbers import find_individual_numbers

LINE, LINES, NAME = 200, 2000, 100


def without_number(typed: str) -> str:
    """The text itself when no 個人番号 stands in it (番号法第20条: we may not even keep it)."""
    if find_individual_numbers(typed):
        raise Unfit("individual_number")
    return typed


def read_line(parts: Parts, field: Field, today: date) -> str | None:
    return without_number(text.line(parts.get("value", ""), field.max or LINE)) or None


def read_lines(parts: Parts, field: Field, today: date) -> str | None:
    return without_number(text.lines(parts.get("value", ""), field.max or LINES)) or None


def read_name(parts: Parts, field: Field, today: date) -> str | None:
    """A name, its kanji kept byte for byte: registers tell 﨑 from 崎."""
    name = without_number(text.one_space(text.line(parts.get("value", ""), field.max or NAME)))
    if name and not any(_is_letter(character) for character in name):
        raise Unfit("name_letters")
    return name or None


def _is_letter(character: str) -> bool:
    """Letters of any script, 〇, and the parts of kanji that some fonts and papers give for kanji."""
    return unicodedata.category(character)[0] == "L" or character == "〇" or "\u2e80" <= character <= "\u2fdf"


def read_kana(parts: Parts, field: Field, today: date) -> str | None:
    typed = without_number(text.line(parts.get("value", ""), field.max or NAME))
    return kana.reading(text.one_space(typed)) or None


ONE = (Part("value"),)
KINDS = (
    Kind("text", ONE, read_line, split_one, max=LINE),
    Kind("long_text", (Part("value", type="lines"),), read_lines, split_one, max=LINES),
    Kind("name", ONE, read_name, split_one, max=NAME),
    Kind("kana", ONE, read_kana, split_one, max=NAME),
)
