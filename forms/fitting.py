"""How words fit into a box of a form: whole, smaller down to a floor, or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

# Smaller than this nobody reads at a counter; what needs less goes to a 別紙.
FLOOR = 7.0
STEPS = (9.0, 8.0, FLOOR)
LEADING = 1.25
_DROPPED = re.compile(r"[\s()（）〒‐-―−ー－-]")

Width = Callable[[str], float]


@dataclass(frozen=True)
class Fit:
    """The lines of a box and their size in points; `name` is the size's class where it is not the box's own."""

    lines: tuple[str, ...]
    size: float
    name: str = ""


def cell_letters(text: str) -> list[str]:
    """What goes into cells of one letter each: the hyphens and brackets between digits are drawn by nobody."""
    return list(_DROPPED.sub("", text)) if any(letter.isdigit() for letter in text) else list(text)


def fit(text: str, box: tuple[float, float], size: float, lines: int, widths: Width) -> Fit | None:
    """The largest of the steps in which a text keeps within a box of points; None where even the floor is too large.

    `widths` gives a text's width at one point.
    """
    wide, high = box
    for step in (size, *(smaller for smaller in STEPS if smaller < size)):
        most = max(lines, int(high / (step * LEADING))) if lines > 1 else 1
        broken = wrapped(text, wide / step, widths, most)
        if broken is not None:
            return Fit(tuple(broken), step, "" if step == size else f"{step:g}")
    return None


def wrapped(text: str, wide: float, widths: Width, most: int) -> Sequence[str] | None:
    """The text broken anywhere into at most so many lines."""
    if widths(text) <= wide:
        return [text]
    if most == 1:
        return None
    found, line, reached = [], "", 0.0
    for letter in clusters(text):
        width = widths(letter)
        if line and reached + width > wide:
            found.append(line)
            line, reached = "", 0.0
            if len(found) == most:
                return None
        line, reached = line + letter, reached + width
    return [*found, line]


def clusters(text: str) -> list[str]:
    """The letters that must stay together: each with its selector of a shape and the marks that stand on it."""
    return re.findall(r".[\u0300-\u036f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef]*", text, re.DOTALL)
