"""What the dialogue says, as the plain text of a LINE message: in the words of one language, cut to what LINE takes."""

import unicodedata
from datetime import date, time

from chatbot.dialogue.replies import Passage, Phrase, Say, Source
from portal import days
from portal.words import N_, Words, without_readings
from services.chat.rules.phrases import PHRASES

# What joins two characters into one that is seen, and what only changes the one before.
_JOINER = "\u200d"
_MARKS = frozenset({"Mn", "Me", "Mc", "Sk"})
_SELECTORS = ("\ufe00", "\ufe0f")


def said(say: Say, words: Words) -> str:
    """A sentence of the bot's, or words of the town's, without readings: a message cannot set them over the kanji."""
    if isinstance(say, Passage):
        return tidy(say.text)
    values = {name: _value(one, words) for name, one in say.values.items()}
    return tidy(words.text(PHRASES[say.code], **values))


def source(one: Source, words: Words) -> str:
    """Where it stands, who answers for it, when they last looked, until when it holds."""
    told = [words.text(N_("出典：%(title)s"), title=one.title)] if one.title else []
    told += [words.text(N_("担当：%(division)s"), division=one.division)] if one.division else []
    if one.checked_on:
        told.append(words.text(N_("%(day)sに確認"), day=days.bare_day(one.checked_on, words.language)))
    if one.expires_on:
        told.append(words.text(N_("%(day)sまで有効"), day=days.bare_day(one.expires_on, words.language)))
    return tidy(words.text(N_("／")).join(told))


def units(text: str) -> int:
    """How long LINE takes a text to be: in units of UTF-16, so that an emoji counts twice; never less than is seen."""
    return len(text.encode("utf-16-le", "replace")) // 2


def cut(text: str, most: int) -> str:
    """A text no longer than this; what is left out is told by …, and nothing that is seen as one is torn apart."""
    if units(text) <= most:
        return text
    kept, room = 0, most - 1
    for place, one in enumerate(text):
        room -= units(one)
        if room < 0:
            break
        kept = place + 1
    while kept and _torn(text, kept):
        kept -= 1
    return f"{text[:kept].rstrip()}…"


def tidy(text: str) -> str:
    """Without readings, white space at the ends, and what no message can carry."""
    bare = without_readings(text)
    return "".join(
        one for one in bare if one == "\n" or unicodedata.category(one) not in ("Cc", "Cs")
    ).strip()


def _torn(text: str, place: int) -> bool:
    """Whether a cut here would part a character from what belongs to it."""
    after, before = text[place], text[place - 1]
    flags = "\U0001f1e6" <= after <= "\U0001f1ff" and "\U0001f1e6" <= before <= "\U0001f1ff"
    skin = "\U0001f3fb" <= after <= "\U0001f3ff"
    marked = unicodedata.category(after) in _MARKS or _SELECTORS[0] <= after <= _SELECTORS[1]
    return _JOINER in (after, before) or marked or skin or flags


def _value(value: object, words: Words) -> object:
    if isinstance(value, Passage | Phrase):
        return said(value, words)
    if isinstance(value, time):
        return f"{value:%-H:%M}"
    if isinstance(value, date):
        return without_readings(days.day(value, words.language, year=False))
    return value
