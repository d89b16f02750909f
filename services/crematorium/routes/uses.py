"""One booking for the office: what it is, the permit, who came, another time, called off."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.doors import db, house, now, staff, staff_door
from portal.inbox import Actor, Case
from portal.opening import today
from portal.refused import Refused
from services.crematorium.actions import attending, cancelling, own, papers, permits, reach
from services.crematorium.actions.papers import NOBODY
from services.crematorium.routes.frame import BESIDE as FORM_FAULTS
from services.crematorium.routes.frame import shown
from services.crematorium.routes.papers import file

Page = str | AnyResponse | tuple[str, int]
ONE = "/staff/crematorium/use/<uuid:cremation_id>"
BESIDE = FORM_FAULTS | {
    "permit_incomplete", "individual_number_in_text", "permit_not_seen", "not_certain_yet", "not_begun", "reason_needed",
}  # fmt: skip


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(ONE, endpoint="use")(one)
    blueprint.get(f"{ONE}/slip.pdf", endpoint="use_slip")(slip)
    blueprint.post(f"{ONE}/do/<act>", endpoint="use_act")(act)


@staff_door(reach.READ)
def one(cremation_id: UUID) -> str:
    """Everything about one booking."""
    return _page(cremation_id)


@staff_door(reach.READ)
def slip(cremation_id: UUID) -> Response:
    """予約票 or 火葬場使用許可書."""
    row = reach.for_staff(db(), staff(), cremation_id)
    found, case = own.told(db(), row, now()), db().get(Case, row.case_id)
    if found is None or case is None or not staff().may(papers.NAMES, case.division):
        abort(404)
    papers.persons(db(), staff(), [case.id], now())
    return file(
        papers.slip(db(), found, case, house().printer, now()),
        "application/pdf",
        "inline",
        f"{case.receipt_no}.pdf",
    )


@staff_door(reach.BOOK)
def act(cremation_id: UUID, act: str) -> Page:
    """One press: the permit's number, here, called off."""
    do = ACTS.get(act)
    if do is None:
        abort(404)
    reach.for_staff(db(), staff(), cremation_id, reach.BOOK)
    try:
        do(cremation_id)
    except Refused as refused:
        if refused.code not in BESIDE:
            raise
        return _page(cremation_id, refused), refused.status
    return redirect(url_for("crematorium.use", cremation_id=cremation_id, done=act), 303)


def _permit(cremation_id: UUID) -> None:
    number, city = request.form.get("number", ""), request.form.get("city", "")
    permits.tell(db(), cremation_id, number, city, _actor(), now())


def _came(cremation_id: UUID) -> None:
    seen = request.form.get("seen") == "yes"
    attending.came(db(), cremation_id, _actor(), now(), permit_seen=seen)


def _cancel(cremation_id: UUID) -> None:
    reason = request.form.get("reason", "").strip()
    if not reason or len(reason) > 200:
        raise Refused("reason_needed", 422, longest=200)
    cancelling.cancel(db(), cremation_id, _actor(), now(), reason)


ACTS: Mapping[str, Callable[[UUID], None]] = MappingProxyType(
    {"permit": _permit, "came": _came, "cancel": _cancel}
)


def _actor() -> Actor:
    return Actor("staff", staff().id)


def _page(cremation_id: UUID, refused: Refused | None = None) -> str:
    row = reach.for_staff(db(), staff(), cremation_id)
    found = own.told(db(), row, now())
    if found is None:
        raise Refused("use_unknown", 404)
    people = papers.persons(db(), staff(), [row.case_id] if row.case_id else [], now())
    return shown(
        "crematorium/staff/use.html",
        own=found,
        person=people.get(row.case_id, NOBODY) if row.case_id else NOBODY,
        firm=papers.firm_name(db(), row.firm_id),
        day=today(row.starts_at).isoformat(),
        books=staff().may(reach.BOOK, reach.hall(db(), staff()).operator),
        manages=staff().may(reach.MANAGE, reach.hall(db(), staff()).operator),
        refused=refused,
        errors=refused,
        typed=request.form,
        done=request.args.get("done", ""),
    )
