"""What every chart is made of: tags, a frame with title and description, scales with round ends, colours with patterns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from markupsafe import Markup, escape

# A telephone shows a chart at its own size; on a desk it is drawn larger.
WIDTH, HEIGHT = 380, 230
# As wide as a month is written in the widest font a reader may have, and a little air.
_APART = 66.0
INK, FAINT, HAIR, LIGHT = "#1a1a1a", "#595959", "#d4d4d4", "#f5f5f4"
GOAL = "#ce0000"
# Dark enough on white for lines and letters (4.5 to 1 and more), and apart for eyes that see few colours.
# As many as there are ways to ask for something: none may look like another.
COLOURS = (
    "#0b57a4", "#a3480a", "#197a4b", "#7b2d8e", "#595959", "#8a5a00", "#a31545", "#00697a", "#6b4a3a", "#3d3a8c", "#566100",
)  # fmt: skip
DASHES = ("", "7 3", "2 3", "9 3 2 3", "4 2", "1 4", "12 4", "6 2 1 2", "10 2 2 2 2 2", "5 5", "3 1")
_HATCH = (
    "", "M0 6L6 0", "M0 3H6", "M0 0L6 6", "M3 0V6", "M0 6L6 0M0 0L6 6", "M0 1H6M0 4H6", "M1 0V6M4 0V6",
    "M1 1.5H3M4 4.5H6", "M0 2L3 5L6 2", "M3 0V3M0 3H3",
)  # fmt: skip


@dataclass(frozen=True)
class Words:
    """What a chart is called and what it shows, in the reader's language."""

    key: str
    title: str
    desc: str


def tag(name: str, inside: object = "", /, **attributes: object) -> Markup:
    """An element; `stroke_width` is written stroke-width, and what is None is left out."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_plain(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{told}>{escape(inside)}</{name}>")  # noqa: S704 (its parts are escaped above)


def joined(parts: Iterable[object]) -> Markup:
    """Elements one after the other."""
    return Markup("").join(escape(part) for part in parts)


def label(x: float, y: float, words: object, anchor: str = "start", **more: object) -> Markup:
    """A few words at a place."""
    usual = {"font_size": 12, "fill": FAINT, **more}
    return tag("text", words, x=x, y=y, text_anchor=None if anchor == "start" else anchor, **usual)


def frame(words: Words, parts: Iterable[object], width: int = WIDTH, height: int = HEIGHT) -> Markup:
    """The picture with the names by which it is read aloud."""
    title, desc = f"{words.key}-t", f"{words.key}-d"
    inside = joined((tag("title", words.title, id=title), tag("desc", words.desc, id=desc), *parts))
    return tag(
        "svg", inside, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {width} {height}", role="img",
        aria_labelledby=f"{title} {desc}", font_family="sans-serif", width=width, height=height,
    )  # fmt: skip


def colour(place: int) -> str:
    """The colour of a series."""
    return COLOURS[place % len(COLOURS)]


def dash(place: int) -> str | None:
    """Its dash; the first is drawn through."""
    return DASHES[place % len(DASHES)] or None


def area(key: str, place: int) -> str:
    """What fills a series' area: the first is plain, for a tile of nothing shows its seams on paper."""
    return f"url(#{key}-p{place})" if _HATCH[place % len(_HATCH)] else colour(place)


def patterns(key: str, count: int) -> Markup:
    """The hatchings of a chart's areas, under names that no other chart of the page has."""
    found = []
    for place in range(count):
        lines = _HATCH[place % len(_HATCH)]
        ground = tag("rect", width=6, height=6, fill=colour(place))
        drawn = tag("path", d=lines, stroke="#fff", stroke_width=1, fill="none") if lines else ""
        found.append(
            tag(
                "pattern", joined((ground, drawn)), id=f"{key}-p{place}", width=6, height=6,
                patternUnits="userSpaceOnUse",
            )
        )  # fmt: skip
    return tag("defs", joined(found))


def ticks(least: float, most: float, count: int = 4) -> Sequence[float]:
    """Round numbers from below the least to above the most."""
    span = most - least or abs(most) or 1.0
    rough = span / count
    power = 10.0 ** floor(log10(rough))
    step = next(power * one for one in (1, 2, 2.5, 5, 10) if power * one >= rough * 0.999)
    begin, end = floor(least / step + 1e-9), ceil(most / step - 1e-9)
    return [round(place * step, 10) for place in range(begin, max(end, begin + 1) + 1)]


def plain(value: float) -> str:
    """A number beside an axis: short, with thousands parted."""
    return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 100 else f"{value:,.1f}"


def _plain(value: object) -> object:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else value


def marked(count: int, step: float) -> list[int]:
    """Which of so many steps, so far apart, are named: the first, the last and some between, none into another."""
    every = max(1, -(-count // 4), ceil(_APART / step))
    between = [place for place in range(0, count, every) if (count - 1 - place) * step >= _APART]
    return [*between, count - 1] if count else []


def spread(places: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """Places of labels moved apart, so that no two lie over one another, in the order given."""
    order = sorted(range(len(places)), key=lambda one: places[one])
    found = list(places)
    for before, here in zip([None, *order], order, strict=False):
        found[here] = max(found[here], low if before is None else found[before] + least)
    ceiling = high
    for here in reversed(order):
        found[here] = min(found[here], ceiling)
        ceiling = found[here] - least
    return found
