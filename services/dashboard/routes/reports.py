"""月次報告: which months there are, ordering one, and the file itself."""

from datetime import date

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import files
from portal.doors import db, now, staff, staff_door
from portal.i18n import gettext as _
from portal.opening import today
from portal.refused import Refused
from services.dashboard.actions import reporting
from services.dashboard.routes.frame import HERE, READ, shown


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.route(f"{HERE}/report", methods=["GET", "POST"], endpoint="report")(reports)
    blueprint.get(f"{HERE}/report/<month>.pdf", endpoint="report_file")(file)


@staff_door(READ)
def reports() -> str | AnyResponse:
    """The reports that are made, and a button for the others."""
    day = today(now())
    if request.method == "POST":
        reporting.order(db(), staff(), _month(request.form.get("month", ""), day), now())
        return redirect(url_for("dashboard.report", ordered=request.form["month"]), 303)
    made = reporting.made(db(), day)
    ordered = request.args.get("ordered", "")
    return shown(
        "dashboard/report.html",
        made=[(f"{one:%Y-%m}", word(one), kept) for one, kept in made.items()],
        months=[(f"{one:%Y-%m}", word(one)) for one in reporting.months(day)],
        ordered=word(_month(ordered, day)) if ordered else "",
    )


@staff_door(READ)
def file(month: str) -> Response:
    """The PDF of a month."""
    wanted = _month(month, today(now()))
    found = reporting.made(db(), today(now())).get(wanted)
    if found is None:
        raise Refused("month_unknown", 404)
    headers = {
        "Content-Disposition": f'inline; filename="report-{wanted:%Y-%m}.pdf"',
        "Content-Length": str(found.size),
        "Cache-Control": "no-store",
    }
    return Response(files.content(db(), found), mimetype="application/pdf", headers=headers)


def word(month: date) -> str:
    """令和8年10月."""
    return _("令和%(era)s年%(month)s月", era=month.year - 2018, month=month.month)


def _month(typed: str, day: date) -> date:
    found = next((one for one in reporting.months(day) if f"{one:%Y-%m}" == typed), None)
    if found is None:
        raise Refused("month_unknown", 404)
    return found
