"""文例: the page on which a division keeps its sentences."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal import i18n
from portal.doors import db, now, staff, staff_door
from portal.opening import today
from portal.refused import Refused
from services.desk.actions import phrases
from services.desk.actions.phrases import Wording
from services.desk.actions.standing import answering
from services.desk.models import Phrase
from services.desk.routes.frame import shown
from services.desk.rules import LONGEST_NOTE

BESIDE = {"phrase_title": "title", "reason_needed": "text", "individual_number_in_text": "text"}


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/staff/phrases", endpoint="phrases")(listed)
    blueprint.route("/staff/phrases/new", methods=["GET", "POST"], endpoint="phrase_new")(new)
    blueprint.route("/staff/phrases/<uuid:phrase_id>", methods=["GET", "POST"], endpoint="phrase")(change)
    blueprint.post("/staff/phrases/<uuid:phrase_id>/drop", endpoint="phrase_drop")(drop)


@staff_door()
def listed() -> str:
    """All sentences of the seat's divisions."""
    kept = phrases.kept(db(), staff())
    return shown("desk/phrases.html", phrases=kept, names=_names())


@staff_door()
def new() -> str | Response | tuple[str, int]:
    """One more sentence."""
    phrases.kept(db(), staff())
    return _write(None)


@staff_door()
def change(phrase_id: UUID) -> str | Response | tuple[str, int]:
    """A sentence, to be put better."""
    return _write(phrases.one(db(), staff(), phrase_id))


@staff_door()
def drop(phrase_id: UUID) -> Response:
    """A sentence nobody needs any more."""
    phrases.drop(db(), staff(), phrase_id, now())
    return redirect(url_for("desk.phrases"), 303)


def _write(stands: Phrase | None) -> str | Response | tuple[str, int]:
    if request.method == "GET":
        return _page(stands, None)
    wording = Wording(*(request.form.get(name, "") for name in ("division", "act", "title", "text")))
    try:
        phrases.keep(db(), staff(), wording, now(), stands.id if stands else None)
    except Refused as refused:
        if refused.code not in BESIDE:
            raise
        return _page(stands, refused), 422
    return redirect(url_for("desk.phrases"), 303)


def _page(stands: Phrase | None, refused: Refused | None) -> str:
    typed = {name: getattr(stands, name, "") for name in ("division", "act", "title", "text")}
    fault = (BESIDE[refused.code], refused.code, refused.values) if refused else None
    return shown(
        "desk/phrase.html",
        phrase=stands,
        typed={**typed, **request.form.to_dict()},
        fault=fault,
        errors=fault,
        acts=phrases.ACTS,
        names=_names(),
        longest=LONGEST_NOTE,
    )


def _names() -> dict[str, Markup]:
    """The seat's divisions by name, each once however many it took over."""
    own = [division for division, _ in staff().roles if division in phrases.divisions(staff())]
    day = today(now())
    say = i18n.speaker(i18n.words())
    mine = {one: say(answering(db(), one, day).name) for one in own}
    older = phrases.divisions(staff()) - mine.keys()
    return {**mine, **{one: say(answering(db(), one, day).name) for one in sorted(older)}}
