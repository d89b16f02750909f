"""Preparing: one topic a page, saved at every step, every question once for all procedures of the event."""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from forms.events import Event
from forms.faults import Fault
from forms.field import Value
from forms.step_form import AskField, StepForm, page_form
from forms.steps import Ask
from forms.together import Page as Sheet
from forms.together import Together
from portal import i18n
from portal.doors import db, now, open_door
from portal.opening import today
from portal.postcodes import areas
from services.window.actions import preparing
from services.window.actions.preparing import Prepared
from services.window.routes import frame
from services.window.routes.frame import Page


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/window/<key>/prepare")(prepare)
    blueprint.route("/window/<key>/prepare/<step>", methods=["GET", "POST"])(step)
    blueprint.route("/window/<key>/prepare/<step>/<int:place>", methods=["GET", "POST"])(item)
    blueprint.route("/window/<key>/prepare/<step>/<int:place>/remove", methods=["GET", "POST"])(remove)


@open_door
def prepare(key: str) -> Response:
    """To the first question that is still open."""
    event = frame.event_of(key)
    held = frame.needed(event)
    return onward(event, frame.together(event, held.answers))


def onward(event: Event, form: Together, after: str = "") -> Response:
    """Where the answers lead: the next page, or the page that shows everything."""
    following = form.after(after) if after else form.first_unanswered
    if following is None or "back" in request.args:
        following = form.first_unanswered
    if following is None:
        return redirect(url_for("window.check", key=event.key), 303)
    return redirect(url_for("window.step", key=event.key, step=following.step.key), 303)


@open_door
def step(key: str, step: str) -> Page:
    """One page of questions."""
    event = frame.event_of(key)
    held = frame.needed(event)
    form = frame.together(event, held.answers)
    sheet = form.page(step)
    if sheet is None:
        return onward(event, form)
    if sheet.group:
        return _listing(event, held, form, sheet)
    if request.method == "GET":
        return _questions(event, form, sheet, as_stored(_made(sheet.step.asks, held.answers)))
    typed = _typed(event, sheet, held)
    if typed.searching or not typed.validate():
        return _questions(event, form, sheet, typed)
    saved = preparing.change(db(), held, lambda before: {**before, **typed.values()}, now())
    return onward(event, frame.together(event, saved.answers), step)


def _made(asks: tuple[Ask, ...], stored: frame.Answers, *, typed: bool = False) -> StepForm:
    make = page_form(asks, stored, lookup=areas, today=today(now()))
    return make(formdata=request.form if typed else None, data=stored)


def as_stored(form: StepForm) -> StepForm:
    """A page as it was answered; what time has made wrong since then is told at once."""
    if any(field.fault for field in form if isinstance(field, AskField)):
        form.validate()
    return form


def _typed(event: Event, sheet: Sheet, held: Prepared) -> StepForm:
    """What was sent, without the questions that these very answers have closed."""
    asks = sheet.step.asks
    while True:
        form = _made(asks, held.answers, typed=True)
        renewed = frame.together(event, {**held.answers, **form.values()}).page(sheet.step.key)
        open_now = {ask.key for ask in renewed.step.asks} if renewed else set()
        left = tuple(ask for ask in asks if ask.key in open_now)
        if left == asks or not left:
            return form
        asks = left


def _questions(event: Event, form: Together, sheet: Sheet, typed: StepForm, **more: Any) -> Page:
    body = i18n.page(
        str(more.pop("template", "window/step.html")),
        step=sheet.step,
        form=typed,
        **{**_along(event, form, sheet), **more},
        **frame.told(event),
    )
    return (body, 422) if typed.faults() else body


def _along(event: Event, form: Together, sheet: Sheet) -> dict[str, Any]:
    """How far it is, and one page back."""
    keys = [page.step.key for page in form.pages]
    place = keys.index(sheet.step.key)
    back = url_for("window.event", key=event.key)
    if "back" in request.args:
        back = url_for("window.check", key=event.key)
    elif place:
        back = url_for("window.step", key=event.key, step=keys[place - 1])
    return {"number": place + 1, "total": len(keys), "back": back, "item": "", "name": "", "label": None}


# ------------------------------------------------------------------ lists of people and things


def _listing(event: Event, held: Prepared, form: Together, sheet: Sheet) -> Page:
    """Everybody so far; of people who were named before, only what is still to be said about them."""
    places, group = form.places(sheet), sheet.step.asks[0]
    if request.method == "POST":
        if sheet.group not in held.answers:
            held = preparing.change(db(), held, lambda before: {sheet.group: [], **before}, now())
            form = frame.together(event, held.answers)
        fault = _fault(form, sheet)
        return (
            onward(event, form, sheet.step.key) if fault is None else (_list(event, form, sheet, fault), 422)
        )
    if not places and not sheet.drawn and group.field.min:
        return redirect(_at(event, sheet, 1), 303)
    return _list(event, form, sheet, _fault(form, sheet) if "back" in request.args else None)


def _fault(form: Together, sheet: Sheet) -> Fault | None:
    return next((one for one in form.check() if one.field == sheet.step.asks[0].key), None)


