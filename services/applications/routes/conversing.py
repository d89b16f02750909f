"""Messages between a resident and the office, on a page of the case."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from forms.text import displayable
from portal import conversation, files, i18n
from portal.conversation import Said
from portal.doors import db, now, open_door
from portal.inbox import Case
from portal.refused import Refused
from services.applications.actions import conversing
from services.applications.routes.cases import held
from services.applications.routes.course import told_case
from services.applications.routes.uploads import upload

# What is wrong is told beside the box it was put in.
BESIDE = {"message_length": "text", "individual_number_in_text": "text"}


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.route("/applications/<uuid:case_id>/messages", methods=["GET", "POST"], endpoint="messages")(
        messages
    )


@open_door
def messages(case_id: UUID) -> str | Response | tuple[str, int]:
    """Everything that was written, and a box to answer."""
    found = held(case_id)
    if request.method == "GET":
        return _page(found, None)
    sent = [upload(one) for one in request.files.getlist("files") if one.filename]
    try:
        conversing.answer(db(), found.id, request.form.get("text", ""), sent, now())
    except Refused as refused:
        if refused.status not in (413, 422, 429):
            raise
        return _page(found, refused), refused.status
    return redirect(url_for("applications.messages", case_id=case_id, sent="yes"), 303)


def panel(session: Session, case: Case) -> str | None:
    """On the case's own page: what is new, and the way to write."""
    if case.state == "withdrawn":
        return None
    written = conversation.any_of(session, case)
    if not (written or conversation.is_open(case, now())):
        return None
    return i18n.page(
        "applications/messages_panel.html",
        case=case,
        new=conversation.unread(session, case, conversation.STAFF) if written else 0,
        any=written,
    )


def _page(found: Case, refused: Refused | None) -> str:
    told = conversing.read(db(), found, now())
    attached = conversation.attached(db(), found, told)
    fault = (BESIDE.get(refused.code, "files"), refused.code, refused.values) if refused else None
    return i18n.page(
        "applications/messages.html",
        said=[
            {"one": one, "when": i18n.moment(one.at), "files": _files(found, one, attached)} for one in told
        ],
        open=conversation.is_open(found, now()),
        sent="sent" in request.args,
        typed=displayable(request.form.get("text", "")) if refused else "",
        fault=fault,
        most=conversation.MOST_FILES,
        **told_case(found),
    )


def _files(found: Case, one: Said, attached: dict[UUID, files.StoredFile]) -> list[dict[str, str]]:
    return [
        {
            "name": files.name(db(), attached[id]),
            "href": url_for("applications.case_file", case_id=found.id, file_id=id),
        }
        for id in one.files
        if id in attached
    ]
