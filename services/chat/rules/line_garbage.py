"""What is said on LINE before a collection and after a calendar changed: in the reader's language, with the way to stop it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from chatbot.garbage import Kind
from portal import days
from portal.words import N_, Words, without_readings
from services.chat.rules.garbage_days import EVENING, MORNING, Change
from services.chat.rules.line_shapes import TEXT
from services.chat.rules.line_words import cut

Json = dict[str, Any]

_COMING = {
    EVENING: N_("あした%(day)sは、%(district)sの「%(kinds)s」の日です。朝%(time)sまでに出してください。"),
    MORNING: N_("今日%(day)sは、%(district)sの「%(kinds)s」の日です。%(time)sまでに出してください。"),
}
_CHANGED = N_("%(district)sの収集日が変わりました。")
_GONE, _NEW = N_("%(day)s：%(kind)sの収集は、ありません。"), N_("%(day)s：%(kind)sを収集します。")
_CHOOSE, _WEEK = N_("知らせ方を変える"), N_("今週の収集日")
_AND = N_("、")
# More than these lines nobody reads in a talk; the calendar has them all.
_LINES = 10


@dataclass(frozen=True)
class Speech:
    """What is needed to say something of a district: words, names in that language, and the signature under presses."""

    words: Words
    district: Mapping[str, str]
    kinds: Mapping[str, Kind]
    sign: Callable[[str], str]


def coming(speech: Speech, at: str, day: date, kinds: Sequence[str], out_by: time) -> list[Json]:
    """Before a collection."""
    told = _plain(speech, _COMING[at]) % {
        "day": _day(speech, day),
        "district": _in(speech, speech.district),
        "kinds": _plain(speech, _AND).join(_kind(speech, one) for one in kinds),
        "time": f"{out_by:%-H:%M}",
    }
    return [_message(speech, told)]


def changed(speech: Speech, changes: Sequence[Change]) -> list[Json]:
    """After the calendar changed: the days that are no more and those that are new."""
    lines = [_plain(speech, _CHANGED) % {"district": _in(speech, speech.district)}]
    for one in changes[:_LINES]:
        said = _plain(speech, _NEW if one.new else _GONE)
        lines.append(said % {"day": _day(speech, one.day), "kind": _kind(speech, one.kind)})
    if len(changes) > _LINES:
        lines.append("…")
    return [_message(speech, "\n".join(lines))]


def _message(speech: Speech, said: str) -> Json:
    presses = (("days:week:", _WEEK), ("remind:", _CHOOSE))
    items = [
        {
            "type": "action",
            "action": {
                "type": "postback",
                "label": _plain(speech, words),
                "data": speech.sign(action),
                "displayText": _plain(speech, words),
            },
        }
        for action, words in presses
    ]
    return {"type": "text", "text": cut(said, TEXT), "quickReply": {"items": items}}


def _kind(speech: Speech, key: str) -> str:
    found = speech.kinds.get(key)
    return _in(speech, found.name) if found else key


def _in(speech: Speech, texts: Mapping[str, str]) -> str:
    """Words of the town's lists in the language, or in Japanese."""
    return without_readings(texts.get(speech.words.language.key) or texts.get("ja", ""))


def _day(speech: Speech, day: date) -> str:
    return without_readings(days.day(day, speech.words.language, year=False))


def _plain(speech: Speech, message: str) -> str:
    return without_readings(speech.words.text(message))
