"""The guide: what happens in a life, a few questions about it, and then what to do, where, with what, and how long it takes."""

from flask import Blueprint, redirect, request, url_for

from forms import events
from forms.events import Event
from forms.step_form import StepForm, page_form
from portal import i18n
from portal.doors import db, now, open_door, visitor
from portal.opening import today
from portal.whole import whole
from services.window.actions import preparing
from services.window.actions.preparing import Prepared
from services.window.routes import frame
from services.window.routes.frame import Page


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/window")(guides)
    blueprint.get("/window/<key>")(event)
    blueprint.route("/window/<key>/questions", methods=["GET", "POST"])(questions)
    blueprint.route("/window/<key>/discard", methods=["GET", "POST"])(discard)


@open_door
def guides() -> Page:
    """Every event as a card."""
    found = frame.all_events()
    return whole("window", lambda: i18n.page("window/guides.html", events=found, contact=frame.reception()))


@open_door
def event(key: str) -> Page:
    """The questions at first; once they are answered, everything that follows from them."""
    found = frame.event_of(key)
    held = frame.prepared(found)
    if held is None or events.is_open(found, held.answers, today(now())):
        return _asked(found, held, None)
    return _plan(found, held)


@open_door
def questions(key: str) -> Page:
    """The few questions, answered for the first time or anew."""
    found = frame.event_of(key)
    held = frame.prepared(found)
    if request.method == "GET":
        return _asked(found, held, None)
    form = _form(found, held, typed=True)
    if not form.validate():
        return _asked(found, held, form)
    values = form.values()
    if held is None:
        frame.begins()
        seen = visitor(make=True)
        preparing.begin(db(), found.key, values, seen.hash, i18n.words().language.key, now())
    else:
        preparing.change(db(), held, lambda before: {**before, **values}, now())
    return redirect(url_for("window.event", key=key), 303)


@open_door
def discard(key: str) -> Page:
    """What was typed is erased at once; asked once more before."""
    found = frame.event_of(key)
    held = frame.prepared(found)
    if request.method == "POST":
        if held is not None:
            preparing.forget(db(), held)
        return redirect(url_for("window.guides"), 303)
    return i18n.page("window/discard.html", **frame.told(found))


def _form(found: Event, held: Prepared | None, *, typed: bool = False) -> StepForm:
    day, answers = today(now()), held.answers if held else {}
    before = events.known(found, answers, day)
    make = page_form(found.asks, before, computed=found.computed, today=day)
    return make(formdata=request.form if typed else None, data=answers)


def _asked(found: Event, held: Prepared | None, form: StepForm | None) -> Page:
    visitor(make=True)
    blamed = form is not None
    body = i18n.page(
        "window/questions.html", form=form or _form(found, held), held=held is not None, **frame.told(found)
    )
    return (body, 422) if blamed else body


def _plan(found: Event, held: Prepared) -> Page:
    together, day = frame.together(found, held.answers), today(now())
    asked = events.asked(found, held.answers, day)
    return i18n.page(
        "window/plan.html",
        rows=[frame.row(ask, held.answers.get(ask.key)) for ask in asked],
        procedures=frame.listed([procedure for procedure, _ in together.parts]),
        bring=events.bring([procedure for procedure, _ in together.parts]),
        minutes=events.minutes([procedure for procedure, _ in together.parts]),
        elsewhere=events.elsewhere(found, held.answers, day),
        begun=_begun(found, held),
        until=i18n.day(today(held.ends_at)),
        **frame.told(found),
    )


def _begun(found: Event, held: Prepared) -> bool:
    """Whether something beyond the event's own questions has been answered."""
    return bool(held.answers.keys() - {ask.key for ask in found.asks})
