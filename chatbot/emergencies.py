"""Hears danger in a question before anything else is looked up, and says who answers at this hour, by emergencies.toml."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from chatbot.folding import HIRAGANA, folded, joined
from chatbot.japan import TOKYO

FILE = Path(__file__).with_name("emergencies.toml")
# Which days a line answers: every day, days of work only, all but the turn of the year (29 December to 3 January), or the tenth.
WORKDAYS, NOT_AT_NEW_YEAR, THE_TENTH = "平日", "年末年始を除く", "毎月10日"
DAYS = ("", WORKDAYS, NOT_AT_NEW_YEAR, THE_TENTH)
# Hours are looked up once a year; what nobody has looked at for longer is not told any more.
HOLDS = timedelta(days=400)
_ENGLISH = re.compile("[a-z][a-z ]*")
# What may follow a word written in kana without making another word of it.
_ENDINGS = "はがをにでもだ"
_HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-4]):([0-5]\d)")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """A number to call now, by the key of its words or by a town's own, and until when it answers; None by day and by night.

    `sure` says whether that was looked up: None where it needs no looking up (119), False where whoever calls has to ask.
    """

    key: str
    number: str
    until: datetime | None = None
    name: Mapping[str, str] = field(default_factory=dict)
    sure: bool | None = None


@dataclass(frozen=True)
class OnCall:
    """A number with the hours in which it answers; from evening to morning, the end is before the start."""

    key: str
    number: str
    start: time | None = None
    end: time | None = None
    days: str = ""
    name: Mapping[str, str] = field(default_factory=dict)
    # Whether the hours differ from place to place; where they were looked up, and when.
    varies: bool = False
    source: str = ""
    checked: date | None = None

    def at(self, moment: datetime, closed: Callable[[date], bool]) -> Line | None:
        """The line where it answers at a moment; the day on which a night began counts."""
        sure = self._sure(moment.date())
        if self.start is None or self.end is None:
            return (
                Line(self.key, self.number, None, self.name, sure)
                if self._on(moment.date(), closed)
                else None
            )
        for began in (moment.date() - _DAY, moment.date()):
            opens = datetime.combine(began, self.start, TOKYO)
            until = datetime.combine(began + (_DAY if self.end <= self.start else 0 * _DAY), self.end, TOKYO)
            if opens <= moment < until and self._on(began, closed):
                return Line(self.key, self.number, None if sure is False else until, self.name, sure)
        return None

    def _sure(self, day: date) -> bool | None:
        if self.varies:
            return False
        return None if self.checked is None else day <= self.checked + HOLDS

    def _on(self, day: date, closed: Callable[[date], bool]) -> bool:
        if self.days == NOT_AT_NEW_YEAR:
            return (1, 3) < (day.month, day.day) < (12, 29)
        if self.days == THE_TENTH:
            return day.day == 10
        return self.days != WORKDAYS or not closed(day)


@dataclass(frozen=True)
class Danger:
    """A danger that was heard and who answers at this hour, the first to call first.

    After some, such as a question about shelters, what was asked is answered as well.
    """

    key: str
    lines: tuple[Line, ...]
    also: bool = False


@dataclass(frozen=True)
class Emergency:
    """A danger and who is called; what is the same in all of Japan."""

    key: str
    lines: tuple[OnCall, ...]
    also: bool = False

    @property
    def number(self) -> str:
        """The number that answers by day and by night; "" where only a town has one."""
        whole = (one for one in self.lines if one.start is None and not one.days and not one.varies)
        return next((line.number for line in whole), "")


@dataclass(frozen=True)
class Alarm:
    """How one danger is heard."""

    emergency: Emergency
    heard: re.Pattern[str]
    harmless: re.Pattern[str] | None


@dataclass(frozen=True)
class Alarms:
    """All dangers, the most pressing first."""

    alarms: tuple[Alarm, ...]

    def hear(self, question: str) -> tuple[Emergency, ...]:
        """The dangers a question speaks of, the most pressing first; most questions speak of none."""
        return tuple(one for one in self._heard(question) if one.number)

    def answering(
        self,
        question: str,
        moment: datetime,
        own: Mapping[str, tuple[OnCall, ...]],
        closed: Callable[[date], bool],
    ) -> tuple[Danger, ...]:
        """The dangers with whoever answers at this moment, the town's own numbers (by danger) first."""
        now, found = moment.astimezone(TOKYO), list[Danger]()
        for one in self._heard(question):
            every = (*own.get(one.key, ()), *one.lines)
            lines: dict[str, Line] = {}
            for call in every:
                if (line := call.at(now, closed)) is not None:
                    # A number that answers longer on some days stands there twice, the longer one first.
                    lines.setdefault(line.number, line)
            if lines:
                found.append(Danger(one.key, tuple(lines.values()), one.also))
        return tuple(found)

    def _heard(self, question: str) -> Iterable[Emergency]:
        plain = joined(question)
        return (alarm.emergency for alarm in self.alarms if _speaks(alarm, plain))


def general() -> Alarms:
    """The dangers and numbers that hold in all of Japan."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))["emergency"]
    return Alarms(tuple(_alarm(one) for one in told))


def hours(text: str) -> tuple[time, time] | None:
    """9:00-17:00 or, over midnight, 19:00-8:00; None where it says neither."""
    found = _HOURS.fullmatch(text)
    if found is None:
        return None
    opens, closes = (int(found[1]), int(found[2])), (int(found[3]) % 24, int(found[4]))
    return time(*opens), time(*closes)


def _speaks(alarm: Alarm, plain: str) -> bool:
    return bool(alarm.heard.search(alarm.harmless.sub(" ", plain) if alarm.harmless else plain))


def _alarm(told: Mapping[str, object]) -> Alarm:
    ways = [_anywhere(word) for word in _words(told, "words")] + [
        _alone(word) for word in _words(told, "alone")
    ]
    never = [re.escape(folded(word)) for word in _words(told, "never")]
    lines = told["lines"]
    on_call = tuple(_on_call(one) for one in lines) if isinstance(lines, list) else ()
    return Alarm(
        Emergency(str(told["key"]), on_call, bool(told.get("also"))),
        re.compile("|".join(ways)),
        re.compile("|".join(never)) if never else None,
    )


def _words(told: Mapping[str, object], name: str) -> list[str]:
    listed = told.get(name, [])
    return [str(word) for word in listed] if isinstance(listed, list) else []


def _on_call(told: Mapping[str, Any]) -> OnCall:
    start, end = hours(told.get("hours", "")) or (None, None)
    return OnCall(
        told["key"], told["number"], start, end, told.get("days", ""),
        varies=told.get("varies", False), source=told.get("source", ""), checked=told.get("checked"),
    )  # fmt: skip


def _anywhere(word: str) -> str:
    plain = folded(word)
    return _english(plain) if _ENGLISH.fullmatch(plain) else re.escape(plain)


def _alone(word: str) -> str:
    plain = folded(word)
    if _ENGLISH.fullmatch(plain):
        return _english(plain)
    return f"(?<![{HIRAGANA}]){re.escape(plain)}(?=[^{HIRAGANA}]|[{_ENDINGS}]|$)"


def _english(plain: str) -> str:
    return rf"(?<![a-z]){re.escape(plain)}(?![a-z])"
