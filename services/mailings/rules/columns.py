"""An addressee list's columns and rows: which column is which field, what a row says, and every fault by row and column."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from forms import answers as answering
from forms.dictionary import Dictionary
from forms.field import Field
from forms.kinds import KINDS
from forms.numbers import find_individual_numbers, has_check_digit
from forms.procedure import Procedure
from portal.pack.lists import day as read_day

NUMBER, STOP, ANSWER_BY = "atena_number", "stop", "answer_by"
# What the city's own systems call them when a list is taken out, beside the keys of the dictionary.
USUAL: Mapping[str, str] = MappingProxyType(
    {
        "宛名番号": NUMBER, "発送停止": STOP, "回答期限": ANSWER_BY, "氏名": "name", "フリガナ": "name_kana",
        "カナ氏名": "name_kana", "氏名カナ": "name_kana", "生年月日": "birth_date", "電話番号": "phone",
        "郵便番号": "address.postcode", "住所": "address.area", "番地": "address.street", "方書": "address.building",
    }
)  # fmt: skip
PARTS: Mapping[str, str] = MappingProxyType(
    {
        "金融機関": "bank", "金融機関コード": "bank_code", "支店": "branch", "店番": "branch_code", "預金種目": "kind",
        "口座番号": "number", "口座名義": "holder", "郵便番号": "postcode", "住所": "area", "番地": "street", "方書": "building",
    }
)  # fmt: skip
ACCOUNT_KINDS = MappingProxyType({"普通": "ordinary", "当座": "current", "貯蓄": "savings"})
# Whoever is written to is named, has an address, and knows something beside the code on the letter.
NEEDED = (NUMBER, "name", "address.area", "address.street", "address.postcode")
SECOND = ("birth_date", "phone")
# Why nothing is printed for somebody who stands in the list.
STOPS: Mapping[str, str] = MappingProxyType(
    {"支援措置": "shielded", "転出": "moved", "死亡": "dead", "停止": "stopped", "1": "stopped", "": ""}
)
# Their labels would be found by more than one procedure; these fields are always known.
ALWAYS = ("name", "name_kana", "address", "birth_date", "phone")
LONGEST_NUMBER = 20


@dataclass(frozen=True)
class RowFault:
    """One thing wrong: the row as Excel counts, the column by its name, and what it is; never the value itself."""

    row: int
    column: str
    code: str


@dataclass(frozen=True)
class Columns:
    """The list's columns: for each its name, its field and the part of the field it fills."""

    names: tuple[str, ...]
    fields: Mapping[str, Field]
    places: tuple[tuple[str, str], ...]
    faults: tuple[RowFault, ...] = ()


@dataclass(frozen=True)
class Entry:
    """What a row says about one person; it is personal, so it never prints itself."""

    row: int
    number: str = field(repr=False)
    stop: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict, repr=False)
    answer_by: str = ""


def columns(header: Sequence[str], procedure: Procedure, dictionary: Dictionary) -> Columns:
    """The columns of a header line, or what is wrong with it."""
    names = tuple(_plain(name) for name in header)
    known = _known(procedure, dictionary)
    places = tuple(_place(name, known) for name in names)
    keys = [".".join(filter(None, place)) for place in places]
    faults = [
        RowFault(1, name, "column_unknown")
        for name, place in zip(names, places, strict=True)
        if not place[0] and name
    ]
    faults += [RowFault(1, key, "column_twice") for key in dict.fromkeys(keys) if key and keys.count(key) > 1]
    said = {usual: name for name, usual in USUAL.items()}
    faults += [RowFault(1, said.get(key, key), "column_missing") for key in NEEDED if key not in keys]
    if not any(key in keys for key in SECOND):
        faults.append(RowFault(1, said["birth_date"], "column_second"))
    return Columns(names, known, places, tuple(faults))


