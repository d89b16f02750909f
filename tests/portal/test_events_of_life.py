"""Every event of the nationwide file: whatever is answered, nothing is asked twice and every procedure gets its answers."""

from datetime import date
from random import Random
from typing import Any

import pytest

from forms import events, journey
from forms.events import Event
from forms.together import Page, Together
from tests.portal.cases import hinata
from tests.services.applications.answering import value

EVENTS = sorted(hinata().events)
SEEDS = range(12)
DAY = date(2026, 11, 20)


def guided(event: Event, luck: Random) -> dict[str, Any]:
    """Answers to the event's own questions."""
    answers: dict[str, Any] = {}
    while missing := [ask for ask in events.asked(event, answers, DAY) if ask.key not in answers]:
        answers[missing[0].key] = value(missing[0], luck, DAY, {})
    return answers


def together(event: Event, answers: dict[str, Any]) -> Together:
    """The one form of all that follows."""
    parts = [
        (hinata().procedure(part.procedure), part.known(answers))
        for part in events.chosen(event, answers, DAY)
    ]
    return Together(parts, answers, DAY, known=[ask.key for ask in event.asks])


def answered(event: Event, luck: Random) -> tuple[Together, list[str], int]:
    """The whole form answered page by page, every question written down as it was asked, with how many pages it took."""
    answers, asked, pages = guided(event, luck), list[str](), 0
    asked += [ask.key for ask in events.asked(event, answers, DAY)]
    form = together(event, answers)
    while (page := form.first_unanswered) is not None:
        pages += 1
        assert pages < 200, f"{event.key}: {page.step.key} never ends"
        form = together(
            event, _listed(form, page, luck, asked) if page.group else _page(form, page, luck, asked)
        )
    return form, asked, pages


def _page(form: Together, page: Page, luck: Random, asked: list[str]) -> dict[str, Any]:
    fresh = [ask for ask in page.step.asks if ask.key not in form.answers]
    asked += [ask.key for ask in fresh]
    return {**form.answers, **{ask.key: value(ask, luck, DAY, {}) for ask in fresh}}


def _listed(form: Together, page: Page, luck: Random, asked: list[str]) -> dict[str, Any]:
    places = form.places(page)
    if not page.drawn and not places:
        least = page.step.repeat.min if page.step.repeat else 0
        empty: list[dict[str, Any]] = [{} for _ in range(max(1, least))]
        form = form.renewed({**form.answers, page.group: empty})
        places = form.places(page)
    answers = form.answers
    for place in places:
        item = dict(form.item(page, place))
        while missing := [ask for ask in form.item_asks(page, place, item) if ask.key not in item]:
            asked.append(f"{page.group}.{place}.{missing[0].key}")
            item[missing[0].key] = value(missing[0], luck, DAY, {})
        answers = form.renewed(answers).put(page, place, item)
    return answers


@pytest.mark.parametrize("key", EVENTS)
def test_no_question_of_an_event_is_asked_twice_and_every_procedure_is_whole(key: str) -> None:
    event = hinata().events[key]

    for seed in SEEDS:
        form, asked, _ = answered(event, Random(seed))  # noqa: S311 (nothing secret is made of it)

        assert len(asked) == len(set(asked)), [one for one in asked if asked.count(one) > 1]
        shown = [ask.key for page in form.pages if not page.group for ask in page.step.asks]
        assert len(shown) == len(set(shown))
        assert form.check() == []
        for procedure in form.lasting:
            faults = journey.check(procedure, form.own(procedure.key), today=DAY)
            files = {ask.key for ask in procedure.asks if ask.kind == "file"}
            assert [fault for fault in faults if fault.field not in files] == [], procedure.key


@pytest.mark.parametrize("key", EVENTS)
def test_an_event_leads_somewhere_and_says_what_to_bring_and_how_long_it_takes(key: str) -> None:
    event = hinata().events[key]
    found = [together(event, guided(event, Random(seed))) for seed in SEEDS]  # noqa: S311 (nothing secret)

    most = max((form.lasting for form in found), key=len)

    assert most
    assert events.bring(most)
    assert len(events.bring(most)) == len(set(events.bring(most)))
    assert (events.minutes(most) or 0) % 5 == 0
