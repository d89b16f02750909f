"""Days and hours of an office in Japan: what is today, when is it open, and to which day a deadline moves."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, timezone
from typing import Protocol

from portal.pack.calendar import ClosedDays
from portal.pack.rows import Hours, HoursKind, Office

# Japan has kept one offset all year since 1952, so that no zone database is needed.
TOKYO = timezone(timedelta(hours=9), "JST")
_DAY = timedelta(days=1)
# Two years without an opening is a mistake in the lists, not a holiday.
_HORIZON = 731

Span = tuple[datetime, datetime]


class Calendar(Protocol):
    """What this module needs of a town."""

    @property
    def closed_days(self) -> ClosedDays: ...

    def office(self, id: str, on: date) -> Office: ...


def today(now: datetime) -> date:
    """The date in Japan at a moment."""
    if now.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return now.astimezone(TOKYO).date()


def midnight(day: date) -> datetime:
    """The moment a day begins in Japan."""
    return datetime.combine(day, time(), TOKYO)


def fiscal_year(day: date) -> int:
    """The 年度 a day belongs to, named by the year it begins in: 31 March 2027 is still 2026 (地方自治法第208条)."""
    return day.year if day.month >= 4 else day.year - 1


def is_working_day(pack: Calendar, office: str, day: date) -> bool:
    """Whether a day counts as a day of work.

    A 臨時開庁 on a holiday does not make it one: the ordinance, not the open door, decides (地方自治法第4条の2). A 臨時閉庁
    takes a day away, because nobody can hand anything in on it.
    """
    if day in pack.closed_days:
        return False
    return not any(row.kind is HoursKind.SHUT for row in pack.office(office, day).hours_on(day))


def next_open_day(pack: Calendar, office: str, day: date) -> date:
    """The day itself when it is a working day, else the next one: a deadline on a closed day moves there."""
    for count in range(_HORIZON):
        moved = day + count * _DAY
        if is_working_day(pack, office, moved):
            return moved
    raise LookupError(f"no working day of office {office} after {day}")


def add_open_days(pack: Calendar, office: str, day: date, n: int) -> date:
    """The n-th working day after a day, the day itself not counted (民法第140条); n = 0 is the next open day."""
    moved = day if n else next_open_day(pack, office, day)
    for _ in range(n):
        moved = next_open_day(pack, office, moved + _DAY)
    return moved


def count_open_days(pack: Calendar, office: str, first: date, last: date) -> int:
    """How many working days lie after one day up to and including another: how long something has taken."""
    days = ((first + step * _DAY) for step in range(1, (last - first).days + 1))
    return sum(1 for one in days if is_working_day(pack, office, one))


def spans(pack: Calendar, office: str, day: date) -> tuple[Span, ...]:
    """From when to when an office is open on a day, touching spans joined."""
    found = pack.office(office, day)
    if not found.hours:
        # The hours are not known, so the door is taken to be open all through a working day.
        return ((midnight(day), midnight(day + _DAY)),) if is_working_day(pack, office, day) else ()
    rows = found.hours_on(day)
    if any(row.kind is HoursKind.SHUT for row in rows):
        return ()
    closed = day in pack.closed_days
    return _joined(day, (row for row in rows if row.kind is HoursKind.EXTRA or not closed))


def is_open(pack: Calendar, office: str, moment: datetime) -> bool:
    """Whether an office is open at a moment; the closing minute itself is closed."""
    return any(start <= moment < end for start, end in spans(pack, office, today(moment)))


def next_opening(pack: Calendar, office: str, moment: datetime) -> datetime:
    """The moment itself while the office is open, else the moment it opens next: when it takes something in hand."""
    first = today(moment)
    for count in range(_HORIZON):
        for start, end in spans(pack, office, first + count * _DAY):
            if moment < end:
                return max(start, moment).astimezone(moment.tzinfo)
    raise LookupError(f"office {office} never opens after {moment.isoformat()}")


def last_closing(pack: Calendar, office: str, moment: datetime) -> datetime:
    """The moment an office closed last: whatever came after it has been seen by nobody there."""
    first = today(moment)
    for count in range(_HORIZON):
        ends = [end for _, end in spans(pack, office, first - count * _DAY) if end <= moment]
        if ends:
            return max(ends).astimezone(moment.tzinfo)
    raise LookupError(f"no closing of office {office} before {moment.isoformat()}")


def last_open_day(pack: Calendar, office: str, day: date) -> date:
    """The working day before a day."""
    for count in range(1, _HORIZON):
        moved = day - count * _DAY
        if is_working_day(pack, office, moved):
            return moved
    raise LookupError(f"no working day of office {office} before {day}")


def _joined(day: date, rows: Iterable[Hours]) -> tuple[Span, ...]:
    """The rows of a day as spans in order, 8:30-17:15 and 17:15-19:00 as one."""
    times = sorted((row.start, row.end) for row in rows if row.start and row.end)
    joined: list[Span] = []
    for start, end in times:
        opens, closes = datetime.combine(day, start, TOKYO), datetime.combine(day, end, TOKYO)
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], closes))
        else:
            joined.append((opens, closes))
    return tuple(joined)
