"""What the pages of a form say about answers that are kept: filled in with their source, and asked about at the end."""

from flask import request

from forms import show
from forms.procedure import Procedure, Step
from forms.step_form import AskField, StepForm
from portal import i18n
from portal.doors import db, house, resident
from portal.opening import today
from portal.saved_answers import Saved
from services.applications.actions import once
from services.applications.actions.drafts import Open
from services.applications.actions.once import Wish
from services.applications.routes.filling import Answers, form_of


def filled_form(procedure: Procedure, step: Step, answers: Answers) -> StepForm:
    """A page as it was answered; open questions of somebody signed in hold what they let us keep, and say so."""
    seat = resident()
    offered = once.offers(db(), seat.id, procedure, step, answers) if seat else {}
    if not offered:
        return form_of(procedure, step, answers)
    stored = {**answers, **{key: one.value for key, one in offered.items()}}
    form = form_of(procedure, step, answers, stored=stored)
    for field in form:
        if isinstance(field, AskField) and field.ask.key in offered:
            field.came_from = _source(offered[field.ask.key])
    return form


def _source(one: Saved) -> object:
    procedure = house().pack.procedures.get(one.source)
    day, words = i18n.day(today(one.consent_at)), i18n.words()
    if procedure is None:
        return words.gettext("%(day)sに書いた答えです。ちがうときは、直してください。", day=day)
    title = i18n.speaker(words)(procedure.title)
    return words.gettext(
        "%(day)sの「%(title)s」で書いた答えです。ちがうときは、直してください。", day=day, title=title
    )


def no_longer_theirs(draft: Open, values: Answers) -> list[str]:
    """What was filled in and is to be taken out, since the request turned out to be about somebody else."""
    seat = resident()
    return once.not_theirs_any_more(db(), seat.id, draft, values) if seat else []


def question(draft: Open) -> dict[str, object]:
    """What the last page asks somebody who is signed in: to keep new answers, to take changed ones over."""
    seat = resident()
    if seat is None:
        return {"keep": [], "renew": []}
    found, lang = once.choice(db(), seat.id, draft), i18n.words().language.key
    shown = i18n.speaker(i18n.words())
    return {
        "keep": [shown(ask.label) for ask in found.new],
        "renew": [
            {
                "label": shown(ask.label),
                "before": show.plain(ask.field, one.value, lang),
                "after": show.plain(ask.field, draft.answers.get(ask.key), lang),
            }
            for ask, one in found.changed
        ],
    }


def wish() -> Wish | None:
    """What was ticked on that page; nothing of anybody who is not signed in."""
    seat = resident()
    if seat is None:
        return None
    return Wish(seat.id, keep="keep_answers" in request.form, renew="renew_answers" in request.form)
