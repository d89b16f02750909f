"""Work by hand: what could not be delivered, who is to be called, letters and notices to print, cases handed over."""

from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import letters
from portal.doors import db, house, now, staff, staff_door
from portal.messages import Messages
from services.desk.actions import chores
from services.desk.routes.frame import shown


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/staff/tasks", endpoint="tasks")(tasks)
    blueprint.post("/staff/tasks/<uuid:task_id>/<what>", endpoint="finish")(finish)
    blueprint.get("/staff/letters/<uuid:letter_id>", endpoint="letter")(letter)


@staff_door("task.read")
def tasks() -> str:
    """Everything open for this seat, the oldest first."""
    return shown("desk/tasks.html", chores=chores.open_chores(db(), staff()))


@staff_door("task.read")
def finish(task_id: UUID, what: str) -> Response:
    """Tick a task off, or let what could not be sent be tried again."""
    if what not in ("done", "again"):
        abort(404)
    chores.finish(db(), staff(), task_id, now(), again=what == "again")
    return redirect(url_for("desk.tasks"), 303)


@staff_door("task.read")
def letter(letter_id: UUID) -> Response | str:
    """A letter to print: as PDF, or as a page for the browser's own print window where the machine cannot print."""
    paper = chores.letter(db(), staff(), letter_id, now())
    if paper is None:
        abort(404)
    html = letters.page(Messages(house().pack), paper)
    if request.args.get("as") == "page":
        return html
    headers = {"Content-Disposition": f'inline; filename="{paper.id}.pdf"', "Cache-Control": "no-store"}
    return Response(house().printer.pdf(html), mimetype="application/pdf", headers=headers)
