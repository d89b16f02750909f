"""Reads collection days as towns write them in one cell: what the open 5374 data sets say, and a little more."""

import re
import unicodedata
from datetime import date

from chatbot.collection import LAST, Monthly, Nth, On, Weekly, When

WEEKDAYS = "月火水木金土日"
_EVERY_MONTH = frozenset(range(1, 13))
_WORD = re.compile(
    rf"""(?P<weekly>[{WEEKDAYS}])
    |毎日(?P<daily>)
    |(?P<nth>[{WEEKDAYS}])(?P<n>[1-5]|末)
    |(?P<weeks>[隔2-8])週?(?P<of>[{WEEKDAYS}])(?P<since>\d{{8}})
    |(?P<monthly>[1-9]|[12]\d|3[01])日
    |(?P<on>\d{{8}})
    |\*\d?(?P<noted>)""",
    re.VERBOSE,
)
_MONTH = re.compile("([1-9]|1[0-2])月?")
_DASHED = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class Unreadable(ValueError):
    """A word of a cell that says no day."""


def read(cell: str) -> tuple[tuple[When, ...], frozenset[int]]:
    """The days of a cell and the months in which they hold; no days where it says that one must ask (＊)."""
    plain = _DASHED.sub(r"\1\2\3", unicodedata.normalize("NFKC", cell)).replace("、", " ").replace(",", " ")
    days, parted, months = plain.partition(":")
    whens = tuple(when for word in days.split() for when in _days(word))
    return whens, frozenset(map(_month, months.split())) if parted else _EVERY_MONTH


def _days(word: str) -> tuple[When, ...]:
    found = _WORD.fullmatch(word)
    if found is None:
        raise Unreadable(word)
    part = found.groupdict()
    if part["weekly"]:
        return (Weekly(WEEKDAYS.index(part["weekly"])),)
    if part["daily"] is not None:
        return tuple(map(Weekly, range(7)))
    if part["nth"]:
        return (Nth(WEEKDAYS.index(part["nth"]), LAST if part["n"] == "末" else int(part["n"])),)
    if part["weeks"]:
        return (_every_so_many(word, part["weeks"], part["of"], part["since"]),)
    if part["monthly"]:
        return (Monthly(int(part["monthly"])),)
    return (On(_day(part["on"])),) if part["on"] else ()


def _every_so_many(word: str, weeks: str, weekday: str, since: str) -> Weekly:
    first = _day(since)
    if first.weekday() != WEEKDAYS.index(weekday):
        # 隔水20260406 with a Monday: counting from the wrong week would shift the whole year.
        raise Unreadable(word)
    return Weekly(first.weekday(), 2 if weeks == "隔" else int(weeks), first)


def _day(digits: str) -> date:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise Unreadable(digits) from None


def _month(word: str) -> int:
    found = _MONTH.fullmatch(word)
    if found is None:
        raise Unreadable(word)
    return int(found[1])
