"""Bars: lying ones with their names and numbers beside them, a funnel that says what was lost, and shares over time."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from services.dashboard.rules.charts import drawing
from services.dashboard.rules.charts.drawing import FAINT, HAIR, HEIGHT, INK, WIDTH, Words, label, tag

_ROW, _BAR, _TOP = 34, 12, 8
_REMARK = 18
_SIDE = 112


@dataclass(frozen=True)
class Bar:
    """A bar, what stands beside its name, and a remark under it."""

    name: str
    value: float
    told: str
    remark: str = ""


@dataclass(frozen=True)
class Bars:
    """Bars under one another, the longest as wide as the picture."""

    words: Words
    bars: Sequence[Bar]


@dataclass(frozen=True)
class Shares:
    """Columns of a whole, one a step, split alike; each part is named beside the newest column."""

    words: Words
    steps: Sequence[str]
    names: Sequence[str]
    # For each step, the parts in the order of the names.
    columns: Sequence[Sequence[float]]


def draw(chart: Bars) -> Markup:
    """The picture: the name above its bar, so that a long one has room on a telephone."""
    most = max([one.value for one in chart.bars] or [1.0]) or 1.0
    parts: list[Markup] = []
    for place, one in enumerate(chart.bars):
        y = _TOP + place * (_ROW + (_REMARK if _remarks(chart) else 0))
        width = max(1.0, (WIDTH - 8) * one.value / most)
        parts += [
            label(2, y + 12, one.name, fill=INK),
            label(WIDTH - 2, y + 12, one.told, "end", fill=INK, font_weight="bold"),
            tag("rect", x=2, y=y + 17, width=width, height=_BAR, fill=drawing.colour(0), rx=1),
        ]
        if one.remark:
            parts.append(label(2, y + 42, one.remark, font_size=11))
    height = _TOP + len(chart.bars) * (_ROW + (_REMARK if _remarks(chart) else 0)) + 4
    return drawing.frame(chart.words, parts, height=height)


def _remarks(chart: Bars) -> bool:
    return any(one.remark for one in chart.bars)


def shares(chart: Shares) -> Markup:
    """The picture: from a wholly filled column on each step; a step on which nothing happened is left open."""
    left, right, top, bottom = 42, _SIDE, 14, 34
    wide, high = WIDTH - left - right, HEIGHT - top - bottom
    slot = wide / max(1, len(chart.steps))
    parts: list[Markup] = [drawing.patterns(chart.words.key, len(chart.names))]
    for mark in (0, 50, 100):
        y = top + high * (1 - mark / 100)
        parts.append(tag("path", d=f"M{left} {y:.1f}H{WIDTH - right}", stroke=HAIR, fill="none"))
        parts.append(label(left - 5, y + 4, f"{mark}%", "end", font_size=11))
    ends: list[float] = [top + high / 2] * len(chart.names)
    for place, column in enumerate(chart.columns):
        whole, base = sum(column), 0.0
        if whole <= 0:
            continue
        for number, value in enumerate(column):
            tall = high * value / whole
            y = top + high - base - tall
            if tall > 0:
                parts.append(
                    tag(
                        "rect", x=left + slot * place + slot * 0.08, y=y, width=slot * 0.84, height=tall,
                        fill=drawing.area(chart.words.key, number),
                    )
                )  # fmt: skip
            ends[number] = y + tall / 2 + 4
            base += tall
    parts += _steps(chart.steps, left, slot)
    return drawing.frame(chart.words, [*parts, *_named(chart, ends, top, top + high)])


def _named(chart: Shares, ends: Sequence[float], low: float, high: float) -> list[Markup]:
    newest = next((column for column in reversed(chart.columns) if sum(column) > 0), None)
    if newest is None:
        return []
    shown = [number for number, value in enumerate(newest) if value > 0]
    places = drawing.spread([ends[number] for number in shown], 14.0, low + 6, high + 4)
    whole = sum(newest)
    return [
        label(
            WIDTH - _SIDE + 6, place, f"{chart.names[number]} {100 * newest[number] / whole:.0f}%",
            fill=drawing.colour(number), font_weight="bold", font_size=11,
        )
        for number, place in zip(shown, places, strict=True)
    ]  # fmt: skip


def _steps(steps: Sequence[str], left: float, slot: float) -> list[Markup]:
    return [
        label(left + slot * (place + 0.5), HEIGHT - 16, steps[place], "middle", fill=FAINT)
        for place in drawing.marked(len(steps), slot)
    ]
