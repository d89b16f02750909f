"""What a kind of question must be able to do: name its inputs, read what was typed, split what was stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from forms.faults import Fault
from forms.field import Field, Value

Parts = Mapping[str, str]


@dataclass(frozen=True)
class Part:
    """One input of a kind; `key` is "value" when the kind has a single input."""

    key: str
    type: str = "text"
    inputmode: str = ""
    autocomplete: str = ""
    width: int = 0


def no_notes(parts: Parts, field: Field) -> tuple[Fault, ...]:
    return ()


@dataclass(frozen=True)
class Kind:
    """A kind of question; `read` raises Unfit, and gives None when nothing was typed."""

    name: str
    parts: tuple[Part, ...]
    read: Callable[[Parts, Field, date], Value]
    split: Callable[[Value], dict[str, str]]
    blank: str = "required"
    max: int = 0
    notes: Callable[[Parts, Field], tuple[Fault, ...]] = no_notes


def split_one(value: Value) -> dict[str, str]:
    """The stored value of a kind with a single input, as somebody would type it."""
    return {"value": "" if value is None else str(value)}
