"""Entries as files of Excel: out in our own columns or the four that most towns use, and in again as a draft."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from portal import workbooks
from portal.doors import db, now, staff, staff_door
from portal.pack import lists
from portal.pack.shapes import FAQ
from services.chat.actions import bringing, knowledge
from services.chat.actions.reach import EDIT
from services.chat.routes.desk import HERE
from services.chat.routes.frame import shown
from services.chat.rules import entries

_LARGEST = 4_000_000
Page = str | AnyResponse | tuple[str, int]


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.route(f"{HERE}/import", methods=["GET", "POST"], endpoint="bring")(bring)
    blueprint.get(f"{HERE}/<form>.csv", endpoint="export")(export)
    blueprint.get(f"{HERE}/<form>.xlsx", endpoint="export_workbook")(export_workbook)
    blueprint.route(f"{HERE}/gold", methods=["GET", "POST"], endpoint="gold")(gold)


@staff_door(EDIT)
def bring() -> Page:
    """A file becomes a draft; what is wrong is told by line and column, and then nothing of it is taken."""
    if request.method == "GET":
        return shown("chat/staff/bring.html", faults=(), counted=None)
    sent = request.files.get("file")
    made, faults = bringing.read(db(), staff(), _listed(sent))
    if faults or not made:
        return shown("chat/staff/bring.html", faults=faults, counted=len(made), errors=True), 422
    knowledge.save(db(), staff(), made, now())
    return redirect(url_for("chat.draft", done="brought"), 303)


@staff_door(EDIT)
def export(form: str) -> Response:
    """Every entry as it is answered now, as CSV."""
    name, columns, rows = _columns(form)
    return _file(f"{name}.csv", lists.write(columns, rows), "text/csv; charset=utf-8")


@staff_door(EDIT)
def export_workbook(form: str) -> Response:
    """The same as a workbook of Excel."""
    name, columns, rows = _columns(form)
    return _file(f"{name}.xlsx", workbooks.write(columns, rows, name, now()), workbooks.MIME)


def _file(name: str, body: bytes, mimetype: str) -> Response:
    response = Response(body, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _columns(form: str) -> tuple[str, Sequence[str], Sequence[Mapping[str, str]]]:
    """What a file holds: the gold questions, the columns that most towns use, or all of ours."""
    if form == "gold":
        return form, bringing.GOLD, bringing.gold_rows(db())
    rows = [row.cells for row in knowledge.rows(db())]
    if form == "faq4":
        short = [{name: row.get(column, "") for name, column in entries.SHORT.items()} for row in rows]
        return form, tuple(entries.SHORT), short
    return "faq", FAQ.columns, [dict(row) for row in rows]


def _listed(sent: FileStorage | None) -> bytes:
    """A file as CSV, whether it came as such or as a workbook."""
    raw = sent.stream.read(_LARGEST) if sent else b""
    return workbooks.as_csv(raw) if workbooks.is_workbook(raw) else raw


@staff_door(EDIT)
def gold() -> Page:
    """The questions of which the right answer is known: looked at, added to, brought in as a file."""
    faults: tuple[str, ...] = ()
    if request.method == "POST":
        sent = request.files.get("file")
        if request.form.get("forget"):
            bringing.forget_gold(db(), staff(), request.form["forget"], now())
        elif sent and sent.filename:
            faults = bringing.bring_gold(db(), staff(), _listed(sent), now())
        else:
            faults = bringing.add_gold(
                db(), staff(), [(request.form.get("question", ""), request.form.get("wants", ""))], now()
            )
        if not faults:
            return redirect(url_for("chat.gold", done="saved"), 303)
    page = shown(
        "chat/staff/gold.html", rows=bringing.gold(db()), faults=faults, errors=bool(faults),
        wanted=bringing.answers(db()), done=request.args.get("done", ""),
    )  # fmt: skip
    return (page, 422) if faults else page
