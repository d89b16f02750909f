"""The picture of a menu, drawn by our own hand: big words, the drawings of our pages, the town's colour."""

import io
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from forms.glyphs import FONTS
from portal.colours import mixed
from portal.drawings import drawings
from portal.pack.line_menus import LineMenus, Menu
from services.chat.rules import rich_menus
from services.chat.rules.line_shapes import HAIR, INK, WHITE
from services.chat.rules.rich_menus import WIDTH, Box

if TYPE_CHECKING:
    from PIL.Image import Image

# LINE takes pictures up to 1 MB, in the width told to it or in the smaller one.
WIDTHS = (WIDTH, 1200)
LARGEST = 1_000_000
FONT = "BIZUDPGothic-Bold"
# In points of the large picture; on a phone 100 of them are about the height of a headline of our pages.
_WORDS, _TAB, _SMALLEST, _ICON, _PEN, _EDGE = 132, 84, 64, 270, 14, 44
_STEPS = 14
Points = list[tuple[float, float]]


class NoFont(Exception):
    """The font of our papers is not installed."""


@lru_cache(maxsize=12)
def picture(menus: LineMenus, menu: Menu, lang: str, colour: str, width: int = WIDTH) -> bytes:
    """A menu as a PNG file."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (WIDTH, rich_menus.height(menu)), WHITE)
    pen = ImageDraw.Draw(image)
    for tab in rich_menus.tabs(menus, menu, lang):
        _fill(pen, tab.box, colour if tab.here else mixed(colour, WHITE, 0.9))
        _words(pen, tab.words, tab.box, _TAB, WHITE if tab.here else colour)
    for area, box in rich_menus.areas(menu):
        pen.rectangle((box.x, box.y, box.x + box.width, box.y + box.height), outline=HAIR, width=5)
        # As high as two lines everywhere, so that the drawings of a row stand side by side.
        high = _ICON + 50 + 2 * round(_WORDS * 1.25)
        top = box.y + (box.height - high) // 2
        _icon(image, area.icon, (box.x + (box.width - _ICON) // 2, top), colour)
        below = top + _ICON + 50
        _words(pen, area.title.say(lang).text, Box(box.x, below, box.width, top + high - below), _WORDS, INK)
    return _file(image, width)


def _file(image: "Image", width: int) -> bytes:
    from PIL import Image

    if width != WIDTH:
        image = image.resize((width, round(image.height * width / WIDTH)), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    # Few colours make a small file; nothing here is a photograph.
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _fill(pen: Any, box: Box, colour: str) -> None:
    pen.rectangle((box.x, box.y, box.x + box.width, box.y + box.height), fill=colour, outline=WHITE, width=5)


def _words(pen: Any, words: str, box: Box, size: int, colour: str) -> None:
    """Words in the middle of a box, as large as they fit."""
    while size > _SMALLEST and _width(pen, words, size) > box.width - 2 * _EDGE:
        size -= 4
    middle = (box.x + box.width / 2, box.y + box.height / 2)
    pen.multiline_text(
        middle, words, font=_font(size), fill=colour, anchor="mm", align="center", spacing=size * 0.25
    )


def _width(pen: Any, words: str, size: int) -> float:
    left, _, right, _ = pen.multiline_textbbox((0, 0), words, font=_font(size))
    return float(right - left)


@cache
def _font(size: int) -> Any:
    from PIL import ImageFont

    found = next(iter(sorted(FONTS.rglob(f"{FONT}.[to]t[fc]"))), None)
    if found is None:
        raise NoFont(FONT)
    return ImageFont.truetype(str(found), size)


# ------------------------------------------------------------------------------------------- the drawings of our pages


def _icon(image: "Image", name: str, at: tuple[int, int], colour: str) -> None:
    """A drawing of our pages, in lines with round ends; drawn large and made smaller, so that its edges are smooth."""
    from PIL import Image, ImageDraw

    scale, width = 2 * _ICON / 24, 2 * _PEN
    large = Image.new("L", (2 * _ICON, 2 * _ICON))
    pen = ImageDraw.Draw(large)
    for line in _lines(name):
        points = [(x * scale, y * scale) for x, y in line]
        pen.line(points, fill=255, width=width, joint="curve")
        for x, y in (points[0], points[-1]):
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=255)
    image.paste(colour, at, large.resize((_ICON, _ICON), Image.Resampling.LANCZOS))


@cache
def _lines(name: str) -> list[Points]:
    root = ET.fromstring(f"<svg>{drawings()[name]}</svg>")  # noqa: S314 (our own drawings)
    return [line for shape in root for line in _flat(_path(shape.tag, shape.attrib))]


def _path(tag: str, of: dict[str, str]) -> str:
    """A shape as a path."""
    if tag == "path":
        return of["d"]
    if tag == "circle":
        x, y, r = float(of["cx"]), float(of["cy"]), float(of["r"])
        return f"M{x - r} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0Z"
    x, y, wide, high = (float(of[key]) for key in ("x", "y", "width", "height"))
    return f"M{x} {y}h{wide}v{high}h{-wide}Z"


def _flat(path: str) -> Iterator[Points]:
    """A path as straight lines."""
    from fontTools.pens.recordingPen import RecordingPen
    from fontTools.svgLib.path import parse_path

    pen: Any = RecordingPen()
    parse_path(re.sub(r"(?<=[\d.])-", " -", path), pen)
    line: Points = []
    for act, told in pen.value:
        if act == "moveTo":
            line = [told[0]]
        elif act == "lineTo":
            line.append(told[0])
        elif act in ("curveTo", "qCurveTo"):
            line += _curve([line[-1], *told])
        elif act == "closePath":
            line.append(line[0])
        if act in ("closePath", "endPath"):
            yield line


def _curve(points: Points) -> Points:
    """The points of a Bézier curve, by de Casteljau."""
    made = []
    for step in range(1, _STEPS + 1):
        part, left = step / _STEPS, points
        while len(left) > 1:
            left = [(x0 + (x1 - x0) * part, y0 + (y1 - y0) * part) for (x0, y0), (x1, y1) in pairwise(left)]
        made.append(left[0])
    return made
