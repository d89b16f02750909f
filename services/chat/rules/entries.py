"""One entry of what the town answers: its columns, what is wrong with it, and which others say the same."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from chatbot.folding import folded
from forms.numbers import find_individual_numbers
from portal.pack import lists
from portal.pack.lists import EASY, ENGLISH, Row
from portal.pack.shapes import FAQ

Cells = Mapping[str, str]
REVIEW = "見直し日"
# The format in which most towns keep theirs, and the columns it stands for.
SHORT: Mapping[str, str] = {"ID": "ID", "問い合わせ文": "質問", "応答文": "回答", "カテゴリ": "分類"}
LANGUAGES = ("", EASY, ENGLISH)
WORDED = ("質問", "回答", "分類")
DAYS = ("確認日", "見直し日", "適用開始日", "適用終了日")
# What must be written before it can be published; what is missing in the other languages is told beside it.
NEEDED = ("ID", "質問", "回答", "分類")
LONGEST = 2000
# An entry that is due so soon stands on the list of those to be looked at.
SOON = timedelta(days=30)
_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_LINK = re.compile(r"(https?://[^\s<>\"]+|/[a-z0-9/_-]*)")


def normal(typed: Mapping[str, str]) -> Cells:
    """An entry as it is kept: every column of the list, spaces at the ends left out."""
    return {column: typed.get(column, "").replace("\r\n", "\n").strip() for column in FAQ.columns}


def faults(cells: Cells, divisions: Iterable[str], procedures: Iterable[str]) -> list[tuple[str, str]]:
    """What is wrong, as pairs of column and code."""
    found = [(name, "needed") for name in NEEDED if not cells.get(name)]
    if cells.get("ID") and not _ID.fullmatch(cells["ID"]):
        found.append(("ID", "id"))
    found += [(name, "long") for name, value in cells.items() if len(value) > LONGEST]
    found += [(name, "day") for name in DAYS if cells.get(name) and lists.day(cells[name]) is None]
    found += [(name, "number") for name, value in cells.items() if find_individual_numbers(value)]
    if cells.get("リンク") and not _LINK.fullmatch(cells["リンク"]):
        found.append(("リンク", "link"))
    if cells.get("部署ID") and cells["部署ID"] not in set(divisions):
        found.append(("部署ID", "division"))
    if cells.get("手続ID") and cells["手続ID"] not in set(procedures):
        found.append(("手続ID", "procedure"))
    return found


def missing(cells: Cells) -> list[str]:
    """The columns in which a language has no words yet."""
    return [word + ending for word in WORDED for ending in LANGUAGES if not cells.get(word + ending)]


def due(row: Row, day: date) -> bool:
    """Whether somebody has to look at it again."""
    review = lists.day(row[REVIEW])
    return review is None or review <= day + SOON


def names(cells: Cells) -> list[str]:
    """What an entry may be asked by."""
    asked = [cells.get("質問", ""), *cells.get("言い換え", "").split(";")]
    return [plain for one in asked if (plain := "".join(folded(one).split()))]


def doubles(rows: Sequence[Row]) -> list[tuple[Row, Row, str]]:
    """Entries that are asked by the same words: which of them answers would be chance."""
    seen: dict[str, Row] = {}
    found = []
    for row in rows:
        for name in dict.fromkeys(names(row.cells)):
            other = seen.setdefault(name, row)
            if other["ID"] != row["ID"]:
                found.append((other, row, name))
    return found


def with_names(cells: Cells, more: Iterable[str]) -> Cells:
    """An entry with further words by which it is asked; those it has already are not said twice."""
    known = [one.strip() for one in cells.get("言い換え", "").split(";") if one.strip()]
    there = set(names(cells))
    for one in more:
        plain = "".join(folded(one).split())
        if plain and plain not in there:
            known.append(one.replace(";", " ").strip())
            there.add(plain)
    return {**cells, "言い換え": ";".join(known)}


def next_id(rows: Iterable[Row]) -> str:
    """A free ID in the manner of the list."""
    numbers = [int(found[1]) for row in rows if (found := re.fullmatch(r"faq(\d+)", row["ID"]))]
    return f"faq{max(numbers, default=0) + 1:03}"


def long_of(typed: Mapping[str, str], known: Cells | None) -> Iterator[tuple[str, str]]:
    """The columns of a line in the short format; what that format does not say stays as it was."""
    yield from (known or {}).items()
    for short, column in SHORT.items():
        yield column, typed.get(short, "")
