"""The way through a procedure's questions, computed anew from the answers each time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from forms import answers as answering
from forms.computed import ON, live_with
from forms.conditions import WAY, hold
from forms.faults import Fault
from forms.field import Value
from forms.procedure import Ask, Exit, Procedure, Step
from forms.wording import Wording

Answers = Mapping[str, Value]
# What steers a form although it is no question of it.
BESIDE = (WAY, ON)


def _start(procedure: Procedure, answers: Answers) -> dict[str, Value]:
    live = {key: answers[key] for key in BESIDE if key in answers}
    if procedure.needs_today and ON not in live:
        live[ON] = answering.japanese_today().isoformat()
    return live


def _walk(procedure: Procedure, answers: Answers) -> Iterator[tuple[Step, tuple[Ask, ...], dict[str, Value]]]:
    """Each step on the path with its visible questions and what is known after it, up to an early end."""
    live = _start(procedure, answers)
    computed = procedure.computed
    for step in procedure.steps:
        # Most have no condition, and every page asks this of each of them.
        if not step.when or hold(step.when, live):
            asked = []
            for ask in step.asks:
                if not ask.when or hold(ask.when, live):
                    asked.append(ask)
                    key = ask.field.key
                    if key in answers:
                        live[key] = answers[key]
                        if computed:
                            live_with(computed, live)
            if asked:
                yield step, tuple(asked), live
                if procedure.exits and _exit(procedure, step, live):
                    return


def _exit(procedure: Procedure, step: Step, live: Answers) -> Exit | None:
    found = (one for one in procedure.exits if one.after == step.key and hold(one.when, live))
    return next(found, None)


def path(procedure: Procedure, answers: Answers) -> tuple[Step, ...]:
    """The steps these answers lead through."""
    return tuple(step for step, _, _ in _walk(procedure, answers))


def pages(procedure: Procedure, answers: Answers) -> tuple[tuple[Step, tuple[Ask, ...]], ...]:
    """The steps these answers lead through, each with its visible questions."""
    return tuple((step, asked) for step, asked, _ in _walk(procedure, answers))


def exit_of(procedure: Procedure, answers: Answers) -> Exit | None:
    """The early end these answers lead to, if any."""
    if not procedure.exits:
        return None
    return next(
        (one for step, _, live in _walk(procedure, answers) if (one := _exit(procedure, step, live))), None
    )


def known(procedure: Procedure, answers: Answers) -> dict[str, Value]:
    """All that stands on the path: answers and the values worked out from them."""
    live = _start(procedure, answers)
    for _, _, seen in _walk(procedure, answers):
        live = seen
    return live


def worked_out(procedure: Procedure, answers: Answers) -> dict[str, int]:
    """The computed values of the path, those of a group's items left out."""
    if not procedure.computed:
        return {}
    live = known(procedure, answers)
    return {one.key: value for one in procedure.computed if isinstance(value := live.get(one.key), int)}


def effective(procedure: Procedure, answers: Answers) -> dict[str, Value]:
    """Only the answers on the path; what stands on an abandoned branch is left out."""
    groups: dict[str, list[dict[str, Any]]] = {}
    asked = set(BESIDE)
    for step, visible, live in _walk(procedure, answers):
        asked.update(ask.key for ask in visible)
        if step.repeat and step.asks[0].key in live:
            groups[step.asks[0].key] = [
                {ask.key: item[ask.key] for ask in item_asks(procedure, step, item, live) if ask.key in item}
                for item in items(step, live)
            ]
    return {key: groups.get(key, value) for key, value in answers.items() if key in asked}


def asks(step: Step, answers: Answers) -> tuple[Ask, ...]:
    """The questions of a step these answers make visible; they must hold the computed values too."""
    return tuple(ask for ask in step.asks if hold(ask.when, answers))


# ------------------------------------------------------------------ groups


