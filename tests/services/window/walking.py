"""Somebody at home with a browser, preparing an event page after page with made-up answers."""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

from forms import events
from forms.events import Event
from forms.steps import Ask
from forms.together import Together
from services.window.actions import slips
from services.window.actions.slips import Payload
from tests.portal.cases import hinata
from tests.services.applications.answering import typed, value
from tests.services.applications.browsing import Browser, Site
from tests.services.applications.reading import Page

DAY = date(2026, 11, 20)
Pairs = list[tuple[str, str]]
# Everybody there is, and everything that can be wished for.
WHOLE: dict[str, Any] = {
    "moving_from": "other_city",
    "moving_day": "2026-11-15",
    "life_moved_people": ["child", "pupil", "kokuho"],
    "life_moved_wants": ["seal"],
}


def guide(browser: Browser, key: str = "tennyu", answers: dict[str, Any] | None = None) -> Page:
    """Answer an event's own questions, so that the page of what follows is open."""
    event, held = hinata().events[key], answers or WHOLE
    token = browser.open(f"/window/{key}").value("_token")
    found = pairs(events.asked(event, held, DAY), held)
    return browser.send(f"/window/{key}/questions", [("_token", token), *found])


def pairs(asks: Sequence[Ask], answers: dict[str, Any]) -> Pairs:
    """What is typed so that these answers are stored."""
    return [pair for ask in asks for pair in typed(ask, answers.get(ask.key))]


def fitting(ask: Ask, wanted: dict[str, Any], luck: Random) -> Any:
    """The answer wanted, as far as this event offers it; else a made-up one."""
    offered = {choice.value for choice in ask.field.choices}
    held = wanted.get(ask.key)
    if isinstance(held, list):
        return [one for one in held if one in offered] or None
    return held if held and (not offered or held in offered) else value(ask, luck, DAY, {})


def together(event: Event, answers: dict[str, Any]) -> Together:
    """What the pages ask for these answers."""
    chosen = events.chosen(event, answers, DAY)
    parts = [(hinata().procedure(part.procedure), part.known(answers)) for part in chosen]
    return Together(parts, answers, DAY, known=[ask.key for ask in event.asks])


def walk(
    browser: Browser, key: str, luck: Random, pinned: dict[str, Any] | None = None
) -> tuple[Page, dict[str, Any]]:
    """Prepare everything, up to the page that shows it once more; gives what was answered as well."""
    event = hinata().events[key]
    answers = {**(pinned or {})}
    form = together(event, answers)
    browser.open(f"/window/{key}/prepare")
    for _ in range(200):
        place = browser.page.path.split("?")[0].split("/")
        if place[-1] == "check":
            return browser.page, answers
        sheet = form.page(place[4])
        assert sheet is not None, browser.page.path
        if len(place) == 6 or not sheet.group:
            at = int(place[5]) - 1 if sheet.group else 0
            asks = form.item_asks(sheet, at) if sheet.group else sheet.step.asks
            held = form.item(sheet, at) if sheet.group else answers
            found = {ask.key: held.get(ask.key, value(ask, luck, DAY, pinned or {})) for ask in asks}
            send(browser, [pair for ask in asks for pair in typed(ask, found[ask.key])])
            answers = form.put(sheet, at, found) if sheet.group else {**answers, **found}
        else:
            answers.setdefault(sheet.group, [])
            step(browser, form, sheet)
        assert browser.page.status == 200, (browser.page.path, browser.page.summary())
        form = together(event, answers)
    raise AssertionError(f"{key} never ends")


def send(browser: Browser, found: Pairs) -> None:
    """Type into the page and press its button."""
    token = browser.page.value("_token")
    browser.send(browser.page.path, [("_token", token), *found])


def step(browser: Browser, form: Together, sheet: Any) -> None:
    """On a list: open what is still open, add two people, or go on."""
    waiting = [place for place in form.places(sheet) if form.is_item_open(sheet, place)]
    if waiting:
        browser.open(f"{browser.page.path.split('?')[0]}/{waiting[0] + 1}")
    elif not sheet.drawn and len(form.places(sheet)) < 2:
        browser.open(f"{browser.page.path.split('?')[0]}/{len(form.places(sheet)) + 1}")
    else:
        browser.press()


def in_slip(site: Site, browser: Browser) -> Payload:
    """What a counter would take over from the slip that this browser has just made."""
    cookie = browser.client.get_cookie("kmado_slips")
    assert cookie is not None
    with site.session() as session:
        standing = slips.look(session, cookie.value.split(".")[0], site.clock())
    assert standing is not None
    assert standing.payload is not None
    return standing.payload
