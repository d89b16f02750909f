"""Fills compiled forms: what each box holds is drawn over the blank and appended to it, far quicker than a new layout."""

from __future__ import annotations

import io
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forms.fitting import LEADING, Fit
from forms.geometry import Blank, Spot
from forms.ink import FONT_OBJECTS, NAMES, Ink, font_objects, ring, signature, stream, symbol
from forms.typeface import Case

OPEN, TICKED = "□", "■"


@dataclass(frozen=True)
class Bound:
    """Blanks bound to one document, with places kept for what will be drawn: an empty stream on each page, the fonts."""

    pdf: bytes
    objects: int
    root: str
    info: str
    start: int
    streams: tuple[int, ...]
    fonts: tuple[int, ...]


@dataclass(frozen=True)
class Filling:
    """What goes into one box; nothing of it is kept once the document is made."""

    spot: Spot
    fit: Fit


def bind(blanks: Sequence[Blank], title: str) -> Bound:
    """Several blanks as one document, to be filled any number of times."""
    import pikepdf

    with pikepdf.new() as book:
        kept = [book.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font)) for _ in NAMES]
        for blank in blanks:
            with pikepdf.open(io.BytesIO(blank.pdf)) as source:
                book.pages.extend(source.pages)
        for page in book.pages:
            # The blank may leave the page turned over; what is drawn later begins upright again.
            page.contents_coalesce()
            page.contents_add(b"q", prepend=True)
            page.contents_add(b"Q")
            page.contents_add(b" ")
            fonts = page.Resources.get("/Font", pikepdf.Dictionary())
            page.Resources.Font = fonts
            for name, font in zip(NAMES, kept, strict=True):
                fonts[f"/{name}"] = font
        book.docinfo["/Title"] = title
        book.Root.Lang = "ja"
        book.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        return _numbered(book)


def _numbered(book: object) -> Bound:
    """Saved plainly, and read again for the numbers that saving gave."""
    import pikepdf

    saved = io.BytesIO()
    book.save(saved, object_stream_mode=pikepdf.ObjectStreamMode.disable)  # type: ignore[attr-defined]
    pdf = saved.getvalue()
    with pikepdf.open(io.BytesIO(pdf)) as made:
        fonts = made.pages[0].Resources.Font
        return Bound(
            pdf=pdf,
            objects=int(made.trailer.Size),
            root=f"{made.Root.objgen[0]} 0 R",
            info=f"{made.trailer.Info.objgen[0]} 0 R",
            start=int(pdf[pdf.rindex(b"startxref") :].split()[1]),
            streams=tuple(page.Contents[-1].objgen[0] for page in made.pages),
            fonts=tuple(fonts[f"/{name}"].objgen[0] for name in NAMES),
        )


def fill(bound: Bound, pages: Mapping[int, Sequence[Filling]], case: Case) -> bytes:
    """The bound blanks with their boxes filled, as an incremental update: the blank's own bytes are not touched."""
    ink = Ink(case)
    drawn = {
        bound.streams[page]: stream("\n".join(filter(None, (_drawn(one, ink) for one in fillings))))
        for page, fillings in pages.items()
    }
    return _appended(bound, {**drawn, **_fonts(bound, ink)})


def _drawn(filling: Filling, ink: Ink) -> str:
    spot, lines, size = filling.spot, filling.fit.lines, filling.fit.size
    place = (spot.left, spot.top, spot.wide, spot.high)
    match spot.kind:
        case "ring":
            return ring(*place) if lines else ""
        case "qr":
            return symbol(lines[0], spot.left, spot.top, spot.wide) if lines else ""
        case "pad":
            return signature(lines[0], *place) if lines else ""
        case "tick":
            return ink.lines((TICKED if lines else OPEN,), place, size, spot.align, spot.high)
        case "cells":
            each = spot.wide / spot.cells
            return "\n".join(
                ink.lines(
                    (letter,),
                    (spot.left + number * each, spot.top, each, spot.high),
                    size,
                    "middle",
                    spot.high,
                )
                for number, letter in enumerate(lines)
            )
    # Of a single line the height stays whatever its size, so that it stands in the middle of its box.
    leading = size * LEADING if spot.lines > 1 else spot.high
    return ink.lines(lines, place, size, spot.align, leading) if any(lines) else ""


def _fonts(bound: Bound, ink: Ink) -> dict[int, bytes]:
    """The cut-down fonts; one that nothing was drawn with is said to be the other, which is there."""
    found: dict[int, bytes] = {}
    first, stands_in = bound.objects, b""
    for used in ink.used:
        if used.codes:
            font, below = font_objects(used, first)
            found[bound.fonts[ink.used.index(used)]] = font
            found.update(below)
            stands_in, first = stands_in or font, first + FONT_OBJECTS
    if stands_in:
        for number in bound.fonts:
            found.setdefault(number, stands_in)
    return found


def _appended(bound: Bound, objects: Mapping[int, bytes]) -> bytes:
    """New objects and new versions of old ones behind a document, with a table of their own."""
    out = io.BytesIO()
    out.write(bound.pdf)
    out.write(b"\n")
    places: dict[int, int] = {}
    for number, body in sorted(objects.items()):
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n")
    for run in _runs(sorted(places)):
        out.write(b"%d %d\n" % (run[0], len(run)))
        for number in run:
            out.write(b"%010d 00000 n \n" % places[number])
    size = max(bound.objects, max(places, default=0) + 1)
    mark = secrets.token_hex(16)
    out.write(
        f"trailer << /Size {size} /Root {bound.root} /Info {bound.info} /Prev {bound.start} "
        f"/ID [<{mark}> <{mark}>] >>\nstartxref\n{table}\n%%EOF\n".encode("ascii")
    )
    return out.getvalue()


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    """Numbers in runs of neighbours."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs
