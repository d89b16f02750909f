"""Filling in: one topic a page, saved at every step, checked at the end, handed in once."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from forms import journey, show
from forms.field import Value
from forms.procedure import Ask, Assurance, Procedure, Step, Way
from forms.step_form import AskField, StepForm, step_form
from forms.text import displayable
from portal import i18n
from portal.doors import db, holders, house, now, open_door, resident, visitor
from portal.opening import today
from portal.payments.charges import charges
from portal.postcodes import areas
from portal.refused import Refused
from portal.throttle import network
from services.applications import rules
from services.applications.actions import drafts, submit
from services.applications.actions.drafts import Open
from services.applications.routes.crowded import Waiting, minutes, seconds_to_wait, waiting
from services.applications.routes.guides import published, told

Page = str | Response | tuple[str, int] | Waiting


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.route("/applications/new/<key>/<kind>", methods=["GET", "POST"])(begin)
    blueprint.route("/applications/draft/<uuid:draft_id>/<step_key>", methods=["GET", "POST"])(step)
    blueprint.route("/applications/draft/<uuid:draft_id>", methods=["GET", "POST"])(check)
    blueprint.route("/applications/draft/<uuid:draft_id>/later", methods=["GET", "POST"], endpoint="later")(
        later
    )
    blueprint.route("/applications/resume", methods=["GET", "POST"])(resume)


@open_door
def begin(key: str, kind: str) -> Page:
    """The first questions; nothing is stored before they are answered."""
    procedure = published(key)
    way = _open_way(procedure, kind)
    first = journey.path(procedure, rules.beginning(way))[0]
    seen = visitor(make=True)
    if request.method == "GET":
        house().buffer.note("started", procedure.key, "online", procedure.division, today(now()))
        return _questions(procedure, way, first, _form(procedure, first, rules.beginning(way)), None)
    form = _form(procedure, first, rules.beginning(way), typed=True)
    if form.searching or not form.validate():
        return _questions(procedure, way, first, form, None)
    if wait := seconds_to_wait("begin"):
        return waiting(_step_page(procedure, way, first, form, None, wait=minutes(wait)), wait)
    draft_id = drafts.begin(db(), procedure, way, form.values(), seen.hash, i18n.words().language.key, now())
    return _onward(draft_id, procedure, {**rules.beginning(way), **form.values()}, first)


@open_door
def step(draft_id: UUID, step_key: str) -> Page:
    """One page of questions of a draft."""
    draft = mine(draft_id, typed=request.method == "POST")
    found = draft.procedure.step(step_key)
    if found is None or found not in journey.path(draft.procedure, draft.answers):
        return _onward(draft.id, draft.procedure, draft.answers, None)
    if request.method == "GET":
        return _questions(draft.procedure, draft.way, found, _stored(draft, found), draft)
    form = _form(draft.procedure, found, draft.answers, typed=True)
    if form.searching or not form.validate():
        return _questions(draft.procedure, draft.way, found, form, draft)
    saved = drafts.answer(db(), draft, form.values(), now())
    house().buffer.note(
        "step", f"{draft.procedure.key}/{found.key}", "online", draft.procedure.division, today(now())
    )
    if "later" in request.form:
        return redirect(url_for("applications.later", draft_id=draft.id), 303)
    return _onward(draft.id, saved.procedure, saved.answers, found, back="back" in request.args)


@open_door
def check(draft_id: UUID) -> Page:
    """Everything that was answered, with links to change it; then handing in, signing, or the paper."""
    if request.method == "GET":
        return _check_page(finished(draft_id))
    draft = mine(draft_id)
    if wait := seconds_to_wait("file"):
        return waiting(_check_page(finished(draft_id), wait=minutes(wait)), wait)
    seat = resident()
    proof = submit.Proof(login=seat is not None and seat.level >= Assurance.login)
    try:
        case = submit.submit(db(), draft, house().pack, holders(), proof, now())
    except Refused as refused:
        if refused.code not in {"draft_changed", "answers_incomplete"}:
            raise
        # Somebody saved another page of it at this moment, or an answer is missing: it is shown as it is now.
        return redirect(url_for("applications.check", draft_id=draft_id), 303)
    return redirect(url_for("applications.case", case_id=case.id), 303)


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
def resume() -> Page:
    """Somebody comes back with the code."""
    if request.method == "GET":
        return i18n.page("applications/resume.html", wrong=False, typed="")
    seen, typed = visitor(make=True).hash, request.form.get("code", "")
    draft_id = drafts.resume(db(), typed, seen, network(request.remote_addr), now())
    if draft_id is None:
        return i18n.page("applications/resume.html", wrong=True, typed=displayable(typed)), 422
    return redirect(url_for("applications.check", draft_id=draft_id), 303)


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
    draft = mine(draft_id)
    missing = journey.first_unanswered(draft.procedure, draft.answers)
    if missing is not None:
        abort(redirect(url_for("applications.step", draft_id=draft.id, step_key=missing.key), 303))
    stale = journey.first_faulty(draft.procedure, draft.answers, today=today(now()))
    if stale is not None:
        place = url_for("applications.step", draft_id=draft.id, step_key=stale.key, back="check")
        abort(redirect(place, 303))
    return draft


def _open_way(procedure: Procedure, kind: str) -> Way:
    standing = next(
        (one for one in rules.standings(procedure, cards=house().cards is not None) if one.way.kind == kind),
        None,
    )
    if standing is None or not procedure.steps or not standing.open:
        abort(404)
    return standing.way


def _form(
    procedure: Procedure, found: Step, answers: Mapping[str, Value], *, typed: bool = False
) -> StepForm:
    make = step_form(procedure, found, answers, house().pack.dictionary, lookup=areas, today=today(now()))
    return make(formdata=request.form if typed else None, data=answers)


def _stored(draft: Open, found: Step) -> StepForm:
    """A page as it was answered; what time has made wrong since then is told at once."""
    form = _form(draft.procedure, found, draft.answers)
    if any(field.fault for field in form if isinstance(field, AskField)):
        form.validate()
    return form


def _onward(
    draft_id: UUID,
    procedure: Procedure,
    answers: Mapping[str, Value],
    after: Step | None,
    *,
    back: bool = False,
) -> Response:
    following = journey.next_step(procedure, answers, after) if after and not back else None
    following = following or journey.first_unanswered(procedure, answers)
    if following is None:
        return redirect(url_for("applications.check", draft_id=draft_id), 303)
    return redirect(url_for("applications.step", draft_id=draft_id, step_key=following.key), 303)


def _questions(procedure: Procedure, way: Way, found: Step, form: StepForm, draft: Open | None) -> Page:
    body = _step_page(procedure, way, found, form, draft)
    return (body, 422) if form.faults() else body


def _step_page(
    procedure: Procedure, way: Way, found: Step, form: StepForm, draft: Open | None, *, wait: int = 0
) -> str:
    answers = draft.answers if draft else rules.beginning(way)
    along = journey.path(procedure, answers)
    place = along.index(found)
    context = {
        "step": found,
        "form": form,
        "draft": draft,
        "way": way,
        "number": place + 1,
        "total": len(along),
        "before": along[place - 1] if place else None,
        "wait": wait,
    }
    return i18n.page("applications/step.html", **context, **told(procedure))


def _row(draft: Open, found: Step, ask: Ask, answers: Mapping[str, Value]) -> dict[str, object]:
    return {
        "label": ask.label,
        "value": _shown(ask, answers.get(ask.key)),
        "href": url_for("applications.step", draft_id=draft.id, step_key=found.key) + "?back=check",
    }


def _shown(ask: Ask, value: Value) -> Value:
    # What was picked is said in the words of its page, another language marked as there.
    picked = ask.field.choice(value) if ask.kind == "choice" else None
    if picked is not None:
        return i18n.speaker(i18n.words())(picked.label)
    # What was written in several lines is read in several lines.
    if ask.kind == "long_text":
        return value
    return show.plain(ask.field, value, i18n.words().language.key)


def _check_page(draft: Open, *, wait: int = 0) -> str:
    answers = journey.effective(draft.procedure, draft.answers)
    shown = [
        {"step": one, "rows": [_row(draft, one, ask, answers) for ask in journey.asks(one, answers)]}
        for one in journey.path(draft.procedure, draft.answers)
    ]
    costs = charges(house().pack, draft.procedure.key, answers, draft.way.kind, today(now()))
    return i18n.page(
        "applications/check.html",
        draft=draft,
        costs=costs,
        left=sum(line.left for line in costs),
        way=draft.way,
        steps=shown,
        hands_in=rules.hands_in(draft.way),
        needs_signature=rules.needs_signature(draft.way),
        wait=wait,
        **told(draft.procedure),
    )
