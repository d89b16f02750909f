"""Entries as files of Excel: out in our own columns or the four that most towns use, and in again as a draft."""

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

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
    blueprint.route(f"{HERE}/gold", methods=["GET", "POST"], endpoint="gold")(gold)


@staff_door(EDIT)
def bring() -> Page:
    """A file becomes a draft; what is wrong is told by line and column, and then nothing of it is taken."""
    if request.method == "GET":
        return shown("chat/staff/bring.html", faults=(), counted=None)
    sent = request.files.get("file")
    raw = sent.stream.read(_LARGEST) if sent else b""
    made, faults = bringing.read(db(), staff(), raw)
    if faults or not made:
        return shown("chat/staff/bring.html", faults=faults, counted=len(made), errors=True), 422
    knowledge.save(db(), staff(), made, now())
    return redirect(url_for("chat.draft", done="brought"), 303)


@staff_door(EDIT)
def export(form: str) -> Response:
    """Every entry as it is answered now."""
    rows = [row.cells for row in knowledge.rows(db())]
    if form == "faq4":
        short = [{name: row.get(column, "") for name, column in entries.SHORT.items()} for row in rows]
        body = lists.write(tuple(entries.SHORT), short)
    elif form == "gold":
        body = lists.write(bringing.GOLD, bringing.gold_rows(db()))
    else:
        form, body = "faq", lists.write(FAQ.columns, rows)
    response = Response(body, mimetype="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{form}.csv"'
    return response


@staff_door(EDIT)
def gold() -> Page:
    """The questions of which the right answer is known: looked at, added to, brought in as a file."""
    faults: tuple[str, ...] = ()
    if request.method == "POST":
        sent = request.files.get("file")
        if request.form.get("forget"):
            bringing.forget_gold(db(), staff(), request.form["forget"], now())
        elif sent and sent.filename:
            faults = bringing.bring_gold(db(), staff(), sent.stream.read(_LARGEST), now())
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