def entry(found: Columns, row: int, cells: Sequence[str], day: date) -> tuple[Entry, list[RowFault]]:
    """One row read, and everything wrong with it."""
    values: dict[str, dict[str, str]] = {}
    faults = list(_cell_faults(found, row, cells))
    for (key, part), cell in zip(found.places, cells, strict=False):
        if key:
            values.setdefault(key, {})[part or "value"] = cell.strip()
    said = {key: parts.get("value", "") for key, parts in values.items()}
    number = unicodedata.normalize("NFKC", said.get(NUMBER, ""))
    stop, until = STOPS.get(said.get(STOP, "")), _day(said.get(ANSWER_BY, ""))
    faults += [
        RowFault(row, column, code)
        for column, code, wrong in (
            (
                "宛名番号",
                "number_missing",
                not number or len(number) > LONGEST_NUMBER or not number.isalnum(),
            ),
            ("発送停止", "stop_unknown", stop is None),
            ("回答期限", "day_unreadable", until is None),
        )
        if wrong
    ]
    answers: dict[str, Any] = {}
    for key, parts in values.items():
        if key in found.fields:
            answers[key] = _read(found, key, parts, day, row, faults)
    faults += list(_left_out(found, row, answers, faults, stopped=bool(stop)))
    kept = {key: value for key, value in answers.items() if value is not None}
    return Entry(row, number, stop or "", kept, until or ""), faults


def _left_out(
    found: Columns, row: int, answers: Mapping[str, Any], faults: Sequence[RowFault], *, stopped: bool
) -> Iterator[RowFault]:
    """What everybody must have and this row has not; what is there and cannot be read was told already."""
    told = {one.column for one in faults}
    unread = {place[0] for name, place in zip(found.names, found.places, strict=True) if name in told}
    if not answers.get("name") and "name" not in unread:
        yield RowFault(row, "氏名", "name_missing")
    if not stopped and not answers.get("address") and "address" not in unread:
        yield RowFault(row, "住所", "address_missing")
    if not any(answers.get(key) for key in SECOND) and not unread.intersection(SECOND):
        yield RowFault(row, "生年月日", "second_missing")


def looks_like_individual_numbers(numbers: Sequence[str]) -> bool:
    """Whether a column of numbers is one of 個人番号: by chance only every tenth of twelve digits passes the check."""
    twelve = [one for one in numbers if len(one) == 12 and one.isascii() and one.isdigit()]
    return bool(twelve) and all(has_check_digit(one) for one in twelve)


def _known(procedure: Procedure, dictionary: Dictionary) -> dict[str, Field]:
    """The fields a list may fill: what everybody has, and what this procedure asks, files and lists aside."""
    always = {key: one for key in ALWAYS if (one := dictionary.get(key))}
    asked = {ask.key: ask.field for ask in procedure.asks if ask.kind not in ("file", "group", "yes")}
    return {**always, **asked}


def _place(name: str, known: Mapping[str, Field]) -> tuple[str, str]:
    """The field of a column and the part of it, both empty where nobody knows it."""
    usual = USUAL.get(name, name)
    if usual in (NUMBER, STOP, ANSWER_BY):
        return usual, ""
    key, _, part = usual.replace("／", "/").replace("/", ".", 1).partition(".")
    labels = {_plain(one.label.say("ja").text): one.key for one in known.values()}
    key, part = labels.get(key, key), PARTS.get(part, part)
    if key not in known:
        return "", ""
    parts = {one.key for one in KINDS[known[key].kind].parts}
    whole = "" if len(parts) == 1 or known[key].kind in ("date", "birth", "month") else None
    return (key, part) if (part in parts if part else whole is not None) else ("", "")


def _read(
    found: Columns, key: str, parts: Mapping[str, str], day: date, row: int, faults: list[RowFault]
) -> Any:
    one = found.fields[key]
    if one.kind in ("date", "birth", "month") and set(parts) == {"value"}:
        parts = {"year": parts["value"]}
    if one.kind == "bank_account":
        parts = {**parts, "kind": ACCOUNT_KINDS.get(parts.get("kind", ""), parts.get("kind", ""))}
    answer = answering.read(one, parts, day)
    if answer.fault is not None:
        column = next(n for n, place in zip(found.names, found.places, strict=True) if place[0] == key)
        faults.append(RowFault(row, column, answer.fault.code))
    return answer.value


def _cell_faults(found: Columns, row: int, cells: Sequence[str]) -> Iterator[RowFault]:
    """A row that is longer than the header, and twelve digits that are a 個人番号 where no 宛名番号 stands."""
    if any(cell.strip() for cell in cells[len(found.names) :]):
        yield RowFault(row, "", "too_many_cells")
    for name, place, cell in zip(found.names, found.places, cells, strict=False):
        if place[0] != NUMBER and len(cell) >= 12 and find_individual_numbers(cell):
            yield RowFault(row, name, "individual_number")


def _day(text: str) -> str | None:
    """A day as ISO, nothing for an empty cell, None for what is no day."""
    found = read_day(text) if text else None
    return "" if not text else found.isoformat() if found else None


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().lstrip("\ufeff")
