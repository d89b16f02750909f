"""Several towns' plans side by side: only where the definition is the same word of the closed language, in the same unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from portal.pack.formulas import Formula
from portal.pack.rows import Kpi
from services.dashboard.rules.kpis import Printed

# Names that share so much of their letters look like the same figure to a reader.
_ALIKE = 0.6

Plans = Mapping[str, Sequence[Printed]]


@dataclass(frozen=True)
class Beside:
    """One town's figure: the newest that its plan prints as reached, and what it aims at."""

    town: str
    name: str
    fact: Kpi | None
    goal: Kpi | None
    is_draft: bool


@dataclass(frozen=True)
class Same:
    """Figures of several towns that are counted in the same way."""

    formula: Formula
    unit: str
    towns: tuple[Beside, ...]


@dataclass(frozen=True)
class Lookalike:
    """Two figures whose names are alike and whose definitions are not known to be the same."""

    here: tuple[str, str]
    there: tuple[str, str]


def same(plans: Plans, year: int) -> tuple[Same, ...]:
    """Every definition that at least two towns share; what is entered by hand has none that could be shared."""
    found: dict[tuple[str, tuple[str, ...], str], list[Beside]] = {}
    for town, printed in plans.items():
        for one in printed:
            if one.formula is not None:
                key = (one.formula.word, tuple(sorted(one.formula.of)), one.unit)
                told = Beside(town, one.name, one.fact(year), one.goal(year), one.is_draft)
                found.setdefault(key, []).append(told)
    return tuple(
        Same(Formula(word, of), unit, tuple(told))
        for (word, of, unit), told in found.items()
        if len({one.town for one in told}) > 1
    )


def lookalikes(plans: Plans) -> tuple[Lookalike, ...]:
    """What a reader might compare and must not: alike by name, but not by a definition that both plans give."""
    found = []
    for (here, ours), (there, theirs) in combinations(plans.items(), 2):
        for one in ours:
            found += [
                Lookalike((here, one.name), (there, other.name))
                for other in theirs
                if _alike(one.name, other.name) and not _shares(one, other)
            ]
    return tuple(found)


def _shares(one: Printed, other: Printed) -> bool:
    return one.formula is not None and one.formula == other.formula and one.unit == other.unit


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return (
        matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
    )
