"""What is drawn over a compiled form: words in cut-down fonts, rings, and QR symbols, as PDF's drawing commands."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from forms.fitting import LEADING
from forms.qr import bars
from forms.typeface import Case, Glyph, Typeface

# How far a quarter of a circle's handles reach, for four curves that look like an ellipse.
_HANDLE = 0.5523
_RING = 0.85
NAMES = ("KG", "KM", "KL")
PAD = (600, 200)
_STROKES = re.compile(r"([ML])(\d{1,3}) (\d{1,3})")


@dataclass
class Used:
    """The shapes of one typeface that a document needs; a code is a shape *and* the letters it stands for.

    Two names may be drawn with one shape and yet be different letters (神 U+FA19, 葛 with a selector), and copying
    them out of the PDF must give back what was typed.
    """

    face: Typeface
    codes: dict[tuple[int, str], int] = field(default_factory=dict)

    def code(self, glyph: Glyph) -> int:
        return self.codes.setdefault((glyph.shape, glyph.letters), len(self.codes) + 1)


class Ink:
    """Writes the commands of one page after another, with the fonts of the whole document."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.used = [Used(face) for face in case.faces]
        self._shaped: dict[str, list[tuple[int, list[Glyph], float]]] = {}

    def lines(
        self,
        lines: Sequence[str],
        place: tuple[float, float, float, float],
        size: float,
        align: str,
        leading: float,
    ) -> str:
        """Lines of words from the upper edge of a place (left, top, wide, high) down."""
        left, top, wide, _ = place
        first = self.case.faces[0]
        above, below = first.ascent / first.units * size, -first.descent / first.units * size
        drawn = []
        for number, line in enumerate(lines):
            base = top - number * leading - (leading - above - below) / 2 - above
            length = self.width(line) * size
            start = {"middle": left + (wide - length) / 2, "end": left + wide - length}.get(align, left)
            drawn.append(self.words(line, start, base, size))
        return "\n".join(drawn)

    def words(self, text: str, left: float, base: float, size: float) -> str:
        """One line of words from a point on."""
        drawn = []
        for place, glyphs, width in self._runs(text):
            drawn.append(
                f"BT /{NAMES[place]} {size:.4g} Tf {left:.2f} {base:.2f} Td {self._shown(place, glyphs)} ET"
            )
            left += width * size
        return "\n".join(drawn)

    def width(self, text: str) -> float:
        """How wide a line is at one point."""
        return sum(width for _, _, width in self._runs(text))

    def _runs(self, text: str) -> list[tuple[int, list[Glyph], float]]:
        if text not in self._shaped:
            found = []
            for place, run in self.case.runs(text):
                face = self.case.faces[place]
                glyphs = face.shaped(run)
                found.append((place, glyphs, sum(glyph.on for glyph in glyphs) / face.units))
            self._shaped[text] = found
        return self._shaped[text]

    def _shown(self, place: int, glyphs: Sequence[Glyph]) -> str:
        """The shapes as codes, with what moves one of them aside or closer to the next."""
        used, face = self.used[place], self.case.faces[place]
        pieces, codes, rise = [], "", 0
        shown: list[str] = []

        def close() -> None:
            nonlocal codes, pieces
            if codes:
                pieces.append(f"<{codes}>")
            if pieces:
                shown.append(f"[{' '.join(pieces)}] TJ")
            pieces, codes = [], ""

        def aside(units: int) -> None:
            nonlocal codes
            if codes:
                pieces.append(f"<{codes}>")
            codes = ""
            pieces.append(f"{-units / face.units * 1000:.0f}")

        for glyph in glyphs:
            if glyph.aside[1] != rise:
                close()
                rise = glyph.aside[1]
                shown.append(f"{rise / face.units:.4f} Ts")
            if glyph.aside[0]:
                aside(glyph.aside[0])
            codes += f"{used.code(glyph):04X}"
            rest = glyph.on - face.advance(glyph.shape) - glyph.aside[0]
            if rest:
                aside(rest)
        close()
        return " ".join(shown)


