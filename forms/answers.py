"""Reads one answer by its kind, from what was typed or from what was stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from forms.faults import Fault, Unfit
from forms.field import Field, Value
from forms.kind import Parts
from forms.kinds import KINDS
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
    kind = KINDS[ask.kind]
    answer = read(ask.field, kind.split(value), today)
    if answer.fault is not None:
        return answer.fault
    if answer.value is None:
        return Fault(kind.blank, field=ask.key)
    return None if answer.value == value else Fault("answer_stale", field=ask.key)
