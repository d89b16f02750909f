"""After the hand-over: the receipt numbers, one PDF of all papers, and which of them were signed by hand."""

from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms.procedure import Sign
from portal.doors import db, house, now, staff, staff_door
from services.window.actions import handing_over, visits
from services.window.routes.staff_frame import shown
from services.window.rules.serving import SERVE


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/staff/window/<uuid:visit_id>/handed", endpoint="handed")(handed)
    blueprint.get("/staff/window/<uuid:visit_id>/packet.pdf", endpoint="packet")(packet)
    blueprint.post("/staff/window/<uuid:visit_id>/signed", endpoint="signed")(signed)


@staff_door(SERVE)
def handed(visit_id: UUID) -> str:
    """What it became."""
    row = visits.ended(db(), staff(), visit_id)
    known = house().pack.procedures
    cases = [
        {
            "case": case,
            "procedure": known[case.procedure],
            "by_hand": known[case.procedure].sign is Sign.OWN_HAND,
        }
        for case in handing_over.cases_of(db(), row)
        if case.procedure in known
    ]
    return shown("window/handed.html", visit=row, cases=cases, signed="signed" in request.args)


@staff_door(SERVE)
def packet(visit_id: UUID) -> Response:
    """All papers in their order."""
    row = visits.ended(db(), staff(), visit_id)
    body = handing_over.packet(db(), staff(), row, house().printer, now())
    headers = {"Content-Disposition": f'inline; filename="{visit_id}.pdf"', "Cache-Control": "no-store"}
    return Response(body, mimetype="application/pdf", headers=headers)


@staff_door(SERVE)
def signed(visit_id: UUID) -> AnyResponse:
    """自署: all papers that ask for it were signed before the clerk's eyes."""
    row = visits.ended(db(), staff(), visit_id)
    for case in handing_over.cases_of(db(), row):
        procedure = house().pack.procedures.get(case.procedure)
        if procedure is not None and procedure.sign is Sign.OWN_HAND:
            handing_over.signed_on_paper(db(), staff(), row, case.id, now())
    return redirect(url_for("window.handed", visit_id=visit_id, signed="yes"), 303)
