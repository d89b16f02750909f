"""Paper for several cases: one PDF of the requests, sheets of address labels, and what the worker printed."""

from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from portal import blank_sheets, files
from portal.doors import db, house, now, staff, staff_door
from portal.opening import today
from portal.refused import Refused
from services.desk import rules
from services.desk.actions import addressing, paging, printing
from services.desk.actions.addressing import FORMS
from services.desk.actions.standing import READ
from services.desk.routes.bulk import back, holds
from services.desk.routes.frame import shown


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.post("/staff/inbox/print", endpoint="print_ticked")(print_ticked)
    blueprint.post("/staff/inbox/labels", endpoint="labels")(labels)
    blueprint.post("/staff/inbox/labels.pdf", endpoint="labels_paper")(labels_paper)
    blueprint.get("/staff/sheets", endpoint="sheets")(sheets)
    blueprint.get("/staff/sheets.pdf", endpoint="sheets_paper")(sheets_paper)
    blueprint.get("/staff/prints", endpoint="prints")(prints)
    blueprint.get("/staff/prints/<uuid:job_id>.pdf", endpoint="printed")(printed)


@staff_door("case.read")
def print_ticked() -> Response | Answer:
    """The ticked requests, or all of a part of 今日の仕事, as one PDF: at once, or by the worker where they are many."""
    cases = printing.chosen(db(), staff(), _ids())
    if len(cases) > printing.DIRECT:
        printing.order(db(), staff(), cases, now())
        return redirect(url_for("desk.prints"), 303)
    made = printing.requests(db(), cases, house().printer.sheets)
    printing.looked(db(), staff(), cases, printing.VERB, now())
    return _pdf(house().printer.book(made), "requests")


@staff_door("case.read")
def labels() -> str:
    """Which sheet, from which label on; and who gets none."""
    cases = printing.chosen(db(), staff(), _ids())
    found = addressing.addresses(db(), cases)
    return shown("desk/labels.html", found=found, cases=cases, forms=FORMS, back=back())


@staff_door("case.read")
def labels_paper() -> Response:
    """The sheets; each label is a look at its case."""
    cases = printing.chosen(db(), staff(), _ids())
    found = addressing.addresses(db(), cases)
    form = FORMS.get(request.form.get("form", ""), FORMS["12"])
    printing.looked(db(), staff(), found.cases, "printed_label", now())
    html = addressing.html(house().printer.sheets, found.labels, form, _used())
    return _pdf(house().printer.pdf(html), "labels")


@staff_door("case.read")
def sheets() -> str:
    """用紙: every form of the town, to be printed with nothing in it before a stop or during one."""
    by_division = blank_sheets.by_division(house().pack, today(now()))
    mine = staff().divisions_for(READ)
    # One's own forms first; the sort keeps the town's order otherwise.
    groups = sorted(by_division.items(), key=lambda one: one[0].id not in mine)
    return shown("desk/sheets.html", groups=groups, most=printing.DIRECT)


@staff_door("case.read")
def sheets_paper() -> Response:
    """The ticked forms as one PDF; they hold nobody's data."""
    known = {one.key for one in blank_sheets.forms(house().pack, today(now()))}
    keys = [key for key in dict.fromkeys(request.args.getlist("form")) if key in known]
    if not keys:
        raise Refused("nothing_ticked", status=422)
    if len(keys) > printing.DIRECT:
        raise Refused("too_many_ticked", status=422, most=printing.DIRECT)
    return _pdf(house().printer.blanks(keys, blank_sheets.BY, now()), "sheets")


@staff_door("case.read")
def prints() -> str:
    """What the worker printed for this seat, or is about to."""
    return shown("desk/prints.html", jobs=printing.jobs(db(), staff()))


@staff_door("case.read")
def printed(job_id: UUID) -> Response:
    """The PDF of one's own job."""
    found = printing.one(db(), staff(), job_id, now())
    headers = {
        "Content-Disposition": f'inline; filename="{job_id}.pdf"',
        "Content-Length": str(found.size),
        "Cache-Control": "no-store",
    }
    return Response(files.content(db(), found), mimetype=found.media_type, headers=headers)


def _ids() -> list[UUID]:
    """The ticked rows; or everything in a part of the day's work."""
    if request.form.get("whole") != "1":
        return [hold.case_id for hold in holds()]
    wanted = rules.wanted(request.form)
    return [case.id for case in paging.chosen(db(), staff(), wanted, now(), printing.MOST)]


def _used() -> int:
    typed = request.form.get("used", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else 0


def _pdf(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return Response(content, mimetype="application/pdf", headers=headers)
