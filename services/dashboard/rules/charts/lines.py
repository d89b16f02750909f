"""Lines over time: named at their ends, with a goal and a band of what may come where there is one."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from services.dashboard.rules.charts import drawing
from services.dashboard.rules.charts.drawing import FAINT, GOAL, HAIR, HEIGHT, INK, WIDTH, Words, label, tag
from services.dashboard.rules.outlook import Band

_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 74, 26, 34
# What a figure beside the axis takes, in the widest font a reader may have.
_FIGURE = 8
_LABEL = 14.0


@dataclass(frozen=True)
class Line:
    """A series; None is a month in which there was nothing."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Goal:
    """A level to be reached."""

    name: str
    value: float


@dataclass(frozen=True)
class Chart:
    """Lines over the same steps; `ahead` continues the first of them by so many steps to a band."""

    words: Words
    steps: Sequence[str]
    lines: Sequence[Line]
    unit: str
    goal: Goal | None = None
    ahead: tuple[int, Band] | None = None
    most: float | None = None


@dataclass(frozen=True)
class _Field:
    """Where values lie on the paper."""

    count: int
    marks: Sequence[float]

    @property
    def left(self) -> int:
        return max(_LEFT, _FIGURE * (max(len(drawing.plain(mark)) for mark in self.marks) + 1))

    def x(self, place: float) -> float:
        return self.left + (WIDTH - self.left - _RIGHT) * place / max(1, self.count - 1)

    def y(self, value: float) -> float:
        low, high = self.marks[0], self.marks[-1]
        return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * (value - low) / (high - low)


def draw(chart: Chart) -> Markup:
    """The picture."""
    values = [one for line in chart.lines for one in line.values if one is not None]
    more = [chart.goal.value] if chart.goal else []
    more += [chart.ahead[1].low, chart.ahead[1].high] if chart.ahead else []
    top = max([*values, *more, 1.0])
    most = min(chart.most, top * 1.05) if chart.most else top
    field = _Field(len(chart.steps) + (chart.ahead[0] if chart.ahead else 0), drawing.ticks(0.0, most))
    parts = [*_grid(field, chart.unit), *_steps(field, chart.steps), *_goal(field, chart.goal)]
    parts += _ahead(field, chart)
    names = [_end(field, line) for line in chart.lines]
    places = drawing.spread([place for place, _ in names], _LABEL, _TOP, HEIGHT - _BOTTOM)
    for number, line in enumerate(chart.lines):
        parts += _line(field, line, number)
        parts.append(_name(line, number, places[number], alone=len(chart.lines) == 1, unit=chart.unit))
    return drawing.frame(chart.words, parts)


def _grid(field: _Field, unit: str) -> list[Markup]:
    parts = [label(field.left, 14, unit, "end")]
    for mark in field.marks:
        y = field.y(mark)
        parts.append(tag("path", d=f"M{field.left} {y:.1f}H{WIDTH - _RIGHT}", stroke=HAIR, fill="none"))
        parts.append(label(field.left - 6, y + 4, drawing.plain(mark), "end"))
    return parts


def _steps(field: _Field, steps: Sequence[str]) -> list[Markup]:
    shown = drawing.marked(len(steps), field.x(1) - field.x(0))
    return [label(field.x(place), HEIGHT - _BOTTOM + 18, steps[place], "middle") for place in shown]


def _goal(field: _Field, goal: Goal | None) -> list[Markup]:
    if goal is None:
        return []
    y = field.y(min(goal.value, field.marks[-1]))
    line = tag(
        "path", d=f"M{field.left} {y:.1f}H{WIDTH - _RIGHT}", stroke=GOAL, stroke_dasharray="3 3", fill="none"
    )
    return [line, label(field.left + 4, y - 5, goal.name, fill=GOAL)]


def _ahead(field: _Field, chart: Chart) -> list[Markup]:
    if chart.ahead is None or not chart.lines:
        return []
    steps, band = chart.ahead
    last = next((value for value in reversed(chart.lines[0].values) if value is not None), None)
    if last is None:
        return []
    begin, end = field.x(len(chart.steps) - 1), field.x(len(chart.steps) - 1 + steps)
    cut = field.marks[-1]
    low, high, middle = (field.y(min(cut, one)) for one in (band.low, band.high, band.middle))
    start = field.y(min(cut, last))
    area = f"M{begin:.1f} {start:.1f}L{end:.1f} {high:.1f}V{low:.1f}Z"
    return [
        tag("path", d=area, fill=drawing.colour(0), fill_opacity="0.15"),
        tag(
            "path", d=f"M{begin:.1f} {start:.1f}L{end:.1f} {middle:.1f}", stroke=drawing.colour(0),
            stroke_dasharray="2 4", stroke_width="1.5", fill="none",
        ),
    ]  # fmt: skip


def _line(field: _Field, line: Line, number: int) -> list[Markup]:
    runs: list[list[str]] = [[]]
    for place, value in enumerate(line.values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(f"{field.x(place):.1f} {field.y(min(value, field.marks[-1])):.1f}")
    path = "".join(f"M{'L'.join(run)}" for run in runs if len(run) > 1)
    look = {
        "stroke": drawing.colour(number),
        "stroke_width": "2.25",
        "fill": "none",
        "stroke_linejoin": "round",
    }
    found = [tag("path", d=path, stroke_dasharray=drawing.dash(number), **look)] if path else []
    for run in runs:
        if run:
            x, _, y = run[-1].partition(" ")
            found.append(tag("circle", cx=x, cy=y, r=3, fill=drawing.colour(number)))
    return found[:1] + found[-1:] if path else found


def _end(field: _Field, line: Line) -> tuple[float, float | None]:
    last = next((value for value in reversed(line.values) if value is not None), None)
    return (field.y(last) + 4 if last is not None else HEIGHT / 2, last)


def _name(line: Line, number: int, y: float, *, alone: bool, unit: str) -> Markup:
    last = next((value for value in reversed(line.values) if value is not None), None)
    told = "–" if last is None else drawing.plain(round(last, 1))
    if alone:
        return label(WIDTH - _RIGHT + 8, y, f"{told}{unit}", fill=INK, font_size=14, font_weight="bold")
    words = f"{line.name} {told}" if len(line.name) < 6 else line.name
    return label(WIDTH - _RIGHT + 6, y, words, fill=drawing.colour(number), font_weight="bold", font_size=11)


def spark(values: Sequence[float | None], width: int = 96, height: int = 26) -> Markup:
    """A line without words, beside a number that says the same; it is hidden from whoever listens."""
    known = [one for one in values if one is not None]
    if len(known) < 2:
        return Markup("")
    low, high = min(known), max(known)
    span = (high - low) or 1.0
    points = [
        f"{2 + (width - 6) * place / (len(values) - 1):.1f} {height - 4 - (height - 8) * (one - low) / span:.1f}"
        for place, one in enumerate(values)
        if one is not None
    ]
    x, _, y = points[-1].partition(" ")
    inside = drawing.joined(
        (
            tag("path", d=f"M{'L'.join(points)}", stroke=FAINT, stroke_width="1.5", fill="none"),
            tag("circle", cx=x, cy=y, r="2.5", fill=drawing.colour(0)),
        )
    )
    return tag("svg", inside, viewBox=f"0 0 {width} {height}", width=width, height=height, aria_hidden="true")
