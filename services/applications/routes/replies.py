"""お知らせの受け取り方: chosen on a page of its own before handing in, or at the end of a call."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from markupsafe import Markup

from forms import answers as answering
from forms.faults import Fault
from forms.procedure import Ask
from forms.step_form import AskField, StepForm, step_form
from portal import i18n, replies
from portal.doors import db, house, now, open_door
from portal.opening import today
from services.applications.actions import drafts
from services.applications.actions.drafts import Open
from services.applications.routes.filling import Page, whole
from services.applications.routes.filling import mine as my_draft
from services.applications.routes.guides import told


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.route(
        "/applications/draft/<uuid:draft_id>/reply-by", methods=["GET", "POST"], endpoint="reply_by"
    )(reply_by)


@open_door
def reply_by(draft_id: UUID) -> Page:
    """The ways that the answers allow; FAX with its number."""
    draft = whole(my_draft(draft_id))
    place = url_for("applications.check", draft_id=draft_id)
    if not asks(draft):
        return redirect(place, 303)
    form = form_of(draft, typed=request.method == "POST")
    if request.method == "POST" and valid(form):
        drafts.answer(db(), draft, form.values(), now())
        return redirect(place, 303)
    body = i18n.page(
        "applications/reply_by.html", draft=draft, form=form, back=place, **told(draft.procedure)
    )
    return (body, 422) if form.faults() else body


def asks(draft: Open) -> bool:
    """Whether there is anything to choose: the procedure has not asked, and somebody can be reached."""
    return not draft.procedure.ask(replies.KEY) and bool(replies.offered(draft.answers))


def form_of(draft: Open, *, typed: bool) -> StepForm:
    """The choice, with what stands."""
    ways = replies.offered(draft.answers)
    stands = {replies.KEY: replies.chosen(draft.answers), replies.FAX: draft.answers.get(replies.FAX)}
    page, dictionary = replies.step(house().pack.dictionary, ways), house().pack.dictionary
    make = step_form(draft.procedure, page, stands, dictionary, today=today(now()))
    return make(formdata=request.form if typed else None, data=stands)


def valid(form: StepForm) -> bool:
    """Whether the choice can stand; a FAX needs a number."""
    sound, said = form.validate(), form.values()
    if said.get(replies.KEY) != "fax" or said.get(replies.FAX):
        return sound
    for one in form:
        if isinstance(one, AskField) and one.ask.key == replies.FAX and not one.errors:
            one.errors = [
                found for found in [answering.blank(Ask(one.ask.field))] if isinstance(found, Fault)
            ]
    return False


def row(draft: Open) -> dict[str, object] | None:
    """The way that stands as a line of the page that shows everything, with the way to change it."""
    if not asks(draft):
        return None
    href = url_for("applications.reply_by", draft_id=draft.id)
    return {"label": replies.TITLE, "value": shown(draft.answers), "href": href}


def shown(held: Mapping[str, Any]) -> Markup:
    """The way that stands, in words, a FAX with its number."""
    wish = replies.chosen(held)
    choice = house().pack.dictionary.fields[replies.KEY].choice(wish)
    said = i18n.speaker(i18n.words())(choice.label) if choice else Markup()
    number = str(held.get(replies.FAX) or "") if wish == "fax" else ""
    return said + " " + number if number else said
