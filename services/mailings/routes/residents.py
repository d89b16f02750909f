"""Somebody holds a letter: its code opens a page that asks a second thing, and then the form the city has filled in."""

from dataclasses import replace

from flask import Blueprint, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from forms import journey
from forms.procedure import Ask, Step
from forms.step_form import StepForm, step_form
from forms.text import displayable
from forms.wording import NOTHING
from portal import i18n
from portal.doors import db, house, now, open_door, visitor
from portal.opening import today
from portal.refused import Refused
from portal.throttle import TooMany, network
from portal.whom import contact
from services.mailings.actions import answering, standing
from services.mailings.actions.answering import Letter
from services.mailings.rules import codes, knowing, paper

Page = str | Response | tuple[str, int]


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/mailings", endpoint="enter")(enter)
    blueprint.route("/mailings/<code>", methods=["GET", "POST"], endpoint="letter")(letter)


@open_door
def enter() -> Page:
    """Twelve letters typed by hand, for whom the camera did not help; the empty page is the same for everybody."""
    typed = request.args.get("code", "")[:100]
    if "code" not in request.args:
        return i18n.page("mailings/enter.html", wrong=False, typed="", errors=None)
    found = codes.read(typed)
    if not found:
        page = i18n.page("mailings/enter.html", wrong=True, typed=displayable(typed), errors=True)
        return _kept_quiet((page, 422))
    return redirect(url_for("mailings.letter", code=found), 303)


@open_door
def letter(code: str) -> Response:
    """Whose letter it is by initials only; who knows the second thing goes on to the form."""
    found = answering.find(db(), code)
    if found is None:
        raise Refused("letter_unknown", status=404)
    return _kept_quiet(_asked(found) if found.open else _page(found, None))


def _asked(found: Letter) -> Page:
    form = _form(found) if request.method == "POST" else _form(found, typed=False)
    if request.method == "GET":
        return _page(found, form)
    told = _told(form)
    if not told:
        return _page(found, form, fault="missing"), 422
    seen = visitor(make=True)
    try:
        draft_id = answering.open_form(
            db(), found, told, seen.hash, network(request.remote_addr), i18n.words().language.key, now()
        )
    except TooMany as many:
        return _page(found, form, fault="wait", minutes=int(str(many.values["minutes"]))), 429
    if draft_id is None:
        return _page(found, form, fault="wrong"), 422
    procedure = standing.procedure_of(db(), found.mailing)
    first = journey.path(procedure, {"way": "online"})[0]
    return redirect(url_for("applications.step", draft_id=draft_id, step_key=first.key), 303)


def _form(found: Letter, *, typed: bool = True) -> StepForm:
    """The question about the day of birth, as every form asks it; nothing of it is kept."""
    dictionary = house().pack.dictionary
    step = Step("letter", NOTHING, (Ask(replace(dictionary.fields["birth_date"], hint=NOTHING)),))
    make = step_form(standing.procedure_of(db(), found.mailing), step, {}, dictionary, today=today(now()))
    form = make(formdata=request.form if typed else None, data={})
    if typed:
        form.validate()
    return form


def _told(form: StepForm) -> str:
    if "digits" in request.form:
        return knowing.told_digits(request.form["digits"])
    return str(form.values().get("birth_date") or "")


def _page(found: Letter, form: StepForm | None, *, fault: str = "", minutes: int = 0) -> str:
    answers = standing.values(db(), found.addressee)["answers"]
    pack, day = house().pack, today(now())
    division = pack.division(found.mailing.division, day)
    return i18n.page(
        "mailings/letter.html",
        mailing=found.mailing,
        open=found.open,
        closed=found.mailing.stage != "released",
        initials=paper.initials(answers),
        asks=knowing.asks(answers),
        form=form,
        fault=fault,
        minutes=minutes,
        errors=bool(fault),
        contact=contact(division, pack.office(division.office, day), day),
    )


def _kept_quiet(page: Page) -> Response:
    """The address is a secret: no other page learns it, and no shared browser keeps what it shows."""
    response = make_response(page)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response
