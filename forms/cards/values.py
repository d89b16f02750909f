"""CardValues: what was taken over from one document, checked the same way whether read, recognised or typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from types import MappingProxyType

from forms import kana, text, wareki
from forms.cards.kinds import ABOUT, CardKind, kind_of
from forms.cards.unreadable import Unreadable
from forms.faults import Unfit
from forms.numbers import find_individual_numbers

# In ISO/IEC 5218, as the card has it, and as answers have it.
SEXES: Mapping[str, str] = MappingProxyType({"1": "male", "2": "female", "9": "other"})
LONGEST = MappingProxyType({"name": 100, "name_kana": 100, "address": 200, "number": 20})
# Stands where the card has a character that no table knows; staff see it and put the right one in its place.
MISSING = "〓"
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBERS: Mapping[CardKind, re.Pattern[str]] = MappingProxyType(
    {
        CardKind.LICENCE: re.compile(r"\d{12}"),
        CardKind.RESIDENCE: re.compile(r"[A-Z]{2}\d{8}[A-Z]{2}"),
        CardKind.PASSPORT: re.compile(r"[A-Z]{1,2}\d{7}"),
    }
)


@dataclass(frozen=True)
class CardValues:
    """What one document says about one person; `doubts` are what staff must look at on the card itself."""

    kind: CardKind
    name: str = field(default="", repr=False)
    name_kana: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    # Written 1955-04-01; empty where the document does not say it clearly.
    birth_date: str = field(default="", repr=False)
    sex: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    doubts: tuple[str, ...] = field(default=(), repr=False)

    def as_dict(self) -> dict[str, str | list[str]]:
        """For a page, a form post and the sealed visit."""
        return {**asdict(self), "kind": str(self.kind), "doubts": list(self.doubts)}


def checked(values: CardValues) -> CardValues:
    """The same values, cleaned; Unreadable names the part that cannot stand, and never what stood there."""
    return replace(
        values,
        name=_needed(_written("name", values.name)),
        name_kana=_kana(_written("name_kana", values.name_kana)),
        address=_written("address", values.address),
        birth_date=_day(values.birth_date),
        sex=_sex(values.sex),
        number=_number(values.kind, values.number),
        doubts=tuple(_written("doubts", one)[:40] for one in values.doubts[:40]),
    )


def from_mapping(given: Mapping[str, object]) -> CardValues:
    """Values as a browser, a recogniser or the bridge sends them; whatever comes is values or a refusal."""
    kind = kind_of(str(given.get("kind", "")))
    parts = {
        name: given.get(name, "") for name in ("name", "name_kana", "address", "birth_date", "sex", "number")
    }
    doubts = given.get("doubts", ())
    if not isinstance(doubts, list | tuple) or not all(
        isinstance(one, str) for one in (*parts.values(), *doubts)
    ):
        raise Unreadable("card_broken")
    return checked(
        CardValues(kind, **{name: str(one) for name, one in parts.items()}, doubts=tuple(map(str, doubts)))
    )


def _written(part: str, raw: str) -> str:
    try:
        written = text.one_space(text.line(text.bounded(raw, LONGEST.get(part, 40)), LONGEST.get(part, 40)))
    except Unfit as unfit:
        code = "card_too_long" if unfit.fault.code == "too_long" else "letters_wrong"
        raise Unreadable(code, part=part) from None
    if find_individual_numbers(raw) or find_individual_numbers(written):
        raise Unreadable("card_number", part=part)
    return written


def _needed(name: str) -> str:
    if not name:
        raise Unreadable("card_empty", part="name")
    return name


def _kana(written: str) -> str:
    try:
        return kana.reading(written)
    except Unfit:
        raise Unreadable("letters_wrong", part="name_kana") from None


def _day(iso: str) -> str:
    """A day that exists and is not younger than any card; what is unknown stays empty."""
    if not iso:
        return ""
    if not (iso.isascii() and _DATE.fullmatch(iso)) or wareki.read(iso) is None:
        raise Unreadable("date_wrong", part="birth_date")
    return date.fromisoformat(iso).isoformat()


def _sex(sex: str) -> str:
    if sex and sex not in SEXES.values():
        raise Unreadable("sex_wrong", part="sex")
    return sex


def _number(kind: CardKind, typed: str) -> str:
    """The document's own number, of kinds that have one to note; a licence's twelve digits are no 個人番号."""
    if not typed:
        return ""
    try:
        written = text.machine(typed, LONGEST["number"]).upper().replace(" ", "").replace("-", "")
    except Unfit:
        raise Unreadable("number_wrong", part="number") from None
    if kind is not CardKind.LICENCE and find_individual_numbers(typed):
        raise Unreadable("card_number", part="number")
    pattern = _NUMBERS.get(kind) if ABOUT[kind].numbered else None
    if pattern is None or not pattern.fullmatch(written):
        raise Unreadable("number_wrong", part="number")
    return written
