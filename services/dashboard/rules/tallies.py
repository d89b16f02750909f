"""外部の件数: a list of what was counted elsewhere, read with every fault named by line and column."""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from portal.kinds import Channel
from portal.pack import lists
from services.dashboard.rules.periods import end_of

COLUMNS = ("対象日", "手続ID", "方法", "件数")
# As a clerk writes them.
WAYS: Mapping[str, Channel] = {
    "コンビニ": Channel.KONBINI,
    "自動交付機": Channel.MACHINE,
    "マイナポータル": Channel.MYNA,
    "県の電子申請": Channel.PREFECTURE,
    "窓口の紙": Channel.PAPER,
    # Those that a clerk typed in here are filed, and counted already.
    "郵送": Channel.POST,
    "電話": Channel.TELEPHONE,
}
MOST_LINES, MOST = 20_000, 1_000_000

Slot = tuple[date, str, Channel]


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line; `code` names the sentence."""

    line: int
    column: str
    code: str


@dataclass(frozen=True)
class Read:
    """What a file says, or why none of it is taken."""

    counts: Mapping[Slot, int]
    faults: tuple[Fault, ...]


def read(raw: bytes, known: Callable[[str], bool], today: date) -> Read:
    """Read a file as Excel saves it: UTF-8 or the code page of Japanese Windows."""
    text = lists.decode(raw)
    if text is None:
        return Read({}, (Fault(0, "", "letters"),))
    rows = list(csv.reader(io.StringIO(text)))
    if not rows or tuple(cell.strip() for cell in rows[0][: len(COLUMNS)]) != COLUMNS:
        return Read({}, (Fault(1, "", "columns"),))
    if len(rows) > MOST_LINES:
        return Read({}, (Fault(len(rows), "", "long"),))
    counts: dict[Slot, int] = {}
    faults: list[Fault] = []
    for number, cells in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        found = _line(number, [*map(str.strip, cells), *[""] * len(COLUMNS)], known, today)
        if isinstance(found, Fault):
            faults.append(found)
        elif found[0] in counts:
            faults.append(Fault(number, "", "twice"))
        else:
            counts[found[0]] = found[1]
    return Read({} if faults else counts, tuple(faults))


def _line(
    number: int, cells: list[str], known: Callable[[str], bool], today: date
) -> tuple[Slot, int] | Fault:
    typed, key, way, count = cells[:4]
    day = on(typed)
    if day is None or day.year < 2000:
        return Fault(number, "対象日", "day")
    if day.replace(day=1) > today or (day > today and day != end_of(day)):
        return Fault(number, "対象日", "future")
    if not known(key):
        return Fault(number, "手続ID", "procedure")
    if way not in WAYS:
        return Fault(number, "方法", "way")
    amount = whole(count)
    return Fault(number, "件数", "count") if amount is None else ((day, key, WAYS[way]), amount)


def on(typed: str) -> date | None:
    """A day, or a month as 2026-10: what is counted by the month stands on its last day."""
    day = lists.day(typed)
    month = lists.day(f"{typed}-1") if day is None else None
    return end_of(month) if month else day


def whole(typed: str) -> int | None:
    """A count as it is typed, thousands parted or not."""
    plain = typed.replace(",", "")
    return int(plain) if plain.isascii() and plain.isdigit() and int(plain) <= MOST else None
