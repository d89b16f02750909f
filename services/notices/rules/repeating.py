"""When a notice goes out again: at the same hour in Japan, each week or each month, until its last day."""

import calendar
from datetime import date, datetime, time, timedelta

from portal.opening import TOKYO


def after(first: datetime, turn: int, repeats: str, until: date | None) -> datetime | None:
    """The moment of a turn (the first is 1); None where there is no such turn any more.

    A month without that day has it on its last one, and the month after again on the day itself.
    """
    if turn == 1:
        return first
    if not repeats:
        return None
    begun = first.astimezone(TOKYO)
    day = _day(begun.date(), turn - 1, repeats)
    if until is None or day > until:
        return None
    return datetime.combine(day, time(begun.hour, begun.minute), TOKYO)


def turns(first: datetime, repeats: str, until: date | None) -> int:
    """How often it goes out in all."""
    found = 1
    while after(first, found + 1, repeats, until) is not None:
        found += 1
    return found


def _day(first: date, steps: int, repeats: str) -> date:
    if repeats == "weekly":
        return first + timedelta(weeks=steps)
    year, month = divmod(first.year * 12 + first.month - 1 + steps, 12)
    return date(year, month + 1, min(first.day, calendar.monthrange(year, month + 1)[1]))
