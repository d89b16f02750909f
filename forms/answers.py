"""Reads one answer by its kind, from what was typed or from what was stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from forms.faults import Fault, Unfit
from forms.field import Field, Value
from forms.kind import Parts
from forms.kinds import KINDS, lists
from forms.procedure import Ask

TOKYO = timezone(timedelta(hours=9))


def japanese_today() -> date:
    """The day it is in Japan: the one place here that reads a clock, for callers who hand in no day."""
    return datetime.now(UTC).astimezone(TOKYO).date()


@dataclass(frozen=True)
class Answer:
    """The value of an answer, or the fault that stands in its way."""

    value: Value = None
    fault: Fault | None = None


def read(field: Field, parts: Parts, today: date) -> Answer:
    """What was typed into the inputs of a field."""
    try:
        return Answer(KINDS[field.kind].read(parts, field, today))
    except Unfit as unfit:
        return Answer(fault=unfit.fault.at(field.key))


def blank(ask: Ask) -> Fault | None:
    """The fault of leaving a question open, unless it may be left open."""
    return None if ask.optional else Fault(KINDS[ask.kind].blank, field=ask.key)


def check(ask: Ask, value: Value, today: date) -> Fault | None:
    """The fault of a stored value: it must be exactly what typing it again would store."""
    if value is None:
        return blank(ask)
    if ask.kind == "file":
        return _files(ask, value)
    kind = KINDS[ask.kind]
    answer = read(ask.field, kind.split(value), today)
    if answer.fault is not None:
        return answer.fault
    if answer.value is None:
        return Fault(kind.blank, field=ask.key)
    return None if answer.value == value else Fault("answer_stale", field=ask.key)


def _files(ask: Ask, value: Value) -> Fault | None:
    try:
        found = lists.files(value, ask.field)
    except Unfit as unfit:
        return unfit.fault.at(ask.key)
    return None if found else blank(ask)


def kept(ask: Ask, value: Value) -> Fault | None:
    """The fault of files or items, which are not read from inputs of a page."""
    return _files(ask, value) if ask.kind == "file" else count(ask, value)


def count(ask: Ask, value: Value) -> Fault | None:
    """The fault of a group's list itself: whether it is one, and whether it is neither too short nor too long."""
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        return blank(ask) if value is None else Fault("answer_stale", field=ask.key)
    if ask.field.min is not None and len(value) < ask.field.min:
        return blank(ask) if not value else Fault("items_too_few", {"min": ask.field.min}, ask.key)
    if ask.field.max is not None and len(value) > ask.field.max:
        return Fault("items_too_many", {"max": ask.field.max}, ask.key)
    return None
