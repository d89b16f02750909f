"""Dates by Japanese or Western years, in three inputs or all in one; a birth may lack its day or month."""

from __future__ import annotations

from datetime import date, timedelta

from forms import wareki
from forms.faults import Fault, Unfit
from forms.field import Field, Value
from forms.kind import Kind, Part, Parts
from forms.text import machine
from forms.wareki import PartDate, Written

LONGEST = 40
# Registers say 月日不詳 of some births, and people copy it.
UNKNOWN = ("不明", "不詳", "?")


def _written(parts: Parts) -> Written | None:
    """What stands in the inputs; the year's input may hold the whole date."""
    chosen = machine(parts.get("era", ""), LONGEST)
    year, month, day = (machine(parts.get(key, ""), LONGEST) for key in ("year", "month", "day"))
    if not year and not month and not day:
        return None
    if not year:
        raise Unfit("date_year", part="year")
    found = wareki.scan(year, chosen)
    if found is None:
        raise Unfit("date_unreadable", part="year")
    if found.month is not None and (month or day):
        return found if _agrees(found, month, day) else _unreadable()
    return Written(found.era, found.western, found.year, *_rest(found, month, day))


def _rest(found: Written, month: str, day: str) -> tuple[int | None, int | None]:
    if not month and not day:
        return found.month, found.day
    return _number(month, "月", "month"), _number(day, "日", "day")


def _agrees(found: Written, month: str, day: str) -> bool:
    return (found.month, found.day) == (_number(month, "月", "month"), _number(day, "日", "day"))


def _unreadable() -> Written:
    raise Unfit("date_unreadable", part="year")


def _number(typed: str, suffix: str, part: str) -> int | None:
    digits = typed.removesuffix(suffix).strip()
    if not digits or digits in UNKNOWN:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 2):
        raise Unfit(f"date_{part}", part=part)
    return int(digits)


def found(parts: Parts) -> PartDate | None:
    """The date that stands in the inputs, whole or in part."""
    written = _written(parts)
    return wareki.resolve(written) if written else None


def read_date(parts: Parts, field: Field, today: date) -> str | None:
    read = found(parts)
    if read is None:
        return None
    if read.month is None:
        raise Unfit("date_month", part="month")
    if read.day is None:
        raise Unfit("date_day", part="day")
    if field.from_today is not None:
        _near(read.first, field.from_today, today)
    return read.iso


def _near(day: date, bounds: tuple[int, int], today: date) -> None:
    earliest, latest = (today + timedelta(days=n) for n in bounds)
    if day < earliest:
        raise Unfit("date_too_early", limit=earliest)
    if day > latest:
        raise Unfit("date_too_late", limit=latest)


def read_birth(parts: Parts, field: Field, today: date) -> str | None:
    """A birth date; some people's registers say 「月日不詳」, so only the year is a must."""
    read = found(parts)
    if read is not None and read.first > today:
        raise Unfit("date_future")
    return read.iso if read else None


def split(value: Value) -> dict[str, str]:
    """A stored date as its inputs show it: by era, since that is how most people know it."""
    found = wareki.read(value) if isinstance(value, str) else None
    if found is None:
        return {"era": "", "year": "", "month": "", "day": ""}
    era = wareki.era_of(found.first)
    # A year that two eras share, its month unknown, is given back as it was stored.
    shared = era != wareki.era_of(found.last)
    year = found.year if era is None or shared else found.year - era.first.year + 1
    return {
        "era": wareki.WESTERN if era is None or shared else era.code,
        "year": str(year),
        "month": str(found.month or ""),
        "day": str(found.day or ""),
    }


def notes(parts: Parts, field: Field) -> tuple[Fault, ...]:
    """Say that a four-digit year was taken and the era beside it was not, where the two do not agree."""
    chosen = wareki.era(parts.get("era", ""))
    try:
        read = found(parts)
    except Unfit:
        return ()
    if chosen is None or read is None:
        return ()
    if chosen in {wareki.era_of(read.first), wareki.era_of(read.last)}:
        return ()
    return (Fault("era_overridden", {"era": chosen.code, "year": read.year}, part="era"),)


def _parts(autocomplete: bool) -> tuple[Part, ...]:
    filled = ("bday-year", "bday-month", "bday-day") if autocomplete else ("", "", "")
    return (
        Part("era", type="era"),
        Part("year", inputmode="numeric", autocomplete=filled[0], width=6),
        Part("month", inputmode="numeric", autocomplete=filled[1], width=3),
        Part("day", inputmode="numeric", autocomplete=filled[2], width=3),
    )


PARTS = _parts(False)
KINDS = (
    Kind("date", PARTS, read_date, split, blank="required_date", notes=notes),
    Kind("birth", _parts(True), read_birth, split, blank="required_date", notes=notes),
)
