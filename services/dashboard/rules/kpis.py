"""The figures of the plan as they stand: what is reached, what was aimed at, and what may come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2s

from portal.pack.formulas import Base, Formula, formula
from portal.pack.rows import Kpi
from services.dashboard.rules.asking import Source
from services.dashboard.rules.measuring import Offers, Point, expected, month_ahead, of_year, points
from services.dashboard.rules.outlook import Band
from services.dashboard.rules.periods import Year, months, whole_months

GOALS, FACTS = ("目標", "想定値"), ("実績", "現状")
# How far back a trend is looked for.
_BACK = 24


class Finding(StrEnum):
    """What a figure means, in a word for which the page has a sentence."""

    NOTHING = "nothing"
    NO_GOAL = "no_goal"
    REACHED = "reached"
    WILL = "will"
    WILL_NOT = "will_not"
    OPEN = "open"
    SHORT = "short"


@dataclass(frozen=True)
class Printed:
    """A figure of the plan under one name, with every row that the plan prints of it."""

    name: str
    unit: str
    rows: tuple[Kpi, ...]
    formula: Formula | None

    @property
    def key(self) -> str:
        """Its name in addresses, which stays while the plan calls it so."""
        return blake2s(self.name.encode(), digest_size=5).hexdigest()

    @property
    def base(self) -> Base:
        """What is counted for it."""
        return self.formula.meaning.base if self.formula else Base.ENTERED

    @property
    def is_draft(self) -> bool:
        """Whether the plan that prints it is 素案."""
        return any("素案" in row.note for row in self.rows)

    @property
    def less_is_better(self) -> bool:
        """Whether the plan asks for no more than so much: it says 以下, or wants none ever."""
        goals = [row for row in self.rows if row.kind in GOALS]
        return any(row.value.endswith("以下") for row in goals) or (
            len(goals) > 1 and all(row.number == 0 for row in goals)
        )

    def goal(self, year: int) -> Kpi | None:
        """What is aimed at in a 年度, or in the next for which something is printed; a goal without a year counts last."""
        goals = [row for row in self.rows if row.kind in GOALS and row.number is not None]
        dated = sorted((row for row in goals if row.year is not None), key=lambda row: row.year or 0)
        ahead = [row for row in dated if (row.year or 0) >= year]
        return next(iter([*ahead[:1], *dated[-1:], *goals[-1:]]), None)

    def fact(self, year: int) -> Kpi | None:
        """The newest figure that the plan prints as reached, up to a 年度."""
        facts = [row for row in self.rows if row.kind in FACTS and row.number is not None]
        dated = [row for row in facts if row.year is not None and row.year <= year]
        newest = sorted(dated, key=lambda row: row.year or 0)[-1:]
        return next(iter([*newest, *(row for row in facts if row.year is None)]), None)


@dataclass(frozen=True)
class Standing:
    """How a figure stands in a 年度; `source` says whether it was counted, entered or printed."""

    printed: Printed
    year: Year
    value: float | None
    source: str
    of_year: int | None
    goal: Kpi | None
    trend: tuple[Point, ...]
    outlook: Band | None
    # The last month of the 年度, which continues the line of months; the outlook speaks of the 年度 as a whole.
    month_ahead: Band | None = None

    @property
    def wanted(self) -> float | None:
        """The goal as a number."""
        return float(self.goal.number) if self.goal and self.goal.number is not None else None

    @property
    def gap(self) -> float | None:
        """How much is missing; nothing where the goal is reached or there is none."""
        if self.value is None or self.wanted is None or self.reached:
            return None
        return abs(self.wanted - self.value)

    @property
    def reached(self) -> bool:
        """Whether the goal is reached."""
        return self.value is not None and self.wanted is not None and self._enough(self.value)

    @property
    def finding(self) -> Finding:
        """What it means."""
        if self.value is None:
            return Finding.NOTHING
        if self.wanted is None:
            return Finding.NO_GOAL
        if self.reached:
            return Finding.REACHED
        # A forecast ends with the year; a goal of a later one is not measured by it.
        if self.outlook is None or self.goal is None or self.goal.year != self.year.number:
            return Finding.SHORT
        ends = [self._enough(self.outlook.low), self._enough(self.outlook.high)]
        return Finding.WILL if all(ends) else Finding.OPEN if any(ends) else Finding.WILL_NOT

    def _enough(self, value: float) -> bool:
        wanted = self.wanted or 0.0
        return value <= wanted if self.printed.less_is_better else value >= wanted


def listed(rows: Sequence[Kpi]) -> tuple[Printed, ...]:
    """The plan's figures in the order in which it prints them."""
    names: dict[str, list[Kpi]] = {}
    for row in rows:
        names.setdefault(row.kpi, []).append(row)
    return tuple(
        Printed(name, those[0].unit, tuple(those), formula(those[0].formula)) for name, those in names.items()
    )


def standing(
    printed: Printed, year: Year, source: Source, offers: Offers, entered: Mapping[int, float]
) -> Standing:
    """A figure as it stands in a 年度: counted where it can be, else entered, else as the plan prints it."""
    goal = printed.goal(year.number)
    if printed.formula is not None:
        first = min(whole_months(year.last, _BACK)[0], year.first)
        past = points(printed.formula, source, offers, first, year.last)
        past = past[next((place for place, one in enumerate(past) if one.whole and one.part), len(past)) :]
        here = [one for one in past if one.month in months(year.first, year.last)]
        value = of_year(printed.formula, here)
        if value is not None:
            # What is offered is decided and does not drift, so that no line through it foretells anything.
            drifts = printed.base is not Base.PROCEDURES
            ahead = expected(printed.formula, past, year) if drifts else None
            month = month_ahead(printed.formula, past, year) if drifts else None
            return Standing(printed, year, value, "counted", year.number, goal, past, ahead, month)
    known = [one for one in entered if one <= year.number]
    if known:
        newest = max(known)
        return Standing(printed, year, entered[newest], "entered", newest, goal, (), None)
    fact = printed.fact(year.number)
    value = float(fact.number) if fact and fact.number is not None else None
    return Standing(printed, year, value, "printed", fact.year if fact else None, goal, (), None)
