"""What writes into a layout's boxes: a pen that fills them, and one that leaves them open to be filled by overlay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from markupsafe import Markup

from forms import wareki
from forms.boxes import HAND, SHEET, Filled
from forms.fitting import Fit, cell_letters
from forms.qr import svg

# An empty box keeps its line, so that nothing moves when it is filled; CSS collapses every other blank.
BLANK = "\u3000"
OPEN, TICKED = "□", "■"
_KINDS = {"ordinary": "普通", "current": "当座", "savings": "貯蓄"}


class Unboxed(Exception):
    """A layout writes an answer itself and not by a box, so it cannot be compiled once for everybody."""


@dataclass
class Trail:
    """What a layout asked of the answers while it was compiled: as long as that is the same, so is what it wrote."""

    steps: dict[tuple[str, str], int] = field(default_factory=dict)

    def asked(self, what: str, key: str, found: object) -> None:
        # A mark of the answer, salted anew in each process: the answer itself is not kept.
        self.steps[what, key] = hash(repr(found))

    def leads(self, answers: Mapping[str, Any]) -> bool:
        """Whether these answers would be led the same way."""
        return all(
            mark == hash(repr(answers.get(key) if what == "answer" else answers.get(key) is not None))
            for (what, key), mark in self.steps.items()
        )


class Watched(Mapping[str, Any]):
    """Answers that may steer a layout; whichever it looks at is noted."""

    def __init__(self, answers: Mapping[str, Any], trail: Trail) -> None:
        self._answers, self._trail = answers, trail

    def __getitem__(self, key: str) -> Any:
        self._trail.asked("answer", key, self._answers.get(key))
        return self._answers[key]

    def __iter__(self) -> NoReturn:
        raise Unboxed("all answers")

    def __len__(self) -> NoReturn:
        raise Unboxed("all answers")


class Closed(Mapping[str, Any]):
    """Answers in words while a layout is compiled: which there are may steer it, what they say must not reach it."""

    def __init__(self, answers: Mapping[str, Any], trail: Trail) -> None:
        self._answers, self._trail = answers, trail

    def __getitem__(self, key: str) -> NoReturn:
        raise Unboxed(key)

    def get(self, key: str, default: object = None) -> NoReturn:
        raise Unboxed(key)

    def __contains__(self, key: object) -> bool:
        found = self._answers.get(str(key)) is not None
        self._trail.asked("there", str(key), found)
        return found

    def __iter__(self) -> NoReturn:
        raise Unboxed("all answers")

    def __len__(self) -> NoReturn:
        raise Unboxed("all answers")


class Sealed:
    """A word that differs from print to print and must stand in a box of its own."""

    def __str__(self) -> NoReturn:
        raise Unboxed("written outside a box")

    __html__ = __iter__ = __len__ = __add__ = __radd__ = __str__


@dataclass(frozen=True)
class Pen:
    """Writes what each box holds; with `fits` every box knows its size and which of them go to the 別紙."""

    filled: Filled
    about: Mapping[str, str] = field(default_factory=dict)
    symbol: str | Markup = ""
    # One for each time a box is drawn, in the order of the layout.
    fits: Mapping[str, Sequence[Fit]] = field(default_factory=dict)
    _turns: Counter[str] = field(default_factory=Counter)

    def text(self, expression: str) -> str | Markup:
        """The words of one box, on the lines and in the size that were found to fit."""
        fit = self._next(expression)
        if fit is None:
            return self.plain(expression) or BLANK
        lines = Markup("<br>").join(fit.lines) or BLANK
        return Markup('<span class="fit-{}">{}</span>').format(fit.name, lines) if fit.name else lines

    def _next(self, expression: str) -> Fit | None:
        fits, turn = self.fits.get(expression, ()), self._turns[expression]
        self._turns[expression] += 1
        return fits[turn] if turn < len(fits) else None

    def plain(self, expression: str) -> str:
        if expression.startswith(SHEET):
            return self.about.get(expression, "")
        return self.filled.text(expression)

    def cells(self, expression: str, count: int) -> list[str]:
        """One letter a cell."""
        fit = self._next(expression)
        letters = list(fit.lines) if fit else cell_letters(self.plain(expression))
        return [*letters, *[BLANK] * count][: max(count, len(letters))]

    def mark(self, expression: str) -> str:
        """■ or □."""
        return TICKED if self.ticked(expression) else OPEN

    def ticked(self, expression: str) -> bool:
        return bool(self.filled.text(expression))

    def qr(self) -> str | Markup:
        """The symbol of the receipt number, where there is one."""
        number = self.about.get("sheet:number", "")
        return self.symbol or (svg(number, f"受付番号 {number}") if number else "")

    def pad(self) -> str | Markup:
        """What was drawn on the tablet, where something was."""
        path = self.about.get("hand:pad", "")
        if not path:
            return ""
        return Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 200" height="100%"><title>電子サイン</title>'
            '<path fill="none" stroke="#000" stroke-width="9" stroke-linecap="round" d="{}"/></svg>'
        ).format(path)

    def word(self, key: str, value: str) -> str:
        """What a tick says where the layout gives it no words of its own."""
        era = wareki.era(value) if key.endswith(".era") else None
        if era is not None:
            return era.name
        if key.endswith(".kind"):
            return _KINDS[value]
        return self.filled.choice(key, value)


@dataclass(frozen=True)
class OpenPen(Pen):
    """Leaves every box empty; what it wrote is the same for everybody who takes the same path."""

    def text(self, expression: str) -> str | Markup:
        return BLANK

    def cells(self, expression: str, count: int) -> list[str]:
        return [BLANK] * count

    def mark(self, expression: str) -> str:
        return BLANK

    def ticked(self, expression: str) -> bool:
        return False

    def qr(self) -> str | Markup:
        return ""

    def pad(self) -> str | Markup:
        return ""


def is_filled_in(expression: str) -> bool:
    """Whether a box holds an answer, and not a hand's writing or what the paper says of itself."""
    return not expression.startswith((HAND, SHEET))
