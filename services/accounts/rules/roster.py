"""The personnel office's list of who moves where and when (人事異動), read and checked as values."""

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

COLUMNS = ("職員番号", "氏名", "メール", "所属", "役割", "区分", "開始日", "終了日")
KINDS = {"本務": "main", "兼務": "second", "応援": "help"}
ROLES = {
    "窓口": "counter",
    "担当": "worker",
    "決裁": "approver",
    "編集": "editor",
    "閲覧": "monitor",
    "管理": "administrator",
    "会計": "accountant",
}
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Move:
    """One line: somebody has a role in a division from a day on."""

    line: int
    number: str
    name: str
    mail: str
    division: str
    role: str
    kind: str
    since: date
    until: date | None


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line, as a code; no name and no address stands in it."""

    line: int
    column: str
    code: str


@dataclass(frozen=True)
class Held:
    """A role as it is held now, to be compared with the list."""

    division: str
    role: str
    kind: str
    since: date
    until: date | None


@dataclass(frozen=True)
class Changes:
    """What a list does to one person's roles."""

    end: tuple[tuple[Held, date], ...]
    start: tuple[Held, ...]


def decode(raw: bytes) -> str:
    """The text of a list: UTF-8 with or without its mark, or what Excel writes in Japan."""
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("encoding")


def read(text: str, divisions: Collection[str]) -> tuple[list[Move], list[Fault]]:
    """The moves of a list, and everything that is wrong with it."""
    rows = csv.DictReader(io.StringIO(text, newline=""))
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        return [], [Fault(1, name, "column_missing") for name in missing]
    moves: list[Move] = []
    faults: list[Fault] = []
    for row in rows:
        cells = {name: _clean(row.get(name)) for name in COLUMNS}
        if any(cells.values()):
            found = _move(rows.line_num, cells, divisions, faults)
            moves += [found] if found else []
    return moves, faults + list(_clashes(moves))


def _clean(cell: str | None) -> str:
    return (cell or "").strip()


def _move(line: int, cells: dict[str, str], divisions: Collection[str], faults: list[Fault]) -> Move | None:
    before = len(faults)
    number = unicodedata.normalize("NFKC", cells["職員番号"])
    needed = ("職員番号", "氏名", "所属", "役割", "開始日")
    faults.extend(Fault(line, column, "cell_missing") for column in needed if not cells[column])
    if cells["メール"] and "@" not in cells["メール"]:
        faults.append(Fault(line, "メール", "mail_unreadable"))
    if cells["所属"] and cells["所属"] not in divisions:
        faults.append(Fault(line, "所属", "division_unknown"))
    role, kind = _known(cells["役割"], ROLES), _known(cells["区分"] or "本務", KINDS)
    since, until = _day(cells["開始日"]), _day(cells["終了日"])
    for column, wrong in (
        ("役割", bool(cells["役割"]) and role is None),
        ("区分", kind is None),
        ("開始日", bool(cells["開始日"]) and since is None),
        ("終了日", bool(cells["終了日"]) and until is None),
        ("終了日", since is not None and until is not None and until < since),
    ):
        if wrong:
            faults.append(Fault(line, column, "cell_unreadable"))
    if len(faults) > before or role is None or kind is None or since is None:
        return None
    return Move(line, number, cells["氏名"], cells["メール"], cells["所属"], role, kind, since, until)


def _known(word: str, words: dict[str, str]) -> str | None:
    return words.get(word) or (word if word in words.values() else None)


def _day(text: str) -> date | None:
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", text))
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _clashes(moves: Iterable[Move]) -> Iterable[Fault]:
    """One number belongs to one person, however often it stands in the list."""
    names: dict[str, str] = {}
    for move in moves:
        if names.setdefault(move.number, move.name) != move.name:
            yield Fault(move.line, "氏名", "name_differs")


def changes(held: Iterable[Held], moves: Iterable[Move]) -> Changes:
    """How one person's roles change: a new 本務 ends the old one the day before; 兼務 and 応援 stand beside it."""
    wanted = [Held(move.division, move.role, move.kind, move.since, move.until) for move in moves]
    held = list(held)
    start = tuple(role for role in wanted if role not in held)
    firsts = [role.since for role in start if role.kind == "main"]
    end = []
    for role in held:
        if role in wanted:
            continue
        last = _last_day(role, start, min(firsts) if firsts else None)
        if last is not None and (role.until is None or last < role.until):
            end.append((role, last))
    return Changes(tuple(end), start)


def _last_day(role: Held, start: tuple[Held, ...], main_from: date | None) -> date | None:
    """The day on which a role ends because of the list, or None where it goes on."""
    if role.kind == "main" and main_from is not None:
        return main_from - _DAY
    same = [
        new for new in start if (new.division, new.role, new.kind) == (role.division, role.role, role.kind)
    ]
    # The same second role told anew, with other dates: the new line replaces the old one.
    return min(new.since for new in same) - _DAY if same else None
