"""補正 by the resident: only the questions that a clerk unlocked, with the answers that stand there."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from forms import journey
from forms.procedure import Ask
from forms.step_form import AskField, StepForm, step_form
from forms.wording import Wording
from portal import corrections, editions, i18n, inbox, shielded
from portal.doors import db, house, now, open_door
from portal.inbox import Case
from portal.opening import today
from portal.postcodes import areas
from portal.refused import Refused
from services.applications.actions import cases
from services.applications.routes import uploads
from services.applications.routes.cases import held
from services.applications.routes.corrected_lists import Listed, listed
from services.applications.routes.course import told_case

TITLE = Wording({"ja": "直していただくところ", "easy": "なおす ところ", "en": "What to correct"})


Page = str | Response | tuple[str, int]


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.route("/applications/<uuid:case_id>/correct", methods=["GET", "POST"])(correct)
    blueprint.route("/applications/correct/<secret>", methods=["GET", "POST"], endpoint="correct_linked")(
        correct_linked
    )


@open_door
def correct(case_id: UUID) -> Page:
    """One page with the unlocked questions; sending it answers the request."""
    place = url_for("applications.case", case_id=case_id)
    return _ask(held(case_id), place) or redirect(place, 303)


@open_door
def correct_linked(secret: str) -> Page:
    """The same behind the link of a mail; it opens nothing else of the case, so it leads to no other page of it."""
    found = cases.linked(db(), secret, now())
    return _ask(found, "") or i18n.page("applications/corrected.html", **told_case(found))


def _ask(found: Case, back: str) -> Page | None:
    """The page as it stands; nothing once it was answered."""
    told = told_case(found)
    every = corrections.every(db(), found)
    if not every:
        raise Refused("no_correction_open")
    again = uploads.take_again(found, _files_asked(found, every[0].fields))
    form = again.blame(_form(found, every[0].fields, again.sent))
    lists = _lists(found, every[0].fields, form)
    stays = form.searching or again.stays or _has_new_questions(form, every[0].fields)
    stays = stays or any(one.stays for one in lists)
    if request.method == "POST" and not stays and _sound(form, lists):
        values = {**form.values(), **{one.group: list(one.values) for one in lists}}
        cases.correct(db(), found.id, values, now(), again.ids)
        return None
    waiting = corrections.waiting(db(), found)
    if waiting is None:
        raise Refused("no_correction_open")
    reason = corrections.reason(db(), found, waiting)
    body = i18n.page(
        "applications/correct.html",
        back=back,
        form=form,
        lists=lists,
        uploads=again.asked,
        reason=reason,
        due=i18n.day(waiting.due_on),
        after=corrections.after_due(db(), found).value,
        **told,
    )
    blamed = form.faults() or any(one.faults() for each in lists for one in each.forms)
    return (body, 422) if blamed or (request.method == "POST" and not stays) else body


def _sound(form: StepForm, lists: Sequence[Listed]) -> bool:
    """Everything is looked at, so that everything wrong is told at once."""
    return all([form.validate(), *(one.sound() for one in lists)])


def _lists(case: Case, fields: Collection[str], form: StepForm) -> tuple[Listed, ...]:
    """The unlocked lists, those which come up through what was just typed among them."""
    procedure, stored = editions.of(db(), case), inbox.answers(db(), case)
    if procedure is None:
        return ()
    opened = corrections.unlocked(procedure, stored, fields, form.values())
    return listed(procedure, {**stored, **form.values()}, opened)


def _files_asked(case: Case, fields: Collection[str]) -> tuple[Ask, ...]:
    """Which of the unlocked questions are answered with files."""
    procedure = editions.of(db(), case)
    return (
        tuple(ask for ask in procedure.asks if ask.kind == "file" and ask.key in fields) if procedure else ()
    )


def _form(case: Case, fields: Collection[str], sent: Mapping[str, Any]) -> StepForm:
    """The unlocked questions, and those which come up through what was just typed."""
    procedure, stored = editions.of(db(), case), {**inbox.answers(db(), case), **sent}
    if procedure is None:
        abort(404)
    typed = request.form if request.method == "POST" else None
    answers, keys = stored, frozenset(fields)
    # Nobody who looks over a shoulder, or has the link by mistake, reads the old address here.
    shown = {**shielded.told(db(), case), **sent} if case.shielded else stored
    while True:
        page = journey.picked(procedure, answers, keys, TITLE)
        make = step_form(procedure, page, answers, house().pack.dictionary, lookup=areas, today=today(now()))
        form = make(formdata=typed, data=shown)
        answers = {**stored, **form.values()}
        grown = corrections.unlocked(procedure, stored, fields, form.values())
        if grown == keys:
            return form
        keys = grown


def _has_new_questions(form: StepForm, fields: Collection[str]) -> bool:
    """Whether a question came up that was not on the page sent: it is asked now, not blamed."""
    seen = {*fields, *request.form.getlist("_asked")}
    return any(field.ask.key not in seen for field in form if isinstance(field, AskField))
