"""How clear it was: five buttons on the page of a request, and afterwards room for a few words."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from forms.text import displayable
from portal import i18n, remarks
from portal.doors import db, holders, now, open_door
from portal.inbox import Case
from portal.refused import Refused
from services.applications.actions import rating
from services.applications.routes.cases import held, mail_tokens
from services.applications.routes.course import told_case


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.post("/applications/<uuid:case_id>/rating", endpoint="rate")(rate)
    blueprint.route("/applications/<uuid:case_id>/rating/words", methods=["GET", "POST"], endpoint="rated")(
        rated
    )


@open_door
def rate(case_id: UUID) -> Response:
    """One press."""
    score = _score(request.form.get("score", ""))
    rating.rate(db(), case_id, holders(), mail_tokens(), score, now())
    return redirect(url_for("applications.rated", case_id=case_id, score=score), 303)


@open_door
def rated(case_id: UUID) -> str | Response | tuple[str, int]:
    """Thanks, and room for words that nobody has to write."""
    found = held(case_id)
    if request.method == "GET":
        return _page(found, None)
    said = (_score(request.form.get("score", "")), request.form.get("text", ""))
    try:
        rating.say(db(), case_id, holders(), mail_tokens(), said, now())
    except Refused as refused:
        if refused.status != 422:
            raise
        return _page(found, refused), 422
    return redirect(url_for("applications.rated", case_id=case_id, said="yes"), 303)


def _page(found: Case, refused: Refused | None) -> str:
    return i18n.page(
        "applications/rated.html",
        open=rating.may_say(db(), found),
        said="said" in request.args,
        score=_score(request.values.get("score", "")),
        typed=displayable(request.form.get("text", "")) if refused else "",
        fault=(refused.code, refused.values) if refused else None,
        longest=remarks.LONGEST,
        **told_case(found),
    )


def _score(typed: str) -> int:
    return int(typed) if typed in {str(one) for one in rating.SCORES} else 0
