"""担当の課に聞く: a message to the division that answers, with the talk where somebody agrees."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from chatbot.dialogue.replies import Say
from forms.answers import japanese_today
from forms.step_form import StepForm, page_form
from portal import i18n
from portal.db import new_id
from portal.doors import Assurance, db, holders, house, now, open_door, resident, visitor
from portal.opening import today
from portal.pack.rows import Division
from portal.refused import Refused
from portal.whom import contact
from services.chat.actions import handing, talks
from services.chat.actions.handing import TALK, Message
from services.chat.routes.frame import spoken
from services.chat.routes.web import door, slow_down
from services.chat.rules.keeping import Lines

HERE = "/chat/message"
Page = str | Response | tuple[str, int]


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.route(HERE, methods=["GET", "POST"], endpoint="message")(message)


@open_door
def message() -> Page:
    """The question for a division, and how to reach who asks; sent, it is a request with a number."""
    form, talk = _form(typed=request.method == "POST"), talks.load(db(), door())
    if request.method == "GET":
        return _ask(form, talk)
    if not form.validate():
        return _ask(form, talk), 422
    slow_down()
    seat = resident()
    case = handing.send(
        db(),
        door(),
        Message(
            origin=_origin(),
            division=_division().id,
            answers=_answers(form, talk),
            locale=i18n.words().language.key,
            holders=tuple(holders()),
            login=seat is not None and seat.level >= Assurance.login,
        ),
        now(),
    )
    return redirect(f"/applications/{case.id}", 303)


def _form(*, typed: bool) -> StepForm:
    asks = tuple(one for one in handing.form(house().pack).asks if one.key != TALK)
    make = page_form(asks, {}, today=japanese_today())
    # What was asked last stands there already.
    lines = talks.load(db(), door()).lines
    asked = next((one.said for one in reversed(lines) if one.question and one.said), "")
    made: StepForm = make(formdata=request.form if typed else None, data={"inquiry_text": asked})
    return made


def _answers(form: StepForm, talk: Lines) -> dict[str, Any]:
    found = {key: value for key, value in form.values().items() if value not in (None, "", [])}
    if request.form.get("attach") == "yes" and talk.lines:
        found[TALK] = handing.told(talk, _plain)
    return found


def _plain(say: Say) -> str:
    return str(spoken(say).striptags())


def _origin() -> UUID:
    try:
        return UUID(request.form.get("origin", ""))
    except ValueError:
        raise Refused("answers_incomplete", 422) from None


def _division() -> Division:
    pack, day = house().pack, today(now())
    try:
        return pack.division(request.values.get("division", "")[:60] or pack.town.reception, day)
    except LookupError:
        return pack.division(pack.town.reception, day)


def _ask(form: StepForm, talk: Lines) -> str:
    pack, day = house().pack, today(now())
    division = _division()
    visitor(make=True)
    return i18n.page(
        "chat/message.html",
        form=form,
        errors=form.faults(),
        division=division,
        talk=[one for one in talk.lines if one.said],
        attach=request.method == "GET" or request.form.get("attach") == "yes",
        origin=request.form.get("origin") or new_id(),
        here=url_for("chat.message"),
        contact=contact(division, pack.office(division.office, day), day),
    )
