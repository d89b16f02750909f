"""A chart with its table: shown on its page, and handed out as SVG or CSV at the page's own address."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, request
from markupsafe import Markup

from services.dashboard.routes.frame import shown

Draw = Callable[[], Markup]


@dataclass(frozen=True)
class Figure:
    """What is drawn, and the same as a table; `finding` is the sentence above it."""

    key: str
    title: str
    draw: Draw
    head: Sequence[str]
    rows: Sequence[Sequence[Any]]
    finding: str = ""


def page(name: str, figures: Sequence[Figure], /, **context: Any) -> str | Response:
    """The page, or the one file of it that was asked for."""
    wanted, form = request.args.get("chart"), request.args.get("file")
    if wanted is None and form is None:
        return shown(name, figures={one.key: one for one in figures}, **context)
    found = next((one for one in figures if one.key == wanted), None)
    if found is None or form not in ("svg", "csv"):
        abort(404)
    body, mimetype = (
        (str(found.draw()), "image/svg+xml") if form == "svg" else (table(found.head, found.rows), "text/csv")
    )
    told = {"Content-Disposition": f'attachment; filename="{found.key}.{form}"'}
    return Response(body.encode(), mimetype=mimetype, headers=told)


def table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """The table for Excel: with the mark by which it knows UTF-8, and nothing that it would take for a formula."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows([list(map(_cell, row)) for row in (head, *rows)])
    return f"\ufeff{file.getvalue()}"


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, float):
        return round(value, 2)
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in "=+-@\t" else text
