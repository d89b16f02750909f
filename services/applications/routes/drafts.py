"""Filling in: one topic a page, saved at every step, resumed by a code."""

from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for

from forms import journey
from forms.procedure import Procedure, Way
from forms.steps import Step
from forms.text import displayable
from portal import i18n
from portal.doors import db, house, now, open_door, visitor
from portal.opening import today
from portal.throttle import network
from services.applications import rules
from services.applications.actions import drafts
from services.applications.routes import again, items, uploads
from services.applications.routes.crowded import minutes, seconds_to_wait, waiting
from services.applications.routes.filling import (
    Page,
    as_stored,
    beginning,
    form_of,
    mine,
    onward,
    questions,
    signed_in_for,
    step_page,
    typed_values,
)  # fmt: skip
from services.applications.routes.guides import published, standings, told


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.route("/applications/new/<key>/<kind>", methods=["GET", "POST"])(begin)
    blueprint.route("/applications/draft/<uuid:draft_id>/<step_key>", methods=["GET", "POST"])(step)
    blueprint.route("/applications/draft/<uuid:draft_id>/later", methods=["GET", "POST"], endpoint="later")(
        later
    )
    blueprint.route("/applications/draft/<uuid:draft_id>/discard", methods=["GET", "POST"])(discard)
    blueprint.route("/applications/resume", methods=["GET", "POST"])(resume)


@open_door
def begin(key: str, kind: str) -> Page:
    """The first questions; nothing is stored before they are answered."""
    procedure = published(key)
    way = _open_way(procedure, kind)
    if way.link:
        # Another page of the portal begins it, for something has to be chosen there first.
        return redirect(way.link)
    if ask := signed_in_for(way):
        return ask
    start = beginning(procedure, way)
    first = journey.path(procedure, start)[0]
    seen = visitor(make=True)
    if request.method == "GET":
        house().buffer.note("started", procedure.key, "online", procedure.division, today(now()))
        return questions(procedure, way, first, again.filled_form(procedure, first, start), None)
    form = form_of(procedure, first, start, typed=True)
    if form.searching or not form.validate():
        return questions(procedure, way, first, form, None)
    if wait := seconds_to_wait("begin"):
        return waiting(step_page(procedure, way, first, form, None, wait=minutes(wait)), wait)
    draft_id = drafts.begin(db(), procedure, way, form.values(), seen.hash, i18n.words().language.key, now())
    _count_step(procedure, first)
    return onward(draft_id, procedure, {**start, **form.values()}, first)


@open_door
def step(draft_id: UUID, step_key: str) -> Page:
    """One page of questions of a draft."""
    draft = mine(draft_id, typed=request.method == "POST")
    found = draft.procedure.step(step_key)
    if found is None or found not in draft.along:
        return onward(draft.id, draft.procedure, draft.answers, None)
    if found.repeat:
        return items.listing(draft, found)
    if request.method == "GET":
        form = as_stored(again.filled_form(draft.procedure, found, draft.answers))
        return questions(draft.procedure, draft.way, found, form, draft)
    came = uploads.take(draft, found)
    draft = came.draft
    form = came.blame(form_of(draft.procedure, found, draft.answers, typed=True))
    if came.stays or form.searching or not form.validate():
        return questions(draft.procedure, draft.way, found, form, draft)
    values = typed_values(form)
    saved = drafts.answer(db(), draft, values, now(), drop=again.no_longer_theirs(draft, values))
    _count_step(draft.procedure, found)
    if "later" in request.form:
        return redirect(url_for("applications.later", draft_id=draft.id), 303)
    return onward(draft.id, saved.procedure, saved.answers, found, back="back" in request.args)


def _count_step(procedure: Procedure, ended: Step) -> None:
    house().buffer.note("step", f"{procedure.key}/{ended.key}", "online", procedure.division, today(now()))


@open_door
def later(draft_id: UUID) -> Page:
    """あとで続ける: the answers are kept already; this issues the code that opens them from another device."""
    draft = mine(draft_id)
    code = drafts.keep_for_later(db(), draft) if request.method == "POST" else None
    return i18n.page(
        "applications/later.html",
        draft=draft,
        code=code,
        until=i18n.day(today(now() + rules.DRAFT_LIVES)),
        **told(draft.procedure),
    )


@open_door
def discard(draft_id: UUID) -> Page:
    """What was typed is erased at once, at the wish of whoever typed it; asked once more before."""
    draft = mine(draft_id)
    if request.method == "GET":
        return i18n.page("applications/discard.html", draft=draft, **told(draft.procedure))
    drafts.forget(db(), draft)
    return redirect(url_for("applications.mine"), 303)


@open_door
def resume() -> Page:
    """Somebody comes back with the code."""
    if request.method == "GET":
        return i18n.page("applications/resume.html", wrong=False, typed="")
    seen, typed = visitor(make=True).hash, request.form.get("code", "")
    draft_id = drafts.resume(db(), typed, seen, network(request.remote_addr), now())
    if draft_id is None:
        return i18n.page("applications/resume.html", wrong=True, typed=displayable(typed)), 422
    return redirect(url_for("applications.check", draft_id=draft_id), 303)


def _open_way(procedure: Procedure, kind: str) -> Way:
    standing = next((one for one in standings(procedure) if one.way.kind == kind), None)
    if standing is None or not procedure.steps or not standing.open:
        abort(404)
    return standing.way
