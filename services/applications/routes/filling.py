"""What every page of a draft shares: whose it is, its form, where it leads next."""

from collections.abc import Mapping
from uuid import UUID

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from forms import journey, show
from forms.field import Value
from forms.procedure import Assurance, Layout, Procedure, Step, Way
from forms.step_form import AskField, StepForm, step_form
from portal import i18n, shielded
from portal.doors import Door, db, enter, holders, house, now
from portal.opening import today
from portal.postcodes import areas
from portal.refused import Refused
from services.applications import rules
from services.applications.actions import drafts, submit
from services.applications.actions.drafts import Open
from services.applications.routes.crowded import Waiting
from services.applications.routes.guides import told

Answers = Mapping[str, Value]
Page = str | Response | tuple[str, int] | Waiting
# Kinds whose answers are stored as they come, item by item and file by file, and never by their page.
LISTS = ("group", "file")


def mine(draft_id: UUID, *, typed: bool = False) -> Open:
    """This browser's draft; one that was handed in leads to its case, unless somebody has just typed something."""
    draft = drafts.find(db(), draft_id, holders(), house().pack, now())
    if draft is None:
        case = None if typed else submit.submitted(db(), draft_id, holders())
        if case is not None:
            abort(redirect(url_for("applications.case", case_id=case.id), 303))
        raise Refused("draft_gone", status=404)
    return draft


def finished(draft_id: UUID) -> Open:
    """A draft whose every answer stands; else the way to the first question that is open or was overtaken by time."""
    return whole(mine(draft_id))


def whole(draft: Open) -> Open:
    """The same of a draft that was found already."""
    if draft.procedure.exits and journey.exit_of(draft.procedure, draft.answers):
        abort(redirect(url_for("applications.ended", draft_id=draft.id), 303))
    missing = journey.first_unanswered(draft.procedure, draft.answers)
    if missing is not None:
        abort(redirect(url_for("applications.step", draft_id=draft.id, step_key=missing.key), 303))
    stale = journey.first_faulty(draft.procedure, draft.answers, today=today(now()))
    if stale is not None:
        place = url_for("applications.step", draft_id=draft.id, step_key=stale.key, back="check")
        abort(redirect(place, 303))
    return draft


def signed_in_for(way: Way) -> Response | None:
    """The way to sign in, where a way needs that and nobody has: better at the beginning than after all questions."""
    return enter(Door("resident", level=Assurance.login)) if way.assurance is Assurance.login else None


def beginning(procedure: Procedure, way: Way) -> dict[str, Value]:
    """The answers a form begins with today."""
    start = {**rules.beginning(way), **rules.not_asked(procedure)}
    return rules.on_day(procedure, start, today(now()))


def form_of(
    procedure: Procedure,
    found: Step,
    answers: Mapping[str, Value],
    *,
    typed: bool = False,
    stored: Mapping[str, Value] | None = None,
) -> StepForm:
    """The form of a page; `stored` is what stands on it where that is not among the answers themselves."""
    page = rules.unlocked(found)
    make = step_form(procedure, page, answers, house().pack.dictionary, lookup=areas, today=today(now()))
    return make(formdata=request.form if typed else None, data=answers if stored is None else stored)


def as_stored(form: StepForm) -> StepForm:
    """A page as it was answered; what time has made wrong since then is told at once."""
    if any(field.fault for field in form if isinstance(field, AskField)):
        form.validate()
    return form


def typed_values(form: StepForm) -> dict[str, Value]:
    """What a page itself answers: the lists on it are stored already, unless they were left empty."""
    kinds = {field.ask.key: field.kind for field in form if isinstance(field, AskField)}
    return {key: value for key, value in form.values().items() if value is None or kinds[key] not in LISTS}


def onward(
    draft_id: UUID,
    procedure: Procedure,
    answers: Mapping[str, Value],
    after: Step | None,
    *,
    back: bool = False,
) -> Response:
    """Where the answers lead: to an early end, the next page, the list of tasks, or the page that shows everything."""
    if procedure.exits and journey.exit_of(procedure, answers):
        return redirect(url_for("applications.ended", draft_id=draft_id), 303)
    following = journey.next_step(procedure, answers, after) if after and not back else None
    if procedure.layout is Layout.TASKS and after and not back and following != after:
        return redirect(url_for("applications.tasks", draft_id=draft_id), 303)
    following = following or journey.first_unanswered(procedure, answers)
    if following is None:
        return redirect(url_for("applications.check", draft_id=draft_id), 303)
    # The same page again looks like a press that did nothing, so it says what is new on it.
    more = "1" if after and following.key == after.key else None
    place = url_for("applications.step", draft_id=draft_id, step_key=following.key, more=more)
    return redirect(place, 303)


def questions(
    procedure: Procedure, way: Way, found: Step, form: StepForm, draft: Open | None, **more: object
) -> Page:
    """A page of questions, said to be faulty where it is."""
    body = step_page(procedure, way, found, form, draft, **more)
    return (body, 422) if form.faults() else body


def step_page(
    procedure: Procedure, way: Way, found: Step, form: StepForm, draft: Open | None, **more: object
) -> str:
    """A page of questions; `more` is what only some of them know: which item it is about, how long to wait."""
    answers = draft.answers if draft else beginning(procedure, way)
    along = draft.along if draft else journey.path(procedure, answers)
    place = next(number for number, step in enumerate(along) if step.key == found.key)
    context = {
        "step": found,
        "form": form,
        "draft": draft,
        "way": way,
        "number": place + 1,
        "total": len(along),
        "back": back_from(procedure, draft, along[place - 1] if place else None),
        "uploads": any(ask.kind == "file" for ask in found.asks),
        "asks_contact": rules.hands_in(way) and any(shielded.hides(ask.field) for ask in found.asks),
        "wait": 0,
        "item": 0,
        "given": rules.given(answers),
        "locked": _locked(found, answers),
        "opened": _opened(form, answers) if "more" in request.args else None,
        **more,
    }
    template = str(context.pop("template", "applications/step.html"))
    return i18n.page(template, **context, **told(procedure))


def _opened(form: StepForm, answers: Answers) -> AskField | None:
    """The first question on a page that an answer on the same page has opened."""
    asked = (field for field in form if isinstance(field, AskField))
    return next((field for field in asked if field.ask.key not in answers), None)


def _locked(found: Step, answers: Mapping[str, Value]) -> list[dict[str, object]]:
    """What stands on a page as the city filled it in, to be read and not changed."""
    return [
        {"label": ask.label, "value": show.plain(ask.field, answers[ask.key], i18n.words().language.key)}
        for ask in found.asks
        if ask.locked and answers.get(ask.key) is not None
    ]


def back_from(procedure: Procedure, draft: Open | None, before: Step | None) -> str:
    """One page back: the list of tasks where there is one."""
    if draft is None or before is None:
        return url_for("applications.guide", key=procedure.key)
    if procedure.layout is Layout.TASKS:
        return url_for("applications.tasks", draft_id=draft.id)
    return url_for("applications.step", draft_id=draft.id, step_key=before.key)
