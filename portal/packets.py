"""How the answers of one person lie in the boxes of a compiled form, and what of them must go to a 別紙."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from forms.boxes import SHEET
from forms.fitting import FLOOR, Fit, cell_letters, fit
from forms.geometry import Blank, Spot
from forms.overlay import Filling
from forms.typeface import Case
from portal.pack.sheets import Paper

MORE = "sheet:more."
_DRAWN = "x"


@dataclass
class Plan:
    """One form laid out: what goes where, the rows of its 別紙, and whether a letter needs a font that no overlay has."""

    fillings: dict[int, list[Filling]] = field(default_factory=lambda: defaultdict(list))
    fits: dict[str, list[Fit]] = field(default_factory=lambda: defaultdict(list))
    annex: list[tuple[str, str]] = field(default_factory=list)
    lacking: bool = False


def plan(paper: Paper, blank: Blank, case: Case) -> Plan:
    """Lay one person's answers into a form."""
    made = _Planner(paper, blank, case)
    return made.done()


class _Planner:
    def __init__(self, paper: Paper, blank: Blank, case: Case) -> None:
        self.paper, self.blank, self.case = paper, blank, case
        self.plan = Plan()
        self.numbers: dict[str, int] = {}
        self.drawn = drawn(blank.spots)

    def done(self) -> Plan:
        for spot in self.blank.spots:
            if spot.expression.startswith(SHEET):
                continue
            self._put(spot, self._answer(spot))
        for group, most in self.drawn.items():
            self.plan.annex.extend(self.paper.beyond(group, most))
        # What the paper says of itself is known only when it is known whether it has a 別紙.
        for spot in self.blank.spots:
            if spot.expression.startswith(SHEET):
                self._put(spot, self._about(spot))
        return self.plan

    def _put(self, spot: Spot, found: Fit) -> None:
        self.plan.fillings[spot.page].append(Filling(spot, found))
        if spot.kind in ("text", "cells"):
            self.plan.fits[spot.expression].append(found)

    def _answer(self, spot: Spot) -> Fit:
        if spot.kind == "pad":
            drawn_path = self.paper.about.get(spot.expression, "")
            return Fit((drawn_path,) if drawn_path else (), spot.size)
        text = self.paper.filled.text(spot.expression)
        if spot.kind in ("tick", "ring"):
            return Fit((_DRAWN,) if text else (), spot.size)
        if not text:
            return Fit((), spot.size)
        if self.case.lacking(text):
            self.plan.lacking = True
            return Fit((), spot.size)
        return self._within(spot, text) or self._elsewhere(spot, text)

    def _within(self, spot: Spot, text: str) -> Fit | None:
        if spot.cells:
            letters = cell_letters(text)
            return Fit(tuple(letters), spot.size) if len(letters) <= spot.cells else None
        return fit(text, (spot.wide, spot.high), spot.size, spot.lines, self.case.width)

    def _elsewhere(self, spot: Spot, text: str) -> Fit:
        number = self._number(spot.expression, text)
        if spot.cells:
            return Fit(tuple(f"別紙{number}"[: spot.cells]), spot.size)
        for words in (f"別紙{number}のとおり", f"別紙{number}"):
            if found := self._within(spot, words):
                return found
        return Fit((f"別紙{number}",), FLOOR, f"{FLOOR:g}")

    def _number(self, expression: str, text: str) -> int:
        """One row for one answer, however often the form asks for it."""
        if expression not in self.numbers:
            words = self.paper.filled.label(expression)
            self.plan.annex.append((words.say("ja").text if words else "", text))
            self.numbers[expression] = len(self.plan.annex)
        return self.numbers[expression]

    def _about(self, spot: Spot) -> Fit:
        said = self.paper.about.get(spot.expression, "")
        if spot.expression == "sheet:qr":
            number = self.paper.about["sheet:number"]
            return Fit((number,) if number else (), spot.size)
        if spot.expression.startswith(MORE):
            group = spot.expression.removeprefix(MORE)
            beyond = self.paper.filled.count(group) - self.drawn.get(group, 0)
            said = f"ほか{beyond}件は別紙のとおり" if beyond > 0 else ""
        if spot.expression == "sheet:stamp" and said and self.plan.annex:
            said += "　別紙あり"
        if not said:
            return Fit((), spot.size)
        return self._within(spot, said) or Fit((said,), FLOOR, f"{FLOOR:g}")


def drawn(spots: Sequence[Spot]) -> dict[str, int]:
    """How many items of each group a form has rows for."""
    found: dict[str, int] = {}
    for group, place in _items(spots):
        found[group] = max(found.get(group, 0), place + 1)
    return found


def _items(spots: Sequence[Spot]) -> Iterator[tuple[str, int]]:
    for spot in spots:
        group, _, rest = spot.expression.partition("=")[0].partition(".")
        place = rest.partition(".")[0]
        if place.isdigit():
            yield group, int(place)
