"""答えられなかった質問: in lots, each with what to do about it; notes of calls stand in the same list."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.doors import db, house, now, staff, staff_door
from portal.finding import FAQ
from portal.home import todays
from portal.refused import Refused
from services.chat.actions import knowledge, unanswered
from services.chat.actions.reach import EDIT
from services.chat.routes.desk import HERE, label
from services.chat.routes.frame import shown
from services.chat.rules import entries

# Whoever takes a call at a counter writes it down; what becomes of it is the editors' business.
NOTE = "case.enter"
_MOST = 60


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(f"{HERE}/unanswered", endpoint="unanswered")(listed)
    blueprint.post(f"{HERE}/unanswered/<deed>", endpoint="unanswered_deed")(deed)
    blueprint.route(f"{HERE}/note", methods=["GET", "POST"], endpoint="note")(note)


@staff_door(EDIT)
def listed() -> str:
    """What was asked and not answered, the commonest first."""
    found = unanswered.lots(db(), todays(), now())
    return shown(
        "chat/staff/unanswered.html", lots=found[:_MOST], every=len(found), label=label, done=request.args.get("done", "")
    )  # fmt: skip


@staff_door(EDIT)
def deed(deed: str) -> Response:
    """Give the words to an entry, begin a new one, or put the lot aside."""
    ids, words = _ids(), [one[:60] for one in request.form.getlist("words") if one.strip()]
    if deed == "names":
        key = request.form.get("entry", "").removeprefix(f"{FAQ}:")
        drafted = knowledge.changes(db(), knowledge.mine(db(), staff()))
        cells = drafted.get(key) or knowledge.entry(db(), key)
        if cells is None:
            raise Refused("knowledge_unknown", 404)
        knowledge.save(db(), staff(), {key: entries.normal(entries.with_names(cells, words))}, now())
        unanswered.settle(db(), staff(), ids, now())
        return redirect(url_for("chat.draft", done="saved"), 303)
    if deed == "new":
        unanswered.settle(db(), staff(), ids, now())
        question = request.form.get("question", "")[:200]
        return redirect(url_for("chat.entry", entry="new", question=question, names=";".join(words)), 303)
    if deed != "aside":
        raise Refused("knowledge_unknown", 404)
    unanswered.settle(db(), staff(), ids, now())
    return redirect(url_for("chat.unanswered", done="aside"), 303)


@staff_door(NOTE)
def note() -> str | Response | tuple[str, int]:
    """電話で聞かれたこと: one line, for whoever has just put the telephone down."""
    if request.method == "GET":
        return shown("chat/staff/note.html", done=request.args.get("done", ""), wrong=None)
    seat = staff()
    division = next((one for one, _ in seat.roles), house().pack.town.reception)
    try:
        unanswered.note(db(), seat, request.form.get("text", ""), division, now())
    except Refused as refused:
        return shown("chat/staff/note.html", done="", wrong=refused, errors=refused), refused.status
    return redirect(url_for("chat.note", done="saved"), 303)


def _ids() -> list[UUID]:
    try:
        return [UUID(one) for one in request.form.getlist("ids")[:1000]]
    except ValueError:
        raise Refused("knowledge_unknown", 404) from None