def ring(left: float, top: float, wide: float, high: float) -> str:
    """An ellipse just within a place."""
    x, y = left + wide / 2, top - high / 2
    a, b = (wide - _RING) / 2, (high - _RING) / 2
    ha, hb = a * _HANDLE, b * _HANDLE
    return (
        f"{_RING} w {x + a:.2f} {y:.2f} m "
        f"{x + a:.2f} {y + hb:.2f} {x + ha:.2f} {y + b:.2f} {x:.2f} {y + b:.2f} c "
        f"{x - ha:.2f} {y + b:.2f} {x - a:.2f} {y + hb:.2f} {x - a:.2f} {y:.2f} c "
        f"{x - a:.2f} {y - hb:.2f} {x - ha:.2f} {y - b:.2f} {x:.2f} {y - b:.2f} c "
        f"{x + ha:.2f} {y - b:.2f} {x + a:.2f} {y - hb:.2f} {x + a:.2f} {y:.2f} c S"
    )


def signature(path: str, left: float, top: float, wide: float, high: float) -> str:
    """What was drawn on a tablet of 600 by 200, as large as its place allows; anything but a pen's path is not drawn."""
    scale = min(wide / PAD[0], high / PAD[1])
    drawn = [
        f"{left + int(x) * scale:.2f} {top - int(y) * scale:.2f} {'m' if how == 'M' else 'l'}"
        for how, x, y in _STROKES.findall(path)
    ]
    return f"q 0.9 w 1 J 1 j {' '.join(drawn)} S Q" if drawn else ""


def symbol(text: str, left: float, top: float, wide: float) -> str:
    """A QR symbol in a square."""
    side, runs = bars(text)
    one = wide / side
    boxes = " ".join(
        f"{left + x * one:.3f} {top - (y + 1) * one:.3f} {length * one:.3f} {one:.3f} re"
        for x, y, length in runs
    )
    return f"{boxes} f"


def stream(commands: str) -> bytes:
    """Commands as a packed stream's body, in black and apart from what stands on the page."""
    packed = zlib.compress(f"q 0 g 0 G\n{commands}\nQ".encode("ascii"), 6)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(packed), packed)


def leading_of(size: float) -> float:
    return size * LEADING


def font_objects(used: Used, first: int) -> tuple[bytes, dict[int, bytes]]:
    """A used typeface as PDF objects: the font itself, and what it refers to, numbered from `first` on."""
    shapes = [shape for shape, _ in used.codes]
    cut, renumbered = used.face.taken_out(shapes)
    face, units = used.face, used.face.units
    name = f"{_tag(used.codes)}+{face.name}"
    to_shape = bytes(2) + b"".join(renumbered[shape].to_bytes(2, "big") for shape in shapes)
    widths = " ".join(f"{face.advance(shape) / units * 1000:.0f}" for shape in shapes)
    below = {
        first: (
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /DW 1000 /W [1 [{widths}]] "
            f"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
            f"/CIDToGIDMap {first + 2} 0 R /FontDescriptor {first + 1} 0 R >>"
        ).encode("ascii"),
        first + 1: (
            f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [-1000 -300 2000 1200] /ItalicAngle 0 "
            f"/Ascent {face.ascent / units * 1000:.0f} /Descent {face.descent / units * 1000:.0f} /CapHeight 740 "
            f"/StemV 80 /FontFile2 {first + 3} 0 R >>"
        ).encode("ascii"),
        first + 2: _packed(to_shape),
        first + 3: _packed(cut, f"/Length1 {len(cut)} "),
        first + 4: _packed(_letters(used.codes)),
    }
    font = (
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H "
        f"/DescendantFonts [{first} 0 R] /ToUnicode {first + 4} 0 R >>"
    ).encode("ascii")
    return font, below


FONT_OBJECTS = 5


def _packed(body: bytes, more: str = "") -> bytes:
    packed = zlib.compress(body, 6)
    head = f"<< /Length {len(packed)} {more}/Filter /FlateDecode >>\nstream\n".encode("ascii")
    return head + packed + b"\nendstream"


def _tag(codes: Iterable[tuple[int, str]]) -> str:
    """Six letters that tell this cut of a font from any other."""
    number = zlib.crc32(",".join(str(shape) for shape, _ in codes).encode("ascii"))
    return "".join(chr(65 + number // 26**place % 26) for place in range(6))


def _letters(codes: Iterable[tuple[int, str]]) -> bytes:
    """ToUnicode: which letters each code stands for."""
    rows = [
        f"<{code:04X}> <{letters.encode('utf-16-be').hex().upper()}>"
        for code, (_, letters) in enumerate(codes, 1)
        if letters
    ]
    # A block holds at most a hundred.
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    said = "\n".join("\n".join((f"{len(block)} beginbfchar", *block, "endbfchar")) for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{said}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode("ascii")
