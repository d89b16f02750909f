"""What staff saw on a document: ticked where it agrees with what was said, typed where it does not, or filled in by a reader."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from forms import wareki
from forms.cards.unreadable import Unreadable
from forms.cards.values import CardValues, from_mapping
from forms.faults import Unfit

# What a document says, and the answers that may say the same; who moves in has a card with the address they come from.
PARTS: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "name_kana": ("name_kana",),
    "birth_date": ("birth_date",),
    "address": ("previous_address", "address"),
}
NUMBER, SEX, KIND, DOUBTS, HOW = "number", "sex", "kind", "doubts", "how"
MOST_DOUBTS = 20


class How(StrEnum):
    """What the values come from: the chip, a picture of the face, or somebody's eyes."""

    CHIP = "chip"
    PICTURE = "picture"
    EYE = "eye"


@dataclass(frozen=True)
class Said:
    """One answer that a document may show as well."""

    part: str
    key: str
    text: str = field(repr=False)

    @property
    def words(self) -> str:
        """For the page: a day of birth in both ways of counting."""
        found = wareki.read(self.text) if self.part == "birth_date" else None
        return wareki.both(found) if found else self.text

    @property
    def tick(self) -> str:
        """The name of its box."""
        return f"same-{self.key}"


def said(answers: Mapping[str, Any]) -> tuple[Said, ...]:
    """What was said already, in the order of a card."""
    return tuple(_said(answers))


def _said(answers: Mapping[str, Any]) -> Iterator[Said]:
    for part, keys in PARTS.items():
        for key in keys:
            if text := _line(answers.get(key)):
                yield Said(part, key, text)


def _line(value: Any) -> str:
    """An answer as a card prints it: an address in one line."""
    if isinstance(value, Mapping):
        return "".join(str(value.get(one, "")) for one in ("area", "street")) + (
            f" {value['building']}" if value.get("building") else ""
        )
    return value if isinstance(value, str) else ""


def shown(form: Mapping[str, str], known: tuple[Said, ...]) -> CardValues:
    """The values of a sent form; what was typed goes before what was ticked."""
    given: dict[str, Any] = {part: form.get(part, "").strip() for part in (*PARTS, NUMBER, SEX, KIND)}
    given["birth_date"] = day(given["birth_date"])
    for one in known:
        if form.get(one.tick) and not given[one.part]:
            given[one.part] = one.text
    given[DOUBTS] = [one for one in form.get(DOUBTS, "").split("\n") if one][:MOST_DOUBTS]
    return from_mapping(given)


def how(form: Mapping[str, str]) -> How:
    """What the values come from, as the page says."""
    told = form.get(HOW, "")
    return How(told) if told in list(How) else How.EYE


def day(typed: str) -> str:
    """A day of birth as people write it, to be a day whole."""
    if not typed:
        return ""
    try:
        written = wareki.scan(typed.translate(_NARROW))
        found = wareki.resolve(written) if written else None
    except Unfit:
        found = None
    if found is None or found.day is None:
        raise Unreadable("date_wrong", part="birth_date")
    return found.iso


_NARROW: Mapping[int, int] = {
    **{0xFF10 + digit: 0x30 + digit for digit in range(10)},
    # ．／－
    **dict(zip((0xFF0E, 0xFF0F, 0xFF0D), map(ord, "./-"), strict=True)),
}
