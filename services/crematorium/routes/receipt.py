"""予約の控え: what was booked, what is still missing, the permit's number, and the paper to bring."""

from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from portal import i18n
from portal.doors import db, holders, house, now, open_door, resident
from portal.inbox import Actor, Case
from portal.refused import Refused
from services.crematorium.actions import firms, own, papers, permits, reach
from services.crematorium.actions.own import Own
from services.crematorium.routes.frame import page

Page = str | AnyResponse | tuple[str, int]
ONE = "/crematorium/booking/<uuid:cremation_id>"
BESIDE = frozenset({"permit_incomplete", "individual_number_in_text"})


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(ONE, endpoint="receipt")(show)
    blueprint.post(f"{ONE}/permit", endpoint="permit")(permit)
    blueprint.get(f"{ONE}/slip.pdf", endpoint="slip")(slip)


def panel(session: Session, case: Case) -> str | None:
    """The booking on the page of the resident's own case."""
    found = own.of_case(session, case, now())
    return None if found is None else i18n.page("crematorium/own_panel.html", own=found)


@open_door
def show(cremation_id: UUID) -> str:
    """What was booked and what comes next."""
    found, case = opened(cremation_id)
    return _page(found, case)


@open_door
def permit(cremation_id: UUID) -> Page:
    """The permit's number: with it the booking is confirmed."""
    found, case = opened(cremation_id)
    try:
        number, city = request.form.get("number", ""), request.form.get("city", "")
        permits.tell(db(), cremation_id, number, city, actor(), now())
    except Refused as refused:
        if refused.code not in BESIDE:
            raise
        return _page(found, case, refused), refused.status
    return redirect(url_for("crematorium.receipt", cremation_id=cremation_id, done="confirmed"), 303)


@open_door
def slip(cremation_id: UUID) -> Response:
    """予約票, or 火葬場使用許可書 once the permit's number is told."""
    found, case = opened(cremation_id)
    body = papers.slip(db(), found, case, house().printer, now())
    headers = {
        "Content-Disposition": f'inline; filename="{case.receipt_no}.pdf"',
        "Cache-Control": "no-store",
    }
    return Response(body, mimetype="application/pdf", headers=headers)


def opened(cremation_id: UUID) -> tuple[Own, Case]:
    """A booking of whoever is here; to everybody else there is none."""
    row, case = reach.own(db(), cremation_id, resident(), holders())
    found = own.told(db(), row, now())
    if found is None:
        raise Refused("use_unknown", 404)
    return found, case


def actor() -> Actor:
    """Whoever is here, in the audit."""
    seat = resident()
    return Actor("resident", seat.id if seat else None)


def _page(found: Own, case: Case, refused: Refused | None = None) -> str:
    seat = resident()
    return page(
        "crematorium/receipt.html",
        own=found,
        case=case,
        name=own.name_of(db(), case),
        firm=firms.of_resident(db(), seat.id if seat else None),
        refused=refused,
        errors=refused,
        typed=request.form,
        done=request.args.get("done", ""),
    )
