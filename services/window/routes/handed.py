"""After the hand-over: the receipt numbers, one PDF of all papers, and which of them still lack a signature."""

from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.doors import db, house, now, staff, staff_door
from portal.refused import Refused
from services.window.actions import handing_over, signing, visits
from services.window.models.visits import Visit
from services.window.routes.staff_frame import shown
from services.window.rules.serving import SERVE
from services.window.rules.signing import Signature

Page = str | AnyResponse | tuple[str, int]


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/staff/window/<uuid:visit_id>/handed", endpoint="handed")(handed)
    blueprint.get("/staff/window/<uuid:visit_id>/packet.pdf", endpoint="packet")(packet)
    blueprint.post("/staff/window/<uuid:visit_id>/signed", endpoint="signed")(signed)


@staff_door(SERVE)
def handed(visit_id: UUID) -> str:
    """What it became."""
    return _page(visits.ended(db(), staff(), visit_id))


@staff_door(SERVE)
def packet(visit_id: UUID) -> Response:
    """All papers in their order."""
    row = visits.ended(db(), staff(), visit_id)
    body = handing_over.packet(db(), staff(), row, house().printer, now())
    headers = {"Content-Disposition": f'inline; filename="{visit_id}.pdf"', "Cache-Control": "no-store"}
    return Response(body, mimetype="application/pdf", headers=headers)


@staff_door(SERVE)
def signed(visit_id: UUID) -> Page:
    """自署: the papers that were ticked, or all of them, were signed before the clerk's eyes."""
    row = visits.ended(db(), staff(), visit_id)
    ticked = None if "all" in request.form else _ids(request.form.getlist("paper"))
    try:
        signing.take(db(), staff(), row, house().pack, ticked, now())
    except Refused as refused:
        if refused.status == 404:
            raise
        return _page(row, refused), 422
    return redirect(url_for("window.handed", visit_id=visit_id, signed="yes"), 303)


def _page(row: Visit, refused: Refused | None = None) -> str:
    papers = signing.papers(db(), row, house().pack)
    return shown(
        "window/handed.html",
        visit=row,
        papers=papers,
        lacking=[one for one in papers if one.signature is Signature.LACKING],
        signed="signed" in request.args,
        refused=refused,
        errors=refused,
    )


def _ids(ticked: list[str]) -> list[UUID]:
    try:
        return [UUID(one) for one in ticked]
    except ValueError:
        raise Refused("case_unknown", status=404) from None
