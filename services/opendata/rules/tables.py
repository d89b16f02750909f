"""Sets of open data as values: what each is, which fields it has, and its rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

Cell = str | int | float | None
Line = Mapping[str, Cell]
LATITUDE, LONGITUDE = "緯度", "経度"


class Holds(Enum):
    """What a field holds, as programs are told."""

    WORDS = "string"
    DAY = "date"
    NUMBER = "number"
    COUNT = "integer"


@dataclass(frozen=True)
class Field:
    """One column."""

    name: str
    holds: Holds = Holds.WORDS
    # How it is written, for whoever reads it by program.
    words: str = ""
    # Whether one publisher alone was seen to use this name of the standard.
    alone: bool = False


@dataclass(frozen=True)
class Dataset:
    """One set: its words are message ids, its fields are in the order in which they are published."""

    key: str
    title: str
    text: str
    theme: str
    # How often it changes: an EU frequency code, and its words.
    rhythm: tuple[str, str]
    fields: tuple[Field, ...]
    # The fields that a preview shows: not every one of forty fits a page.
    shown: tuple[str, ...]
    # The set of the national standard, where there is one.
    standard: str = ""
    # Whether small counts are left out.
    hides: bool = False

    @property
    def places(self) -> bool:
        """Whether its rows have a place on the map."""
        return any(one.name == LATITUDE for one in self.fields)

    @property
    def names(self) -> tuple[str, ...]:
        """The header."""
        return tuple(one.name for one in self.fields)

    @property
    def alone(self) -> tuple[str, ...]:
        """The columns whose names no second publisher confirms."""
        return tuple(one.name for one in self.fields if one.alone)

    @property
    def formats(self) -> tuple[str, ...]:
        """The files there are of it."""
        return ("csv", "xlsx", "geojson") if self.places else ("csv", "xlsx")


@dataclass(frozen=True)
class Table:
    """A set with its rows on a day."""

    about: Dataset
    updated: date
    rows: tuple[Line, ...] = field(default=())


def written(value: Cell) -> str:
    """A cell in a CSV; what is hidden or unknown is empty."""
    return "" if value is None else str(value)


def read(holds: Holds, text: str) -> Cell:
    """A cell of a list for programs: numbers as numbers, the rest as it is written."""
    if text == "":
        return None
    if holds is Holds.COUNT:
        return int(text)
    return float(text) if holds is Holds.NUMBER else text
