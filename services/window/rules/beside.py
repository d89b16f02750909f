"""What a card says beside what was typed: the same or not, and which characters somebody must look at (字形確認)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms.glyphs import doubts

# What a card says, and the question it answers. A person who moves has a card with the address they come from.
ASKED: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "name_kana": ("name_kana",),
    "birth_date": ("birth_date",),
    "sex": ("sex",),
    "address": ("address", "previous_address"),
}
# A house number begins where the first figure stands, as cards and registers write it.
_HOUSE = re.compile(r"^(\D*)([0-9０-９].*?)?(?:[ 　]+(.*))?$", re.DOTALL)
_SPACES = re.compile(r"[ 　]+")


@dataclass(frozen=True)
class Beside:
    """One value of one card beside the answer to one question."""

    key: str
    source: str
    card: str
    typed: str
    same: bool
    # What 「こちらを使う」 would write down.
    value: Any

    def __repr__(self) -> str:
        return "Beside(…)"


def beside(
    answers: Mapping[str, Any], cards: Mapping[str, Mapping[str, Any]], asked: Any
) -> tuple[Beside, ...]:
    """Every value of every card that belongs to a question of the visit."""
    return tuple(_each(answers, cards, asked))


def _each(answers: Mapping[str, Any], cards: Mapping[str, Mapping[str, Any]], asked: Any) -> Iterator[Beside]:
    for source, values in cards.items():
        for part, keys in ASKED.items():
            said = values.get(part)
            there = [key for key in keys if key in asked]
            if not isinstance(said, str) or not said or not there:
                continue
            key = _nearest(answers, there, said)
            typed = written(answers.get(key))
            # Byte for byte: 髙 and 高 are two names in a register.
            same = _plain(typed) == _plain(said)
            yield Beside(key, source, said, typed, same, _value(key, said))


def _nearest(answers: Mapping[str, Any], keys: list[str], said: str) -> str:
    return next((key for key in keys if _plain(written(answers.get(key))) == _plain(said)), keys[-1])


def written(value: Any) -> str:
    """An answer as a card would print it: the parts of an address in one line."""
    if isinstance(value, dict):
        return " ".join(
            one
            for one in (f"{value.get('area', '')}{value.get('street', '')}", value.get("building", ""))
            if one
        )
    return value if isinstance(value, str) else ""


def _plain(text: str) -> str:
    return _SPACES.sub("", text)


def _value(key: str, said: str) -> Any:
    if not key.endswith("address"):
        return said
    found = _HOUSE.match(said)
    area, street, building = found.groups() if found else (said, "", "")
    return {"postcode": "", "area": area.strip(), "street": street or "", "building": building or ""}


def to_compare(
    answers: Mapping[str, Any], cards: Mapping[str, Mapping[str, Any]]
) -> dict[str, tuple[str, ...]]:
    """字形確認: the questions whose answers hold what the printing fonts cannot draw exactly, or a card could not tell."""
    found = {key: doubts(text) for key, value in answers.items() if (text := "".join(texts(value)))}
    for values in cards.values():
        told = values.get("doubts") or ()
        if told:
            found["name"] = tuple(dict.fromkeys((*found.get("name", ()), *map(str, told))))
    return {key: glyphs for key, glyphs in found.items() if glyphs}


def texts(value: Any) -> Iterator[str]:
    """Every text in an answer, those about the people of a list included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)
