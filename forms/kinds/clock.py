"""Hours of a day and months of a year."""

from __future__ import annotations

import re
from datetime import date

from forms.faults import Unfit
from forms.field import Field
from forms.kind import Kind, Part, Parts, split_one
from forms.kinds import days
from forms.text import machine

LONGEST = 20
_TIME = re.compile(
    r"(?P<half>午前|午後|am|pm)? *(?P<hour>[0-9]{1,2}) *(?:[:.時] *(?P<minute>[0-9]{2}|半)? *分?)? *(?P<after>am|pm)?"
)
_FOUR = re.compile(r"([0-9]{1,2})([0-9]{2})")


def read_time(parts: Parts, field: Field, today: date) -> str | None:
    """An hour as 09:30, from 9:30, 9時半, 0930 or 午後1時."""
    typed = machine(parts.get("value", ""), LONGEST).lower()
    if not typed:
        return None
    four = _FOUR.fullmatch(typed)
    found = _TIME.fullmatch(f"{four[1]}:{four[2]}" if four else typed)
    if not found:
        raise Unfit("time_unreadable")
    hour, minute = int(found["hour"]), _minute(found["minute"])
    half = found["half"] or found["after"] or ""
    if half:
        if hour > 12:
            raise Unfit("time_unreadable")
        hour = hour % 12 + (12 if half in ("午後", "pm") else 0)
    if hour > 23 or minute > 59:
        raise Unfit("time_unreadable")
    return f"{hour:02}:{minute:02}"


def _minute(typed: str | None) -> int:
    return 30 if typed == "半" else int(typed or 0)


def read_month(parts: Parts, field: Field, today: date) -> str | None:
    """A month as 2026-04, by Japanese or Western years."""
    found = days.found(parts)
    if found is None:
        return None
    if found.month is None:
        raise Unfit("date_month", part="month")
    return found.iso[:7]


_MONTH = tuple(part for part in days.PARTS if part.key != "day")
KINDS = (
    Kind("time", (Part("value", width=6),), read_time, split_one, blank="required_time"),
    Kind("month", _MONTH, read_month, days.split, blank="required_month", notes=days.notes),
)
