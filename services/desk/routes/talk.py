"""連絡: the messages about a case, written and read at the desk."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from forms.text import displayable
from portal import conversation, files, i18n
from portal.doors import db, now, staff, staff_door
from portal.inbox import Case
from portal.opening import today
from portal.people import staff_names
from portal.refused import Refused
from services.desk.actions import phrases, talking
from services.desk.models import Phrase
from services.desk.routes.cases import headed
from services.desk.routes.frame import shown

BESIDE = {"message_length": "text", "individual_number_in_text": "text"}
LONGEST_NAME = 80


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.route("/staff/cases/<uuid:case_id>/talk", methods=["GET", "POST"], endpoint="talk")(talk)


@staff_door("case.read")
def talk(case_id: UUID) -> str | Response | tuple[str, int]:
    """Everything that was written, and a box to write, with the division's sentences to insert."""
    if request.method == "GET":
        return _page(case_id, "", None)
    text = request.form.get("text", "")
    if "insert" in request.form:
        return _page(case_id, _inserted(case_id, text), None)
    sent = [
        (one.stream, displayable(one.filename or "")[:LONGEST_NAME])
        for one in request.files.getlist("files")
        if one.filename
    ]
    try:
        talking.write(db(), staff(), case_id, text, sent, now())  # type: ignore[arg-type]
    except Refused as refused:
        if refused.status not in (413, 422):
            raise
        return _page(case_id, text, refused), 422
    return redirect(url_for("desk.talk", case_id=case_id, sent="yes"), 303)


def panel(session: Session, case: Case) -> str:
    """On the case's page: whether something new lies there, and the way to write."""
    written = conversation.any_of(session, case)
    new = conversation.unread(session, case, conversation.PERSON) if written else 0
    return i18n.page("desk/talk_panel.html", case=case, new=new, any=written)


def _inserted(case_id: UUID, text: str) -> str:
    case, _ = talking.read(db(), staff(), case_id, now())
    chosen = request.form.get("kept", "")
    wanted = next((one.id for one in _kept(case) if str(one.id) == chosen), None)
    lineage = phrases.lineage(db(), case, today(now()))
    return phrases.insert(db(), case, phrases.TALK, wanted, text, lineage)


def _kept(case: Case) -> list[Phrase]:
    return list(phrases.offered(db(), case, phrases.TALK, phrases.lineage(db(), case, today(now()))))


def _page(case_id: UUID, typed: str, refused: Refused | None) -> str:
    case, said = talking.read(db(), staff(), case_id, now())
    attached = conversation.attached(db(), case, said)
    fault = (BESIDE.get(refused.code, "files"), refused.code, refused.values) if refused else None
    return shown(
        "desk/talk.html",
        said=said,
        files={id: files.name(db(), one) for id, one in attached.items()},
        names=staff_names(db(), frozenset(one.author for one in said if one.author)),
        writes=staff().may(talking.WRITES, case.division) and conversation.is_open(case, now()),
        kept=_kept(case),
        typed=typed,
        fault=fault,
        errors=fault,
        sent="sent" in request.args,
        most=conversation.MOST_FILES,
        **headed(case),
    )
