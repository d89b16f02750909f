"""Lists of people or things: what was answered about each, to change, to take away, to add to."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from forms import journey
from forms.faults import Fault
from forms.procedure import Step
from portal import i18n
from portal.doors import db, house, now, open_door
from portal.opening import today
from services.applications import rules
from services.applications.actions import changes
from services.applications.actions.drafts import Open
from services.applications.routes import checking
from services.applications.routes.filling import (
    Page,
    as_stored,
    form_of,
    mine,
    onward,
    questions,
    step_page,
)  # fmt: skip
from services.applications.routes.guides import told


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    place = "/applications/draft/<uuid:draft_id>/<step_key>/<int:place>"
    blueprint.route(place, methods=["GET", "POST"])(item)
    blueprint.route(f"{place}/remove", methods=["GET", "POST"])(remove)


def listing(draft: Open, step: Step) -> Page:
    """All items so far; sending it goes on where the list is whole."""
    group = step.asks[0]
    items = journey.items(step, draft.answers)
    back = "back" in request.args
    if request.method == "GET":
        if not items and group.key not in draft.answers and not group.optional:
            return redirect(_at(draft, step, 1), 303)
        return _page(draft, step, _fault(draft, step) if back else None)
    if not items and group.optional:
        draft = changes.change(db(), draft, group.key, lambda held: held, now())
    if fault := _fault(draft, step):
        return _page(draft, step, fault), 422
    house().buffer.note(
        "step", f"{draft.procedure.key}/{step.key}", "online", draft.procedure.division, today(now())
    )
    if "later" in request.form:
        return redirect(url_for("applications.later", draft_id=draft.id), 303)
    return onward(draft.id, draft.procedure, draft.answers, step, back=back)


@open_door
def item(draft_id: UUID, step_key: str, place: int) -> Page:
    """The questions about one item."""
    found = _found(draft_id, step_key)
    if isinstance(found, Response):
        return found
    draft, step = found
    repeat, group, held = step.repeat, step.asks[0], journey.items(step, draft.answers)
    if repeat is None or not 1 <= place <= min(len(held) + 1, repeat.max):
        return redirect(_at(draft, step), 303)
    stored = held[place - 1] if place <= len(held) else {}
    page, known = journey.item_step(step), journey.item_live(draft.procedure, stored, draft.answers)
    more = {"item": place, "label": group.label, "back": _at(draft, step) if held else None}
    more = {key: value for key, value in more.items() if value}
    if request.method == "GET":
        form = as_stored(form_of(draft.procedure, page, known, stored=stored))
        return questions(draft.procedure, draft.way, page, form, draft, **more)
    form = form_of(draft.procedure, page, known, typed=True, stored=stored)
    if form.searching or not form.validate():
        return questions(draft.procedure, draft.way, page, form, draft, **more)
    saved = changes.put_item(db(), draft, group.key, place, form.values(), repeat.max, now())
    if "later" in request.form:
        return redirect(url_for("applications.later", draft_id=draft.id), 303)
    return redirect(_at(saved, step, place if _is_open(saved, step, place) else 0), 303)


@open_door
def remove(draft_id: UUID, step_key: str, place: int) -> Page:
    """Taking one item away: asked once more, then done."""
    found = _found(draft_id, step_key)
    if isinstance(found, Response):
        return found
    draft, step = found
    rows = checking.item_rows(draft.procedure, step, draft.answers)
    if not 1 <= place <= len(rows):
        return redirect(_at(draft, step), 303)
    if request.method == "POST":
        changes.take_item(db(), draft, step.asks[0].key, place, request.form.get("seen", ""), now())
        return redirect(_at(draft, step), 303)
    return i18n.page(
        "applications/remove.html",
        draft=draft,
        step=step,
        label=step.asks[0].label,
        place=place,
        rows=rows[place - 1],
        seen=rules.fingerprint(journey.items(step, draft.answers)[place - 1]),
        back=_at(draft, step),
        **told(draft.procedure),
    )


def _found(draft_id: UUID, step_key: str) -> tuple[Open, Step] | Response:
    """The draft and its repeated step, or the way to where the draft stands."""
    draft = mine(draft_id, typed=request.method == "POST")
    step = draft.procedure.step(step_key)
    if step is None or not step.repeat or step not in journey.path(draft.procedure, draft.answers):
        return onward(draft.id, draft.procedure, draft.answers, None)
    return draft, step


def _page(draft: Open, step: Step, fault: Fault | None) -> str:
    rows = checking.item_rows(draft.procedure, step, draft.answers)
    cards = [
        {
            "place": place,
            "rows": one,
            "change": _at(draft, step, place),
            "remove": _at(draft, step, place) + "/remove",
        }
        for place, one in enumerate(rows, 1)
    ]
    most = step.repeat.max if step.repeat else 0
    return step_page(
        draft.procedure,
        draft.way,
        step,
        form_of(draft.procedure, step, draft.answers),
        draft,
        cards=cards,
        fault=fault,
        label=step.asks[0].label,
        add=_at(draft, step, len(rows) + 1) if len(rows) < most else "",
        template="applications/items.html",
    )


def _fault(draft: Open, step: Step) -> Fault | None:
    """What is wrong with the list or with one of its items."""
    faults = journey.check(draft.procedure, draft.answers, today=today(now()))
    return next((one for one in faults if one.field == step.asks[0].key), None)


def _is_open(draft: Open, step: Step, place: int) -> bool:
    """Whether an answer about an item has opened a further question about it."""
    held = journey.items(step, draft.answers)
    return place <= len(held) and journey.is_item_open(draft.procedure, step, held[place - 1], draft.answers)


def _at(draft: Open, step: Step, place: int = 0) -> str:
    """The address of the list, or of one item; whoever came from the page that shows everything goes back there."""
    back = "check" if "back" in request.args else None
    if place:
        return url_for("applications.item", draft_id=draft.id, step_key=step.key, place=place, back=back)
    return url_for("applications.step", draft_id=draft.id, step_key=step.key, back=back)
