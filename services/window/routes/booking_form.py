"""The questions of a booking, on one page: who comes, who died, and the few that tell the divisions what to prepare."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import request

from forms.answers import japanese_today
from forms.field import Value
from forms.procedure import Ask
from forms.step_form import AskField, StepForm
from portal.doors import house
from portal.postcodes import areas

WHO = ("name", "phone", "email", "care_heir_relation")
DECEASED = ("deceased_name", "deceased_birth_date", "deceased_address", "deceased_on")
FACTS = (
    "farewell_age",
    "farewell_insurance",
    "farewell_head",
    "farewell_pension",
    "farewell_children",
    "farewell_things",
)
NEEDED = frozenset({"name", "phone", "care_heir_relation", *DECEASED})
BOOKING = (*WHO, *DECEASED, *FACTS, "note")
# What a family that comes without the guide is spared: left open, it only leaves a line more on the list.
SPARED = frozenset({"farewell_head", "farewell_children"})
DATED = ("deceased_on", *FACTS)


@dataclass(frozen=True)
class Part:
    """Some questions of the page that belong together."""

    key: str
    fields: tuple[AskField, ...]


def form_of(keys: tuple[str, ...], data: Mapping[str, Value], *, typed: bool) -> StepForm:
    """The form of a page of ours; its class is made once for a town."""
    dictionary = house().pack.dictionary
    place = ("farewell", *keys)
    made = dictionary.shelf.get(place)
    if made is None:
        asks = (Ask(dictionary.fields[key], optional=key not in NEEDED) for key in keys)
        fields: dict[str, Any] = {ask.key: AskField(ask=ask) for ask in asks}
        made = dictionary.shelf.setdefault(place, type("StepForm", (StepForm,), fields))
    make = partial(made, before={}, lookup=areas, today=japanese_today())
    form: StepForm = make(formdata=request.form if typed else None, data=data)
    return form


def parts(form: StepForm) -> tuple[Part, ...]:
    """The page in its three parts, and a word at the end."""
    fields = {field.ask.key: field for field in form if isinstance(field, AskField)}
    whole = {"who": WHO, "deceased": DECEASED, "facts": FACTS, "note": ("note",)}
    return tuple(
        Part(name, tuple(fields[key] for key in keys if key in fields))
        for name, keys in whole.items()
        if fields.keys() & set(keys)
    )


def still_asked(kept: Mapping[str, Value]) -> tuple[str, ...]:
    """What a booking asks a family at home: nothing about the death that was answered before."""
    return tuple(key for key in BOOKING if key in WHO or (kept.get(key) is None and key not in SPARED))


def answered(form: StepForm) -> dict[str, Value]:
    """What was answered; a question left open says nothing."""
    return {key: value for key, value in form.values().items() if value not in (None, "", [])}
