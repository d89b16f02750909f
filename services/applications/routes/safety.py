"""支援措置 before handing in: whoever must not be found says so, and how it is safe to reach them."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for

from portal import i18n, notify, shielded
from portal.doors import db, now, open_door
from services.applications import rules
from services.applications.actions import drafts
from services.applications.actions.drafts import Open
from services.applications.routes.filling import Page, finished
from services.applications.routes.guides import told


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.route("/applications/draft/<uuid:draft_id>/safety", methods=["GET", "POST"])(safety)


@open_door
def safety(draft_id: UUID) -> Page:
    """The question every procedure has, asked of nobody who does not look for it."""
    draft = finished(draft_id)
    if not rules.hands_in(draft.way):
        return redirect(url_for("applications.check", draft_id=draft.id), 303)
    if request.method == "GET":
        return _page(draft)
    way = "" if "off" in request.form else request.form.get("safe_way", "")
    if not way and "off" not in request.form:
        return _page(draft, missing=True), 422
    drafts.shield(db(), draft, way, now())
    return redirect(url_for("applications.check", draft_id=draft.id) + "#safety", 303)


def _page(draft: Open, *, missing: bool = False) -> str:
    there = notify.reach_in(draft.answers).ways
    return i18n.page(
        "applications/safety.html",
        draft=draft,
        ways=[way for way in shielded.WAYS if way in there or way == shielded.COUNTER],
        missing=missing,
        **told(draft.procedure),
    )
