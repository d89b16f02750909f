"""Where the boxes of a compiled form lie, read from WeasyPrint's layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# WeasyPrint lays out in CSS pixels, PDF counts in points from the foot of the page.
POINT = 0.75


@dataclass(frozen=True)
class Spot:
    """One box on one page, in points: its left edge, its upper edge counted from the foot, and what belongs into it."""

    expression: str
    page: int
    left: float
    top: float
    wide: float
    high: float
    size: float
    align: str = "start"
    lines: int = 1
    cells: int = 0
    kind: str = "text"


@dataclass(frozen=True)
class Blank:
    """A form compiled once: its pages with every box open, and where the boxes are."""

    pdf: bytes
    pages: int
    spots: tuple[Spot, ...]


def spots(pages: Any) -> Iterator[Spot]:
    """Every marked box of a laid-out document, in the order in which it was written."""
    for number, page in enumerate(pages):
        seen: set[int] = set()
        for box in page._page_box.descendants(placeholders=True):  # noqa: SLF001 (the layout is told by no public name)
            element = getattr(box, "element", None)
            # An element's own lines and words carry its name too; the outermost comes first.
            if element is None or id(element) in seen or element.get("data-box") is None:
                continue
            seen.add(id(element))
            yield _spot(element, box, number, page.height)


def _spot(element: Any, box: Any, page: int, height: float) -> Spot:
    ring = element.get("data-ring") is not None
    left, top = (
        (box.border_box_x(), box.border_box_y()) if ring else (box.content_box_x(), box.content_box_y())
    )
    wide, high = (box.border_width(), box.border_height()) if ring else (box.width, box.height)
    kinds = (
        name for name in ("tick", "ring", "qr", "cells", "pad") if element.get(f"data-{name}") is not None
    )
    return Spot(
        expression=element.get("data-box"),
        page=page,
        left=left * POINT,
        top=(height - top) * POINT,
        wide=wide * POINT,
        high=high * POINT,
        size=box.style["font_size"] * POINT,
        align=_align(box.style["text_align_all"]),
        lines=int(element.get("data-lines") or 1),
        cells=int(element.get("data-cells") or 0),
        kind=next(kinds, "text"),
    )


def _align(said: str) -> str:
    return {"center": "middle", "right": "end", "end": "end"}.get(said, "start")
