"""補正 of a list of people or things: all its items on the page, to change, to take away, to add to; nothing is kept until it is sent."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from forms import answers as answering
from forms import journey
from forms.faults import Fault
from forms.field import Value
from forms.procedure import Procedure, Step
from forms.step_form import AskField, StepForm, step_form
from forms.wording import Wording
from portal.doors import house, now
from portal.opening import today
from portal.postcodes import areas

ADD, TAKE = "item-add", "item-take"


@dataclass(frozen=True)
class Listed:
    """One unlocked list: the places that its items have on the page, their forms and what they say."""

    step: Step
    places: tuple[int, ...]
    forms: tuple[StepForm, ...]
    values: tuple[dict[str, Any], ...]
    stays: bool = False

    @property
    def group(self) -> str:
        """The key of the list."""
        return self.step.asks[0].key

    @property
    def label(self) -> Wording:
        """What it is a list of."""
        return self.step.asks[0].label

    @property
    def most(self) -> int:
        """How many items there may be."""
        return self.step.repeat.max if self.step.repeat else 0

    @property
    def fault(self) -> Fault | None:
        """Whether there are too few or too many."""
        return answering.count(self.step.asks[0], list(self.values)) if request.method == "POST" else None

    def sound(self) -> bool:
        """Whether it can be kept as it stands; every form tells what is wrong in it."""
        return all([*(form.validate() for form in self.forms), self.fault is None])


def listed(procedure: Procedure, answers: Mapping[str, Value], keys: Collection[str]) -> tuple[Listed, ...]:
    """The unlocked lists on the case's path."""
    return tuple(
        _listed(procedure, step, answers)
        for step in journey.path(procedure, answers)
        if step.repeat and step.asks[0].key in keys
    )


def _listed(procedure: Procedure, step: Step, answers: Mapping[str, Value]) -> Listed:
    stored, group = journey.items(step, answers), step.asks[0].key
    places = _places(group, len(stored), step.repeat.max if step.repeat else 0)
    forms, values = [], []
    for place in places:
        item = stored[place - 1] if place <= len(stored) else {}
        form, said = _item(procedure, step, item, answers, f"{group}-{place}-")
        forms.append(form)
        values.append(said)
    pressed = request.form.get(ADD) == group or request.form.get(TAKE, "").startswith(f"{group}/")
    new = any(form.searching or _asks_more(form) for form in forms)
    return Listed(step, places, tuple(forms), tuple(values), request.method == "POST" and (pressed or new))


def _places(group: str, held: int, most: int) -> tuple[int, ...]:
    """Which items stand on the page; each keeps its place, so that taking one away moves no other's inputs."""
    if f"{group}-places" not in request.form:
        return tuple(range(1, held + 1))
    sent = (
        one
        for one in request.form[f"{group}-places"].split(",")
        if one.isascii() and one.isdigit() and len(one) < 4
    )
    places = list(dict.fromkeys(int(one) for one in sent if int(one)))[:most]
    gone, _, place = request.form.get(TAKE, "").partition("/")
    if gone == group:
        places = [one for one in places if str(one) != place]
    if request.form.get(ADD) == group and len(places) < most:
        places.append(max([held, *places]) + 1)
    return tuple(places)


def _item(
    procedure: Procedure, step: Step, stored: Mapping[str, Any], answers: Mapping[str, Value], prefix: str
) -> tuple[StepForm, dict[str, Any]]:
    """The questions about one item, those among them which its newest answers open."""
    page, said = journey.item_step(step), dict(stored)
    # Only what was on the page sent is read from it; an item just added has nothing to read.
    typed = request.form if any(name.startswith(prefix) for name in request.form) else None
    for _ in range(2):
        before = journey.item_live(procedure, said, answers)
        make = step_form(procedure, page, before, house().pack.dictionary, lookup=areas, today=today(now()))
        form = make(formdata=typed, data=said, prefix=prefix)
        said |= form.values() if typed is not None else {}
    asked = {ask.key for ask in journey.item_asks(procedure, step, said, answers)}
    return form, {key: value for key, value in said.items() if key in asked}


def _asks_more(form: StepForm) -> bool:
    """Whether a question came up that was not on the page sent: it is asked now, not blamed."""
    seen = request.form.getlist("_asked")
    return any(one.name not in seen for one in form if isinstance(one, AskField))
