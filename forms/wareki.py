"""Japanese years: the eras and their borders, dates read as people write them, dates shown as offices do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from forms.faults import Unfit


@dataclass(frozen=True)
class Era:
    """One era; `digit` is its number in seven-digit office dates."""

    code: str
    name: str
    roman: str
    letter: str
    digit: str
    first: date

    def __str__(self) -> str:
        return self.name


# 令和元年政令, 昭和64年政令第1号 and the older proclamations; newest first.
ERAS = (
    Era("reiwa", "令和", "Reiwa", "R", "5", date(2019, 5, 1)),
    Era("heisei", "平成", "Heisei", "H", "4", date(1989, 1, 8)),
    Era("showa", "昭和", "Showa", "S", "3", date(1926, 12, 25)),
    Era("taisho", "大正", "Taisho", "T", "2", date(1912, 7, 30)),
    Era("meiji", "明治", "Meiji", "M", "1", date(1868, 1, 25)),
)
WESTERN = "west"
OLDEST = 1868
LATEST = 2199

_SEPARATOR = r"[./\-・,、 ]"
_ERA = "(?P<era>令和|平成|昭和|大正|明治|西暦|[令平昭大明RHSTM])?"
_WRITTEN = re.compile(
    rf"{_ERA}[. ]?(?P<year>元|\d{{1,4}})(?:(?:年|{_SEPARATOR})(?:(?P<month>\d{{1,2}})"
    rf"(?:(?:月|{_SEPARATOR})(?:(?P<day>\d{{1,2}})日?)?)?)?)?(?:(?:月日|日)?不[詳明]|生まれ|うまれ|生)?"
)
_AROUND = re.compile(r" *([./\-・,、年月日]) *")
_RUN = re.compile(rf"{_ERA}(?P<digits>\d{{6,8}})")


@dataclass(frozen=True)
class PartDate:
    """A date of which the month and the day may be unknown."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def iso(self) -> str:
        pieces = (f"{self.year:04}", *(f"{n:02}" for n in (self.month, self.day) if n is not None))
        return "-".join(pieces)

    @property
    def first(self) -> date:
        """The earliest day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day it can mean."""
        if self.month is None:
            return date(self.year, 12, 31)
        if self.day is None:
            following = date(self.year + self.month // 12, self.month % 12 + 1, 1)
            return following - timedelta(days=1)
        return date(self.year, self.month, self.day)


@dataclass(frozen=True)
class Written:
    """The pieces of a date as somebody wrote them: the year counted in the era when there is one."""

    era: Era | None
    western: bool
    year: int
    month: int | None = None
    day: int | None = None


def era(code: str) -> Era | None:
    return next((era for era in ERAS if era.code == code), None)


def era_of(day: date) -> Era | None:
    """The era a day lies in; None before Meiji."""
    return next((era for era in ERAS if day >= era.first), None)


def last_day(era: Era) -> date | None:
    """The last day of an era; None while it lasts."""
    place = ERAS.index(era)
    return ERAS[place - 1].first - timedelta(days=1) if place else None


def scan(text: str, chosen: str = "") -> Written | None:
    """The pieces of a date written in one string, or None; `chosen` is the era picked beside it."""
    if len(text) > 40:
        return None
    text = _AROUND.sub(r"\1", text.strip().upper())
    found = _RUN.fullmatch(text)
    if found:
        return _run(found["era"], found["digits"], chosen)
    found = _WRITTEN.fullmatch(text)
    if not found:
        return None
    year = 1 if found["year"] == "元" else int(found["year"])
    month, day = (int(found[key]) if found[key] else None for key in ("month", "day"))
    return _placed(found["era"], chosen, year, month, day)


def _run(mark: str | None, digits: str, chosen: str) -> Written | None:
    """Digits without any separator: 19550401, 3300401, S300401, or 300401 beside a chosen era."""
    if len(digits) == 7:
        if mark:
            return None
        mark = next((era.code for era in ERAS if era.digit == digits[0]), None)
        if mark is None:
            return None
        digits = digits[1:]
    elif len(digits) == 6 and not mark and not era(chosen):
        return None
    year, month, day = int(digits[:-4]), int(digits[-4:-2]), int(digits[-2:])
    return _placed(mark, chosen, year, month, day, western=len(digits) == 8)


def _placed(
    mark: str | None, chosen: str, year: int, month: int | None, day: int | None, *, western: bool = False
) -> Written:
    """Decide how the year is counted: four digits are Western, else by the written era, else by the chosen."""
    picked = era(chosen)
    if western or year > 999 or mark == "西暦":
        return Written(None, True, year, month, day)
    if mark is None:
        return Written(picked, chosen == WESTERN, year, month, day)
    written = next(e for e in ERAS if mark in (e.code, e.name, e.name[0], e.letter))
    if picked and picked != written:
        raise Unfit("era_mismatch", part="era", era=picked.code, other=written.code)
    return Written(written, False, year, month, day)


def resolve(written: Written) -> PartDate:
    """The Western date meant, when it exists and lies within the era it was counted in."""
    if written.era is None and (not written.western or written.year < 1000):
        raise Unfit("era_needed", part="era", year=written.year)
    if written.year < 1 or (written.era is not None and written.year > 200):
        raise Unfit("date_year", part="year")
    year = written.year if written.era is None else written.era.first.year + written.year - 1
    found = _existing(year, written.month, written.day)
    if written.era is not None:
        _within(found, written.era, written.year)
    return found


def _existing(year: int, month: int | None, day: int | None) -> PartDate:
    if year < OLDEST:
        raise Unfit("date_too_old", part="year", year=OLDEST)
    if year > LATEST:
        raise Unfit("date_year", part="year")
    if month is not None and not 1 <= month <= 12:
        raise Unfit("date_month", part="month")
    if day is not None and not 1 <= day <= 31:
        raise Unfit("date_day", part="day")
    if month is None and day is not None:
        raise Unfit("date_month", part="month")
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        raise Unfit("date_missing", part="day", year=year, month=month or 1) from None
    return PartDate(year, month, day)


def _within(found: PartDate, era: Era, counted: int) -> None:
    """Refuse 平成32年 and 令和元年4月, and say which year is meant."""
    last = last_day(era)
    if last is not None and found.first > last:
        raise Unfit("era_ended", part="year", era=era.code, year=counted, last=last, means=found.iso)
    if found.last < era.first:
        raise Unfit("era_not_begun", part="year", era=era.code, first=era.first, means=found.iso)


def read(iso: str) -> PartDate | None:
    """A stored date, whole or in part; None when it is none."""
    found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", iso)
    if not found:
        return None
    month, day = (int(piece) if piece else None for piece in (found[2], found[3]))
    try:
        return _existing(int(found[1]), month, day)
    except Unfit:
        return None


def year_words(year: int, *, of: date | None = None) -> str:
    """令和8年, 令和元年, or 昭和64年・平成元年 when only the year is known and two eras share it."""
    if of is not None:
        found = era_of(of)
        return _counted(found, year) if found else f"{year}年"
    shared = dict.fromkeys(era_of(day) for day in (date(year, 1, 1), date(year, 12, 31)))
    return "・".join(_counted(found, year) if found else f"{year}年" for found in shared)


def _counted(era: Era, year: int) -> str:
    number = year - era.first.year + 1
    return f"{era.name}{'元' if number == 1 else number}年"


def text(day: date) -> str:
    """令和8年11月21日."""
    return f"{year_words(day.year, of=day)}{day.month}月{day.day}日"


def both(found: PartDate) -> str:
    """昭和30年（1955年）4月1日, with what is unknown said so."""
    known = found.first if found.month is not None and found.first == found.last else None
    if known is None and found.month is not None and era_of(found.first) == era_of(found.last):
        known = found.first
    words = f"{year_words(found.year, of=known)}（{found.year}年）"
    if found.month is None:
        return f"{words}（月日は不明）"
    if found.day is None:
        return f"{words}{found.month}月（日は不明）"
    return f"{words}{found.month}月{found.day}日"
