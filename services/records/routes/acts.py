"""What is done with a 廃棄簿: cases taken out and put back, the list proposed, approved, sent back."""

from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.doors import db, now, staff, staff_door
from portal.refused import Refused
from services.records import rules
from services.records.actions import reading, reviewing
from services.records.actions.standing import APPROVE, READ, REVIEW
from services.records.routes.books import told
from services.records.routes.frame import HERE, shown, whole
from services.records.rules import Act, Why

BOOK = f"{HERE}/<uuid:book_id>"
# What is wrong with something written is told beside the box it was written in.
BESIDE = frozenset({"reason_needed", "individual_number_in_text"})


DO = {
    str(Act.PROPOSE): reviewing.propose,
    str(Act.TAKE_BACK): reviewing.take_back,
    str(Act.APPROVE): reviewing.approve,
}


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.route(f"{BOOK}/send-back", methods=["GET", "POST"], endpoint="send_back")(send_back)
    blueprint.post(f"{BOOK}/<act>", endpoint="act")(act)
    blueprint.route(f"{BOOK}/cases/<uuid:case_id>/out", methods=["GET", "POST"], endpoint="take_out")(
        take_out
    )
    blueprint.post(f"{BOOK}/cases/<uuid:case_id>/back", endpoint="put_back")(put_back)


@staff_door(READ)
def act(book_id: UUID, act: str) -> Response:
    """One press: the list goes on, or comes back to who proposed it."""
    do = DO.get(act)
    if do is None:
        abort(404)
    seen = whole(request.form.get("version", ""))
    do(db(), staff(), book_id, seen, now())
    return redirect(url_for("records.book", book_id=book_id, done=act), 303)


@staff_door(APPROVE)
def send_back(book_id: UUID) -> str | Response | tuple[str, int]:
    """The approver says why not."""
    if request.method == "GET":
        return _ask_remark(book_id, None)
    seen, text = whole(request.form.get("version", "")), request.form.get("text", "")
    try:
        reviewing.send_back(db(), staff(), book_id, seen, text, now())
    except Refused as refused:
        if refused.code not in BESIDE:
            raise
        return _ask_remark(book_id, refused), refused.status
    return redirect(url_for("records.book", book_id=book_id, done="send-back"), 303)


def _ask_remark(book_id: UUID, refused: Refused | None) -> str:
    opened = reading.open_book(db(), staff(), book_id, 1, now())
    return shown(
        "records/send_back.html",
        refused=refused,
        errors=refused,
        typed=request.form,
        longest=rules.LONGEST_NOTE,
        **told(opened),
    )


@staff_door(REVIEW)
def take_out(book_id: UUID, case_id: UUID) -> str | Response | tuple[str, int]:
    """One case stays, and why."""
    if request.method == "GET":
        return _ask_why(book_id, case_id, None)
    form, seen = request.form, whole(request.form.get("version", ""))
    try:
        reviewing.take_out(db(), staff(), book_id, case_id, seen, _why(), form.get("text", ""), now())
    except Refused as refused:
        if refused.code not in BESIDE | {"why_needed"}:
            raise
        return _ask_why(book_id, case_id, refused), refused.status
    return redirect(url_for("records.book", book_id=book_id, done="out"), 303)


def _why() -> Why:
    typed = request.form.get("why", "")
    if typed not in set(Why):
        raise Refused("why_needed", 422)
    return Why(typed)


def _ask_why(book_id: UUID, case_id: UUID, refused: Refused | None) -> str:
    item = reading.one_item(db(), staff(), book_id, case_id)
    if item is None:
        abort(404)
    opened = reading.open_book(db(), staff(), book_id, 1, now())
    return shown(
        "records/out.html",
        item=item,
        refused=refused,
        errors=refused,
        typed=request.form,
        whys=[str(one) for one in Why],
        **told(opened),
    )


@staff_door(REVIEW)
def put_back(book_id: UUID, case_id: UUID) -> Response:
    """The case that stayed may go after all."""
    seen = whole(request.form.get("version", ""))
    reviewing.put_back(db(), staff(), book_id, case_id, seen, now())
    return redirect(url_for("records.book", book_id=book_id, done="back"), 303)
