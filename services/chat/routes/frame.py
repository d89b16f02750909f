"""What the room's pages share: how a reply is said, the frame of staff pages, refusals."""

from datetime import date, time
from typing import Any

from flask import request
from markupsafe import Markup

from chatbot.dialogue.replies import Passage, Phrase, Say
from forms.wording import Said
from portal import days, desk_frame, errors, i18n
from portal.doors import house, seated_staff
from portal.refused import Refused
from portal.words import Words, with_ruby, without_readings
from services.chat.rules.phrases import PHRASES


class Spoken:
    """Words that are in one language, whoever reads them."""

    def __init__(self, passage: Passage) -> None:
        self._said = Said(passage.text, passage.lang)

    def say(self, lang: str) -> Said:
        return self._said


def spoken(say: Say | str) -> Markup:
    """What the dialogue says, in the visitor's language or marked as being in another."""
    words = i18n.words()
    if isinstance(say, Phrase):
        own = house().words.words(say.lang) if say.lang else words
        told = own.gettext(PHRASES[say.code], **{name: _value(one, own) for name, one in say.values.items()})
        if own.language.tag == words.language.tag:
            return told
        return Markup('<span lang="{}">{}</span>').format(own.language.tag, told)
    return i18n.speaker(words)(Spoken(say) if isinstance(say, Passage) else say)


def shown(name: str, /, **context: Any) -> str:
    """Render a template that extends desk_layout.html."""
    return i18n.page(name, **{**desk_frame.frame(), **context})


def refused(error: Refused) -> tuple[str, int]:
    """What happened and what to do now; residents, and whoever has to sign in, get the page everybody gets."""
    if not request.path.startswith("/staff/") or seated_staff() is None:
        return errors.refused(error)
    return shown("chat/staff/refused.html", code=error.code, values=error.values), error.status


def _value(value: object, words: Words) -> object:
    if isinstance(value, Passage):
        return i18n.speaker(words)(Spoken(value))
    if isinstance(value, time):
        return f"{value:%-H:%M}"
    if isinstance(value, date):
        told = days.day(value, words.language, year=False)
        return with_ruby(told) if words.ruby or words.language.key == "easy" else without_readings(told)
    return value
