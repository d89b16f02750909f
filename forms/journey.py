"""The way through a procedure's questions, computed anew from the answers each time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from forms import answers as answering
from forms.conditions import WAY, hold
from forms.faults import Fault
from forms.field import Value
from forms.procedure import Ask, Procedure, Step
from forms.wording import Wording

Answers = Mapping[str, Value]


def _walk(procedure: Procedure, answers: Answers) -> Iterator[tuple[Step, tuple[Ask, ...], dict[str, Value]]]:
    """Each step on the path with its visible questions and the answers that count after it."""
    live: dict[str, Value] = {WAY: answers[WAY]} if WAY in answers else {}
    for step in procedure.steps:
        if hold(step.when, live):
            asked = []
            for ask in step.asks:
                if hold(ask.when, live):
                    asked.append(ask)
                    if ask.key in answers:
                        live[ask.key] = answers[ask.key]
            if asked:
                yield step, tuple(asked), live


def path(procedure: Procedure, answers: Answers) -> tuple[Step, ...]:
    """The steps these answers lead through."""
    return tuple(step for step, _, _ in _walk(procedure, answers))


def effective(procedure: Procedure, answers: Answers) -> dict[str, Value]:
    """Only the answers on the path; what stands on an abandoned branch is left out."""
    asked = {ask.key for _, visible, _ in _walk(procedure, answers) for ask in visible}
    return {key: value for key, value in answers.items() if key in asked or key == WAY}


def asks(step: Step, answers: Answers) -> tuple[Ask, ...]:
    """The questions of a step these answers make visible."""
    return tuple(ask for ask in step.asks if hold(ask.when, answers))


def _open(asked: tuple[Ask, ...], live: Mapping[str, Value]) -> bool:
    return any(ask.key not in live or (live[ask.key] is None and not ask.optional) for ask in asked)


def next_step(procedure: Procedure, answers: Answers, after: Step | str) -> Step | None:
    """The step after this one; the same again when an answer on it has opened a further question there."""
    key = after if isinstance(after, str) else after.key
    passed = False
    for step, asked, live in _walk(procedure, answers):
        if passed:
            return step
        if step.key == key:
            if _open(asked, live):
                return step
            passed = True
    return None if passed else first_unanswered(procedure, answers)


def first_unanswered(procedure: Procedure, answers: Answers) -> Step | None:
    """The first step on the path with a question still open."""
    return next((step for step, asked, live in _walk(procedure, answers) if _open(asked, live)), None)


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
    """The faults of the whole form as stored; none at all is the condition for submitting."""
    day = today or answering.japanese_today()
    found = [
        answering.check(ask, answers.get(ask.key), day)
        for _, asked, _ in _walk(procedure, answers)
        for ask in asked
    ]
    return [fault for fault in found if fault is not None]
