"""署名: the answers are signed with a card before they are handed in; a login does not stand in for it."""

import base64
import binascii
from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import i18n
from portal.doors import db, holders, house, now, open_door
from portal.refused import Refused
from portal.sample_card import SampleCard
from services.applications.actions import signed
from services.applications.routes import again
from services.applications.routes.crowded import Waiting, minutes, seconds_to_wait, waiting
from services.applications.routes.filling import finished
from services.applications.routes.guides import told
from services.applications.rules import needs_signature


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.route("/applications/draft/<uuid:draft_id>/card", methods=["GET", "POST"])(sign_answers)


@open_door
def sign_answers(draft_id: UUID) -> str | Response | tuple[str, int] | Waiting:
    """The page on which the card signs; a signature that does not hold leaves everything as it was."""
    draft, cards = finished(draft_id), house().cards
    if cards is None or not needs_signature(draft.way):
        abort(404)
    document = signed.document_of(draft)
    start = cards.start(document, house().settings.base_url + request.path)
    problem, wait = "", 0
    if request.method == "POST":
        try:
            signature, certificate = _brought(document)
            by = cards.verify(document, signature, certificate, now())
            wait = seconds_to_wait("file")
            if not wait:
                case = signed.submit(
                    db(), draft, house().pack, holders(), by, (signature, certificate), now(), again.wish()
                )
                return redirect(url_for("applications.case", case_id=case.id), 303)
        except Refused as refused:
            problem = refused.code
    body = i18n.page(
        "applications/sign_answers.html",
        draft=draft,
        start=start,
        sample=cards.sample,
        problem=problem,
        wait=minutes(wait),
        again=again.question(draft),
        **told(draft.procedure),
    )
    if wait:
        return waiting(body, wait)
    return (body, 422) if problem else body


def _brought(document: bytes) -> tuple[bytes, bytes]:
    """Signature and certificate: from the app that read the card, or from the sample town's made-up card."""
    cards = house().cards
    if isinstance(cards, SampleCard):
        return cards.sign(document, request.form.get("password", ""))
    try:
        signature = base64.b64decode(request.form.get("signature", ""), validate=True)
        return signature, base64.b64decode(request.form.get("certificate", ""), validate=True)
    except (binascii.Error, ValueError):
        raise Refused("signature_wrong", 403) from None
