"""Lists that staff keep in Excel: read as they come, written one way, and every fault named by file, line and column."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

from portal.pack import remedies

FROM, TO, NOTE = "適用開始日", "適用終了日", "備考"
# When somebody last looked at a line, and from which day on it is to be looked at again.
CHECKED, REVIEW = "確認日", "見直し日"
EASY, ENGLISH = "_やさしい", "_英語"
_EXCEL_RUINS = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|#+)")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_ERA_DAY = re.compile(r"(令和|平成|R|H)(\d{1,2}|元)[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
# The year before each era's first, so that 令和1 is 2019. Only the two eras a valid row can name are needed.
_ERA_BASE = MappingProxyType({"令和": 2018, "R": 2018, "平成": 1988, "H": 1988})


@dataclass(frozen=True, order=True)
class PackFault:
    """One thing wrong in a town's folder, said so that the person who wrote the file finds it."""

    file: str
    line: int
    key: str
    message: str

    @property
    def remedy(self) -> str:
        """How to mend it."""
        return remedies.remedy(self.message)

    def __str__(self) -> str:
        told = f"{self.file} {self.line}行目 {self.key}: {self.message}"
        return f"{told}\n    直し方: {self.remedy}" if self.remedy else told


class PackFaults(Exception):
    """Everything wrong in a town's folder at once; nothing of it was loaded."""

    def __init__(self, faults: Iterable[PackFault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True)
class Shape:
    """What a list must look like: which columns are filled, which may be empty, which are said in three languages."""

    name: str
    filled: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    worded: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    open: bool = False

    @property
    def file(self) -> str:
        """The file's name in a town's folder."""
        return f"{self.name}.csv"

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column the list has, in the order it is written."""
        words = [word + ending for word in self.worded for ending in ("", EASY, ENGLISH)]
        return tuple(dict.fromkeys((*self.filled, *words, *self.empty, NOTE, FROM, TO)))

    @property
    def required(self) -> tuple[str, ...]:
        """The columns whose absence means that the list is another list or a damaged one."""
        words = [word + ending for word in self.worded for ending in ("", EASY, ENGLISH)]
        return (*self.filled, *words, FROM, TO)


@dataclass(frozen=True)
class Row:
    """One line of a list with the days it is in force; an empty day is open."""

    line: int
    cells: Mapping[str, str] = field(default_factory=dict)
    valid_from: date | None = None
    valid_to: date | None = None

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def in_force(self, on: date) -> bool:
        """Whether the line holds on a day; both ends are included."""
        return in_force(self.valid_from, self.valid_to, on)


@dataclass(frozen=True)
class Listed:
    """What came of reading one list."""

    shape: Shape
    file: str
    rows: tuple[Row, ...] = ()
    faults: tuple[PackFault, ...] = ()


def in_force(start: date | None, end: date | None, on: date) -> bool:
    """Whether a day lies between two others, an absent one being open."""
    return (start is None or start <= on) and (end is None or on <= end)


def day(text: str) -> date | None:
    """A day as Excel or a clerk writes it: 2027-04-01, 2027/4/1, 2027年4月1日, 令和9年4月1日, R9.4.1."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if found := _DAY.fullmatch(plain):
        year, month, number = (int(part) for part in found.groups())
    elif found := _ERA_DAY.fullmatch(plain):
        era, count, *rest = found.groups()
        year = _ERA_BASE[era] + (1 if count == "元" else int(count))
        month, number = (int(part) for part in rest)
    else:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


def decode(raw: bytes) -> str | None:
    """Text of a list in UTF-8, with or without its mark, or in the code page of Japanese Windows."""
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def read(path: Path, shape: Shape, file: str = "") -> Listed:
    """One list from its file, with everything wrong in it."""
    return parse(path.read_bytes(), shape, file or path.name)


def parse(raw: bytes, shape: Shape, file: str) -> Listed:
    """One list from its bytes: a header that does not fit stops the reading, a line that does not fit only counts."""
    text = decode(raw)
    if text is None or "\0" in text:
        message = "文字コードが読めません。UTF-8 か Shift_JIS(cp932)の CSV で保存してください"
        return Listed(shape, file, faults=(PackFault(file, 1, "", message),))
    lines = _records(text)
    _, header = next(lines, (1, []))
    header = [name.strip() for name in header]
    if faults := tuple(_header_faults(shape, file, header)):
        return Listed(shape, file, faults=faults)
    rows: list[Row] = []
    found: list[PackFault] = []
    for line, cells in lines:
        row, wrong = _row(shape, file, line, header, cells)
        rows.append(row)
        found.extend(wrong)
    return Listed(shape, file, tuple(rows), (*found, *overlaps(shape, file, rows)))


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on, which is not the line it ends on when a cell holds a line break."""
    reader = csv.reader(io.StringIO(text, newline=""))
    begins = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield begins, cells
        begins = reader.line_num + 1


def _header_faults(shape: Shape, file: str, header: Sequence[str]) -> Iterator[PackFault]:
    """A missing, doubled or unknown column: an unknown one is most often a misspelt one, whose data would be lost."""
    for name in shape.required:
        if name not in header:
            yield PackFault(file, 1, name, "この列がありません")
    for name in dict.fromkeys(header):
        if header.count(name) > 1 and name:
            yield PackFault(file, 1, name, "同じ列が2つあります")
        if name and name not in shape.columns and not shape.open:
            yield PackFault(file, 1, name, "知らない列です。列の名前を確かめてください")


def _row(
    shape: Shape, file: str, line: int, header: Sequence[str], cells: Sequence[str]
) -> tuple[Row, list[PackFault]]:
    """One line as a row, and what is wrong with it."""
    values = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if name}
    wrong = list(_cell_faults(shape, file, line, values))
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        wrong.append(PackFault(file, line, "", '列が多すぎます。カンマを含む値は " で囲んでください'))
    days: dict[str, date | None] = {}
    for name in (FROM, TO, CHECKED, REVIEW):
        days[name] = day(values.get(name, ""))
        if values.get(name) and days[name] is None:
            wrong.append(PackFault(file, line, name, f"日付として読めません: {values[name]}"))
    start, end = days[FROM], days[TO]
    if start and end and end < start:
        wrong.append(PackFault(file, line, TO, "終了日が開始日より前です"))
    return Row(line, values, start, end), wrong


def _cell_faults(shape: Shape, file: str, line: int, values: Mapping[str, str]) -> Iterator[PackFault]:
    """Empty cells that must be filled, words missing a language, and what Excel leaves behind when a formula broke."""
    for name in shape.filled:
        if not values.get(name):
            yield PackFault(file, line, name, "空です")
    for word in shape.worded:
        names = [word, word + EASY, word + ENGLISH]
        if any(values.get(name) for name in names):
            for name in names:
                if not values.get(name):
                    yield PackFault(file, line, name, "この言語の文がありません")
    for name, value in values.items():
        if _EXCEL_RUINS.fullmatch(value):
            yield PackFault(file, line, name, f"Excel の誤りの値です: {value}")


def overlaps(shape: Shape, file: str, rows: Sequence[Row]) -> Iterator[PackFault]:
    """Two lines of one key in force on one day: which of them counts would be chance."""
    if not shape.key:
        return
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row[name] for name in shape.key), []).append(row)
    for group in groups.values():
        by_start = sorted(group, key=lambda row: row.valid_from or date.min)
        for earlier, later in pairwise(by_start):
            if (later.valid_from or date.min) <= (earlier.valid_to or date.max):
                yield PackFault(
                    file, later.line, shape.key[0], f"{earlier.line}行目と適用期間が重なっています"
                )


def write(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """A list as Excel opens it without asking: UTF-8 with its mark, CRLF, one header line."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([row.get(name, "") for name in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")
