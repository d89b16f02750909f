"""Hears danger in a question before anything else is looked up: which number answers, by emergencies.toml."""

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from chatbot.folding import HIRAGANA, folded, joined

FILE = Path(__file__).with_name("emergencies.toml")
_ENGLISH = re.compile("[a-z][a-z ]*")
# What may follow a word written in kana without making another word of it.
_ENDINGS = "はがをにでもだ"


@dataclass(frozen=True)
class Emergency:
    """A danger and the number for it, the same in all of Japan."""

    key: str
    number: str


@dataclass(frozen=True)
class Line:
    """A number to call, by the key of its words, and until when somebody answers; None by day and by night."""

    key: str
    number: str
    until: datetime | None = None


@dataclass(frozen=True)
class Danger:
    """A danger that was heard and who answers at this hour, the first to call first.

    After some, such as a question about shelters, what was asked is answered as well.
    """

    key: str
    lines: tuple[Line, ...]
    also: bool = False


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
        plain = joined(question)
        return tuple(alarm.emergency for alarm in self.alarms if _speaks(alarm, plain))


def general() -> Alarms:
    """The dangers and numbers that hold in all of Japan."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))["emergency"]
    return Alarms(tuple(_alarm(one) for one in told))


def _speaks(alarm: Alarm, plain: str) -> bool:
    return bool(alarm.heard.search(alarm.harmless.sub(" ", plain) if alarm.harmless else plain))


def _alarm(told: dict[str, str | list[str]]) -> Alarm:
    ways = [_anywhere(word) for word in told["words"]] + [_alone(word) for word in told.get("alone", ())]
    never = [re.escape(folded(word)) for word in told.get("never", ())]
    return Alarm(
        Emergency(str(told["key"]), str(told["number"])),
        re.compile("|".join(ways)),
        re.compile("|".join(never)) if never else None,
    )


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
