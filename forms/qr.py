"""QR symbols as inline SVG, titled for people who do not see them and for tagged PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from markupsafe import Markup

# The quiet zone the standard (JIS X 0510) asks for, in modules.
BORDER = 4
# Far below what a symbol can hold: a larger one is hard to read from a telephone's screen.
LONGEST = 400


def svg(text: str, title: str) -> Markup:
    """A symbol that says `text`; its size comes from the style sheet, its name from `title`."""
    if not 0 < len(text) <= LONGEST:
        raise ValueError("a QR symbol holds between 1 and 400 characters here")
    modules = _modules(text)
    side = len(modules) + 2 * BORDER
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="qr" role="img" viewBox="0 0 {0} {0}" width="{0}" '
        'height="{0}" shape-rendering="crispEdges"><title>{1}</title>'
        '<path fill="#fff" d="M0 0h{0}v{0}H0z"/><path fill="#000" d="{2}"/></svg>'
    ).format(side, title, _path(modules))


def _modules(text: str, mask: int | None = None) -> Sequence[Sequence[bool]]:
    import qrcode

    symbol = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0, mask_pattern=mask)
    symbol.add_data(text)
    symbol.make(fit=True)
    return [[bool(module) for module in row] for row in symbol.modules]


def _path(modules: Sequence[Sequence[bool]]) -> str:
    """One rectangle for each run of dark modules: far fewer to draw than one for each module."""
    return "".join(f"M{x} {y}h{width}v1h-{width}z" for x, y, width in _runs(modules))


def _runs(modules: Sequence[Sequence[bool]]) -> Iterator[tuple[int, int, int]]:
    for y, row in enumerate(modules, BORDER):
        x = BORDER
        for dark, run in groupby(row):
            width = len(list(run))
            if dark:
                yield x, y, width
            x += width


def bars(text: str) -> tuple[int, list[tuple[int, int, int]]]:
    """How many modules a side has with its quiet zone, and each run of dark ones as (x, y, length).

    One mask for all: choosing the best of eight costs five times as much and every reader reads them all.
    """
    modules = _modules(text, mask=0)
    return len(modules) + 2 * BORDER, list(_runs(modules))
