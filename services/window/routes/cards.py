"""A document on the counter: the page on which it is read or confirmed by eye, and what comes of either."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms.cards import CardKind, Unreadable
from forms.cards.kinds import kind_of
from portal.doors import db, house, now, staff, staff_door
from portal.i18n import words
from portal.refused import Refused
from portal.security import body_limit, card_bridge, reaches_card_reader
from portal.words.staff_cards import SENTENCES
from services.window import outside
from services.window.actions import visits
from services.window.routes.staff_frame import shown
from services.window.rules import showing
from services.window.rules.serving import SERVE, SOURCES

PAGE = "/staff/window/<uuid:visit_id>/card"
# A picture that a telephone took, and a little for its frame.
PICTURE = outside.LARGEST + 64 * 1024


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.route(PAGE, methods=["GET", "POST"], endpoint="card")(card)
    blueprint.post(f"{PAGE}/picture", endpoint="card_picture")(picture)


@reaches_card_reader
@staff_door(SERVE)
def card(visit_id: UUID) -> str | AnyResponse | tuple[str, int]:
    """Read it, or tick and type what stands on it; the values then stand beside the answers."""
    visit = visits.find(db(), staff(), visit_id, now())
    known = showing.said(visit.content.answers)
    if request.method == "GET":
        visits.look(db(), staff(), visit, now())
        return _page(visit_id, known, None)
    try:
        values = showing.shown(request.form, known)
    except Unreadable as said:
        return _page(visit_id, known, said), 422
    told = {**values.as_dict(), "how": str(showing.how(request.form))}
    visits.card_read(db(), staff(), visit, str(values.kind), told, now())
    return redirect(url_for("window.visit", visit_id=visit_id), 303)


@body_limit(PICTURE)
@staff_door(SERVE)
def picture(visit_id: UUID) -> tuple[Response, int]:
    """What the town's recogniser reads on a face; the picture is in memory while it is asked, and nowhere afterwards."""
    visits.find(db(), staff(), visit_id, now())
    recognise = outside.recogniser(house().settings)
    if recognise is None:
        raise Refused("card_refuses", 404)
    try:
        values = recognise(request.get_data(cache=False), kind_of(request.args.get("kind", "")))
    except Unreadable as said:
        return jsonify(code=said.code, left=said.left), 422
    except Refused as said:
        return jsonify(code=said.code, left=None), said.status
    return jsonify(values=values.as_dict()), 200


def _page(visit_id: UUID, known: tuple[showing.Said, ...], refused: Unreadable | None) -> str:
    typed: dict[str, Any] = dict.fromkeys((*showing.PARTS, "number", "sex", "kind", "doubts"), "")
    settings = house().settings
    reads = outside.recogniser(settings) is not None
    return shown(
        "window/staff_card.html",
        at=url_for("window.card", visit_id=visit_id),
        back=url_for("window.visit", visit_id=visit_id),
        kinds=[(str(kind), words().gettext(SOURCES[kind])) for kind in CardKind],
        known=known,
        typed={**typed, **{one.tick: "" for one in known}, **request.form.to_dict()},
        refused=refused.code if refused else "",
        errors=refused,
        part=refused.part if refused else "",
        bridge=card_bridge(settings),
        picture=url_for("window.card_picture", visit_id=visit_id) if reads else "",
        said=[(code, _words(code)) for code in SENTENCES],
    )


def _words(code: str) -> tuple[str, str]:
    """What happened and what to do, with the place where the page's script puts the tries that are left."""
    happened, advice = SENTENCES[code]
    return words().gettext(happened), words().gettext(advice, left="{left}")
