"""補正 by the resident: only the questions that a clerk unlocked, with the answers that stand there."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from forms import journey
from forms.step_form import step_form
from forms.wording import Wording
from portal import corrections, i18n, inbox
from portal.doors import db, house, now, open_door
from portal.opening import today
from portal.postcodes import areas
from portal.refused import Refused
from services.applications.actions import cases
from services.applications.routes.cases import held
from services.applications.routes.course import told_case

TITLE = Wording({"ja": "直していただくところ", "easy": "なおす ところ", "en": "What to correct"})


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.route("/applications/<uuid:case_id>/correct", methods=["GET", "POST"])(correct)


@open_door
def correct(case_id: UUID) -> str | Response | tuple[str, int]:
    """One page with the unlocked questions; sending it answers the request."""
    found = held(case_id)
    waiting = corrections.waiting(db(), found)
    if waiting is None:
        raise Refused("no_correction_open")
    told = told_case(found)
    procedure, answers = house().pack.procedures[found.procedure], inbox.answers(db(), found)
    page = journey.picked(procedure, answers, waiting.fields, TITLE)
    make = step_form(procedure, page, answers, house().pack.dictionary, lookup=areas, today=today(now()))
    form = make(formdata=request.form if request.method == "POST" else None, data=answers)
    if request.method == "POST" and not form.searching and form.validate():
        cases.correct(db(), found.id, form.values(), now())
        return redirect(url_for("applications.case", case_id=case_id), 303)
    reason = corrections.reason(db(), found, waiting)
    body = i18n.page(
        "applications/correct.html", form=form, reason=reason, due=i18n.day(waiting.due_on), **told
    )
    return (body, 422) if form.faults() else body