def _list(event: Event, form: Together, sheet: Sheet, fault: Fault | None) -> str:
    places, most = form.places(sheet), sheet.step.repeat.max if sheet.step.repeat else 0
    cards = [
        {
            "place": number,
            "name": form.name(sheet, place),
            "rows": rows(form, sheet, place),
            "open": form.is_item_open(sheet, place),
            "change": _at(event, sheet, place + 1),
            "remove": ""
            if sheet.drawn
            else url_for("window.remove", key=event.key, step=sheet.step.key, place=place + 1),
        }
        for number, place in enumerate(places, 1)
    ]
    more = not sheet.drawn and len(places) < most
    return i18n.page(
        "window/items.html",
        step=sheet.step,
        cards=cards,
        fault=fault,
        add=_at(event, sheet, len(places) + 1) if more else "",
        **{**_along(event, form, sheet), "label": sheet.step.asks[0].label},
        **frame.told(event),
    )


def rows(form: Together, sheet: Sheet, place: int) -> list[dict[str, object]]:
    """What was said about one of them on this page."""
    said = form.item(sheet, place)
    return [frame.row(ask, said.get(ask.key)) for ask in form.item_asks(sheet, place)]


def _at(event: Event, sheet: Sheet, place: int = 0) -> str:
    back = "check" if "back" in request.args else None
    if place:
        return url_for("window.item", key=event.key, step=sheet.step.key, place=place, back=back)
    return url_for("window.step", key=event.key, step=sheet.step.key, back=back)


@open_door
def item(key: str, step: str, place: int) -> Page:
    """The questions about one of them."""
    event = frame.event_of(key)
    held = frame.needed(event)
    form = frame.together(event, held.answers)
    sheet = form.page(step)
    if sheet is None or not sheet.group:
        return onward(event, form)
    if place - 1 not in _open_places(form, sheet):
        return redirect(_at(event, sheet), 303)
    stored = form.item(sheet, place - 1)
    name = form.name(sheet, place - 1) if sheet.drawn else ""
    more = {"item": place, "name": name, "label": sheet.step.asks[0].label}
    if form.places(sheet):
        more["back"] = _at(event, sheet)
    if request.method == "GET":
        asks = form.item_asks(sheet, place - 1)
        return _questions(event, form, sheet, as_stored(_made(asks, stored)), **more)
    typed = _typed_item(form, sheet, place - 1)
    if typed.searching or not typed.validate():
        return _questions(event, form, sheet, typed, **more)
    saved = preparing.change(
        db(), held, lambda before: _put(event, before, step, place - 1, typed.values()), now()
    )
    form = frame.together(event, saved.answers)
    again = form.page(step)
    is_open = again is not None and place - 1 in form.places(again) and form.is_item_open(again, place - 1)
    return redirect(_at(event, sheet, place if is_open else 0), 303)


def _put(
    event: Event, before: dict[str, Any], step: str, place: int, values: dict[str, Value]
) -> dict[str, Any]:
    form = frame.together(event, before)
    sheet = form.page(step)
    return form.put(sheet, place, values) if sheet else before


def _open_places(form: Together, sheet: Sheet) -> tuple[int, ...]:
    """Which places can be opened: those there are, and one more where the list may grow."""
    places, most = form.places(sheet), sheet.step.repeat.max if sheet.step.repeat else 0
    return places if sheet.drawn or len(places) >= most else (*places, len(places))


def _typed_item(form: Together, sheet: Sheet, place: int) -> StepForm:
    stored = form.item(sheet, place)
    asks = form.item_asks(sheet, place)
    while True:
        typed = _made(asks, stored, typed=True)
        open_now = {ask.key for ask in form.item_asks(sheet, place, typed.values())}
        left = tuple(ask for ask in asks if ask.key in open_now)
        if left == asks or not left:
            return typed
        asks = left


@open_door
def remove(key: str, step: str, place: int) -> Page:
    """Taking one of them away: asked once more, then done."""
    event = frame.event_of(key)
    held = frame.needed(event)
    form = frame.together(event, held.answers)
    sheet = form.page(step)
    if sheet is None or not sheet.group or sheet.drawn or place - 1 not in form.places(sheet):
        return onward(event, form) if sheet is None else redirect(_at(event, sheet), 303)
    stored = form.item(sheet, place - 1)
    if request.method == "POST":
        preparing.change(db(), held, lambda before: _without(before, sheet.group, stored), now())
        return redirect(_at(event, sheet), 303)
    more = {"place": place, "rows": rows(form, sheet, place - 1), "label": sheet.step.asks[0].label}
    return i18n.page(
        "window/remove.html", step=sheet.step, back=_at(event, sheet), **more, **frame.told(event)
    )


def _without(before: dict[str, Any], group: str, gone: dict[str, Any]) -> dict[str, Any]:
    """The list without what was shown; a page left open takes nobody else away."""
    items = list(before.get(group) or [])
    if gone in items:
        items.remove(gone)
    return {**before, group: items}
