"""算出: how a figure of a plan is worked out of what the town counts, as a word of a small closed language."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from portal.pack import shapes
from portal.pack.lists import PackFault
from portal.pack.loaded import Loaded, lines

# Nothing here counts it: somebody enters it.
BY_HAND = "手入力"
_WRITTEN = re.compile(r"([a-z_]+)(?:\(([a-z0-9_, ]+)\))?")


class Base(Enum):
    """What is counted; figures of two bases never stand on one axis."""

    PROCEDURES = "手続数ベース"
    FILINGS = "件数ベース"
    PAYMENTS = "納付の件数"
    ANSWERS = "答えの評価"
    FRIENDS = "登録者"
    WAITS = "待ち時間"
    ENTERED = "手入力"


class Way(Enum):
    """How a figure of a 年度 comes from what was counted in it: all of one in all of another, or as it stood at its end."""

    SHARE = "share"
    MEAN = "mean"
    LEVEL = "level"


@dataclass(frozen=True)
class Meaning:
    """A word of the language."""

    base: Base
    way: Way
    # What it may be narrowed to: procedures by their ids.
    narrows: bool = False


FORMULAS: Mapping[str, Meaning] = MappingProxyType(
    {
        "online_procedures": Meaning(Base.PROCEDURES, Way.LEVEL),
        "online_procedure_share": Meaning(Base.PROCEDURES, Way.LEVEL),
        "window_procedures": Meaning(Base.PROCEDURES, Way.LEVEL),
        "online_share": Meaning(Base.FILINGS, Way.SHARE, narrows=True),
        "konbini_share": Meaning(Base.FILINGS, Way.SHARE, narrows=True),
        "cashless_share": Meaning(Base.PAYMENTS, Way.SHARE, narrows=True),
        "resolved_share": Meaning(Base.ANSWERS, Way.SHARE),
        "friends": Meaning(Base.FRIENDS, Way.LEVEL),
        "mean_wait": Meaning(Base.WAITS, Way.MEAN),
    }
)


@dataclass(frozen=True)
class Formula:
    """A formula as a list says it: its word and the procedures it is narrowed to."""

    word: str
    of: tuple[str, ...] = ()

    @property
    def meaning(self) -> Meaning:
        """What the word means."""
        return FORMULAS[self.word]

    @property
    def is_percent(self) -> bool:
        """Whether it gives a share of a hundred."""
        return self.word.endswith("_share")


def formula(written: str) -> Formula | None:
    """The formula of a cell; None where the figure is entered by hand, or where no such word exists."""
    found = _WRITTEN.fullmatch(written.strip())
    if found is None or found[1] not in FORMULAS:
        return None
    return Formula(found[1], tuple(one.strip() for one in (found[2] or "").split(",") if one.strip()))


def faults(loaded: Loaded) -> Iterator[PackFault]:
    """Every 算出 that says nothing, speaks of a procedure that is not there, or gives another unit."""
    for place, cells in lines(loaded, shapes.KPI):
        written = cells.get("算出", "")
        if written in ("", BY_HAND):
            continue
        found, where = formula(written), (place.file, place.line, "算出")
        if found is None or (found.of and not found.meaning.narrows):
            yield PackFault(*where, f"知らない算出の式です: {written}")
        elif missing := [one for one in found.of if one not in loaded.procedures]:
            yield PackFault(*where, f"算出の式に、ない手続があります: {missing[0]}")
        elif found.is_percent != (cells.get("単位") == "%"):
            yield PackFault(*where, "算出の式と単位が合いません")
