"""Reads tables of a town's files key by key and remembers every fault instead of stopping at the first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from enum import Enum
from typing import TypeVar

from forms.faults import Broken
from forms.wording import LANGUAGES, NOTHING, Wording

E = TypeVar("E", bound=Enum)


class Table:
    """One table of a file, with its path, its remaining keys and the faults found so far."""

    def __init__(self, mapping: object, path: str, faults: list[Broken]) -> None:
        self.path = path
        self.faults = faults
        self._rest: dict[str, object] = {}
        # What the reader has asked for, which is all that may be written here.
        self._known: set[str] = set()
        if isinstance(mapping, Mapping):
            self._rest = {str(key): value for key, value in mapping.items()}
        else:
            self.fault("", "表（キーと値の組）ではありません")

    def at(self, key: str) -> str:
        return ".".join(piece for piece in (self.path, key) if piece)

    def fault(self, key: str, message: str) -> None:
        self.faults.append(Broken(self.at(key), message))

    def __contains__(self, key: str) -> bool:
        self._known.add(key)
        return key in self._rest

    def take(self, key: str) -> object:
        self._known.add(key)
        return self._rest.pop(key, None)

    def text(self, key: str, *, needed: bool = False, default: str = "") -> str:
        value = self.take(key)
        if value is None:
            if needed:
                self.fault(key, "必要な項目がありません")
            return default
        if isinstance(value, str):
            return value
        self.fault(key, "文字列ではありません")
        return default

    def integer(self, key: str) -> int | None:
        value = self.take(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self.fault(key, "整数ではありません")
        return None

    def flag(self, key: str) -> bool:
        value = self.take(key)
        if value is None or isinstance(value, bool):
            return bool(value)
        self.fault(key, "true か false ではありません")
        return False

    def day(self, key: str) -> date | None:
        value = self.take(key)
        if value is None or type(value) is date:
            return value
        self.fault(key, "日付（2026-04-01 の形）ではありません")
        return None

    def one_of(self, key: str, kinds: type[E], default: E) -> E:
        value = self.take(key)
        if value is None:
            return default
        # Enums of numbers are written by their names, enums of words by their words.
        named = {m.value if isinstance(m.value, str) else m.name: m for m in kinds}
        if isinstance(value, str) and value in named:
            return named[value]
        self.fault(key, f"{'・'.join(named)} のどれでもありません")
        return default

    def wording(self, key: str, *, needed: bool = False) -> Wording:
        value = self.take(key)
        if value is None:
            if needed:
                self.fault(key, "言葉がありません")
            return NOTHING
        return read_wording(value, self.at(key), self.faults)

    def wordings(self, key: str) -> tuple[Wording, ...]:
        return tuple(read_wording(value, path, self.faults) for path, value in self.items(key))

    def strings(self, key: str) -> tuple[str, ...]:
        found = [value for _, value in self.items(key)]
        if not all(isinstance(value, str) for value in found):
            self.fault(key, "文字列の並びではありません")
        return tuple(value for value in found if isinstance(value, str))

    def items(self, key: str) -> list[tuple[str, object]]:
        """The items of a list, each with its own path."""
        value = self.take(key)
        if value is None:
            return []
        if isinstance(value, Sequence) and not isinstance(value, str | bytes):
            return [(f"{self.at(key)}[{place}]", item) for place, item in enumerate(value, 1)]
        self.fault(key, "並び（[ ]）ではありません")
        return []

    def tables(self, key: str) -> list[Table]:
        return [Table(item, path, self.faults) for path, item in self.items(key)]

    @property
    def empty(self) -> bool:
        """Whether everything has been taken."""
        return not self._rest

    def rest(self) -> dict[str, object]:
        """Whatever has not been taken yet, taken now."""
        rest, self._rest = self._rest, {}
        return rest

    def finish(self) -> None:
        """Tell of every key nobody knows: it is nearly always a typing slip."""
        for key in self.rest():
            self.fault(key, f"知らない項目です{meant(key, self._known)}")


def pair(table: Table, key: str) -> tuple[int, int] | None:
    """Two bounds, the lower one first."""
    if key not in table:
        return None
    found = bounds_of(table.take(key))
    if found is None:
        table.fault(key, "[最小, 最大] の形ではありません")
    return found


def bounds_of(value: object) -> tuple[int, int] | None:
    """A least and a greatest whole number as they are written, [0, 90]; None for anything else."""
    if isinstance(value, list) and len(value) == 2:
        low, high = value
        if type(low) is int and type(high) is int and low <= high:
            return low, high
    return None


def meant(word: str, known: Iterable[str]) -> str:
    """The word that was probably meant, to be put behind a fault; nothing where none is near."""
    near = get_close_matches(word, sorted(known), 1, 0.7)
    return f"（{near[0]} の書きまちがいではありませんか）" if near else ""


def read_wording(value: object, path: str, faults: list[Broken]) -> Wording:
    """Words in at least the languages that must be complete."""
    if not isinstance(value, Mapping):
        faults.append(Broken(path, "{ ja = …, easy = …, en = … } の形ではありません"))
        return NOTHING
    texts: dict[str, str] = {}
    for lang, text in value.items():
        if lang not in LANGUAGES or not isinstance(text, str):
            faults.append(Broken(f"{path}.{lang}", "知らない言語か、文字列でない言葉です"))
        else:
            texts[lang] = text
    wording = Wording(texts)
    faults.extend(Broken(f"{path}.{lang}", "この言語の言葉がありません") for lang in wording.missing())
    return wording


def raise_all(faults: Sequence[Broken]) -> None:
    """Raise the first fault, with the others behind it, when there is any."""
    if faults:
        first = faults[0]
        raise Broken(first.path, first.message, faults[1:])