def items(step: Step, answers: Answers) -> list[dict[str, Any]]:
    """What was answered about each item of a repeated step so far."""
    value = answers.get(step.asks[0].key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def item_step(step: Step) -> Step:
    """A repeated step as the page about one of its items."""
    return replace(step, asks=step.repeat.asks, repeat=None) if step.repeat else step


def item_live(procedure: Procedure, item: Mapping[str, Any], before: Answers) -> dict[str, Value]:
    """What is known while one item is looked at."""
    live = {**before, **item}
    live_with(procedure.computed, live)
    return live


def item_asks(procedure: Procedure, step: Step, item: Mapping[str, Any], before: Answers) -> tuple[Ask, ...]:
    """The questions about one item that its answers make visible."""
    live, asked = dict(before), []
    for ask in step.repeat.asks if step.repeat else ():
        if hold(ask.when, live):
            asked.append(ask)
            if ask.key in item:
                live[ask.key] = item[ask.key]
                if procedure.computed:
                    live_with(procedure.computed, live)
    return tuple(asked)


def is_item_open(procedure: Procedure, step: Step, item: Mapping[str, Any], before: Answers) -> bool:
    """Whether a question about one item is still open."""
    return _unanswered(item_asks(procedure, step, item, before), item)


def _items_open(procedure: Procedure, step: Step, live: Answers) -> bool:
    return any(_unanswered(item_asks(procedure, step, item, live), item) for item in items(step, live))


# ------------------------------------------------------------------ what is open, what is wrong


def _unanswered(asked: tuple[Ask, ...], live: Mapping[str, Value]) -> bool:
    return any(
        live.get(ask.field.key) is None and not (ask.optional and ask.field.key in live) for ask in asked
    )


def _open(procedure: Procedure, step: Step, asked: tuple[Ask, ...], live: Mapping[str, Value]) -> bool:
    if not step.repeat:
        return _unanswered(asked, live)
    key = asked[0].key
    return (
        key not in live
        or answering.count(asked[0], live[key]) is not None
        or _items_open(procedure, step, live)
    )


def is_open(procedure: Procedure, answers: Answers, wanted: Step) -> bool:
    """Whether a step on the path has a question still open."""
    return any(
        step.key == wanted.key and _open(procedure, step, asked, live)
        for step, asked, live in _walk(procedure, answers)
    )


def next_step(procedure: Procedure, answers: Answers, after: Step | str) -> Step | None:
    """The step after this one; the same again when an answer on it has opened a further question there."""
    key = after if isinstance(after, str) else after.key
    passed = False
    for step, asked, live in _walk(procedure, answers):
        if passed:
            return step
        if step.key == key:
            if _open(procedure, step, asked, live):
                return step
            passed = True
    return None if passed else first_unanswered(procedure, answers)


def first_unanswered(procedure: Procedure, answers: Answers) -> Step | None:
    """The first step on the path with a question still open."""
    found = (step for step, asked, live in _walk(procedure, answers) if _open(procedure, step, asked, live))
    return next(found, None)


def first_faulty(procedure: Procedure, answers: Answers, *, today: date | None = None) -> Step | None:
    """The first step on the path with an answer that cannot stand any more, such as a day that lies too far back."""
    faulty = {fault.field for fault in check(procedure, answers, today=today)}
    return next(
        (step for step, asked, _ in _walk(procedure, answers) if any(ask.key in faulty for ask in asked)),
        None,
    )


def picked(procedure: Procedure, answers: Answers, keys: Collection[str], title: Wording) -> Step:
    """A page of its own with some of the questions on the path: those that staff ask to be corrected."""
    asked = tuple(ask for _, visible, _ in _walk(procedure, answers) for ask in visible if ask.key in keys)
    return Step(key="picked", title=title, asks=asked)


def check(procedure: Procedure, answers: Answers, *, today: date | None = None) -> list[Fault]:
    """The faults of the whole form as stored."""
    day = today or answering.japanese_today()
    found = [
        fault
        for step, asked, live in _walk(procedure, answers)
        for fault in _faults(procedure, step, asked, live, day)
    ]
    return [fault for fault in found if fault is not None]


def stands(procedure: Procedure, answers: Answers, *, today: date) -> bool:
    """Whether nothing is open and nothing wrong: the condition for submitting."""
    return not any(
        _open(procedure, step, asked, live) or any(_faults(procedure, step, asked, live, today))
        for step, asked, live in _walk(procedure, answers)
    )


def _faults(
    procedure: Procedure, step: Step, asked: tuple[Ask, ...], live: Answers, day: date
) -> Iterator[Fault | None]:
    if step.repeat:
        yield _check_items(procedure, step, live, day)
    else:
        yield from (answering.check(ask, live.get(ask.field.key), day) for ask in asked)


def _check_items(procedure: Procedure, step: Step, live: Answers, day: date) -> Fault | None:
    group = step.asks[0]
    if fault := answering.count(group, live.get(group.key)):
        return fault
    for place, item in enumerate(items(step, live), 1):
        asked = item_asks(procedure, step, item, live)
        if any(answering.check(ask, item.get(ask.key), day) for ask in asked):
            return Fault("item_faulty", {"place": place}, group.key)
    return None
