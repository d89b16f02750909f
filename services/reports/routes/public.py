"""/reports: what others have reported and how far the town is, as a list and, when asked for, on a map."""

from uuid import UUID

from flask import Blueprint, Response, abort, request

from portal import files
from portal.doors import db, now, open_door
from portal.security import shows_map
from services.reports.actions import looking
from services.reports.models import Report
from services.reports.routes.frame import chart, page, words_of


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/reports", endpoint="index")(index)
    blueprint.get("/reports/<uuid:report_id>/photo", endpoint="photo")(photo)


@open_door
@shows_map
def index() -> str:
    """Nothing here was written by a resident: kind, place in the city's words, and how far it is."""
    asked = request.args.get("kind", "")
    kind = asked if asked in words_of()["kinds"] else ""
    found = looking.published(db(), now(), kind)
    return page("reports/index.html", found=found, kind=kind, chart=chart())


@open_door
def photo(report_id: UUID) -> Response:
    """A photo that staff chose to show."""
    report = db().get(Report, report_id)
    if report is None or report.published_at is None or report.public_photo is None:
        abort(404)
    wanted = report.public_photo
    found = next((one for one in files.of(db(), "case", report.case_id) if one.id == wanted), None)
    if found is None:
        abort(404)
    headers = {"Content-Length": str(found.size), "Cache-Control": "private, max-age=300"}
    return Response(files.content(db(), found), mimetype=found.media_type, headers=headers)
