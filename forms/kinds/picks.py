"""Answers that are picked: one of several, some of several, or a single box to confirm."""

from __future__ import annotations

from datetime import date

from forms.faults import Unfit
from forms.field import Field, Value
from forms.kind import Kind, Part, Parts, split_one

TICKED = "yes"


def _known(value: str, field: Field) -> str:
    if field.choice(value) is None:
        raise Unfit("choice_unknown")
    return value


def read_choice(parts: Parts, field: Field, today: date) -> str | None:
    value = parts.get("value", "")
    return _known(value, field) if value else None


def read_choices(parts: Parts, field: Field, today: date) -> list[str] | None:
    """The ticked ones in the order of the form, each once."""
    if len(parts) > len(field.choices) + 1:
        raise Unfit("choice_unknown")
    ticked = {_known(value, field) for value in parts.values() if value}
    if field.max is not None and len(ticked) > field.max:
        raise Unfit("too_many_choices", max=field.max)
    return [choice.value for choice in field.choices if choice.value in ticked] or None


def split_choices(value: Value) -> dict[str, str]:
    return {item: item for item in value if isinstance(item, str)} if isinstance(value, list) else {}


def read_yes(parts: Parts, field: Field, today: date) -> bool | None:
    value = parts.get("value", "")
    if value not in ("", TICKED):
        raise Unfit("choice_unknown")
    return True if value else None


def split_yes(value: Value) -> dict[str, str]:
    return {"value": TICKED if value is True else ""}


KINDS = (
    Kind("choice", (Part("value", type="radio"),), read_choice, split_one, blank="required_choice"),
    Kind("choices", (Part("value", type="checkbox"),), read_choices, split_choices, blank="required_choices"),
    Kind("yes", (Part("value", type="checkbox"),), read_yes, split_yes, blank="required_yes"),
)
