"""Messages to residents: a template and a few values become a subject and a text in the reader's language."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from forms import show
from portal.opening import TOKYO, today
from portal.pack import Division, Pack

FOLDER = Path(__file__).parent / "templates" / "messages"
# A language without texts of its own is answered in plain Japanese, with English below it.
COMPLETE = ("ja", "easy", "en")
INSTEAD = ("easy", "en")
_TAGS = {"ja": "ja", "easy": "ja", "en": "en"}
# Parts that are left out would leave their blank lines behind.
_GAPS = re.compile(r"\n{3,}")
_BETWEEN = "\n\n----------------------------------------\n\n"


@dataclass(frozen=True)
class Message:
    """What is sent: one line that says what it is about, the text, and the language of both."""

    subject: str
    body: str
    lang: str


class Messages:
    """The texts of one town; made once by whoever sends, since reading templates costs more than filling them."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._texts = Environment(
            loader=FileSystemLoader(FOLDER),
            # These are plain texts: escaping would print &amp; in a mail. The one HTML among them asks for it by name.
            autoescape=select_autoescape(("html",), default=False),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def render(
        self,
        template: str,
        locale: str,
        refs: Mapping[str, str],
        values: Mapping[str, Any],
        now: datetime,
        *,
        paper: bool = False,
    ) -> Message:
        """One message; names of divisions and telephones are those of today, not of the day it was written."""
        languages = (locale,) if locale in COMPLETE else INSTEAD
        said = [self._say(template, language, refs, values, now, paper=paper) for language in languages]
        subject = " / ".join(message.subject for message in said)
        return Message(subject, _BETWEEN.join(message.body for message in said), said[0].lang)

    def town(self, locale: str) -> str:
        """Who writes."""
        return self._pack.town.name.say(locale if locale in COMPLETE else "ja").text

    @property
    def is_sample(self) -> bool:
        """Whether what is sent must say that it is a 見本."""
        return self._pack.town.mark

    def html(self, template: str, **values: Any) -> str:
        """A printable page of this folder."""
        return self._texts.get_template(template).render(**values)

    def _say(
        self,
        template: str,
        language: str,
        refs: Mapping[str, str],
        values: Mapping[str, Any],
        now: datetime,
        *,
        paper: bool,
    ) -> Message:
        known = {
            **_known(self._pack, refs, language, today(now)),
            "day": lambda text: show.day(date.fromisoformat(text), language),
            "moment": lambda text: _moment(datetime.fromisoformat(text), language),
            "hour": lambda text: f"{datetime.fromisoformat(text).astimezone(TOKYO):%-H:%M}",
            "paper": paper,
        }
        cleaned = {name: clean(value) if isinstance(value, str) else value for name, value in values.items()}
        text = self._texts.get_template(f"{template}/{language}.txt").render({**known, **cleaned})
        subject, _, body = text.partition("\n")
        return Message(" ".join(subject.split()), _GAPS.sub("\n\n", body.strip()) + "\n", _TAGS[language])


def clean(text: str) -> str:
    """A value as it may stand in a text: on one line, without characters that hide or turn round what follows."""
    shown = (c for c in " ".join(text.split()) if unicodedata.category(c) not in {"Cc", "Cf"})
    return "".join(shown)


def _known(pack: Pack, refs: Mapping[str, str], language: str, on: date) -> dict[str, Any]:
    division = _division(pack, refs.get("division", ""), on)
    procedure = pack.procedures.get(refs.get("procedure", ""))
    return {
        "town": pack.town.name.say(language).text,
        "mark": pack.town.mark,
        "procedure": procedure.title.say(language).text if procedure else "",
        "division": division.name.say(language).text,
        "phone": division.phone or pack.office(division.office, on).phone,
        "extension": division.extension,
    }


def _division(pack: Pack, id: str, on: date) -> Division:
    try:
        return pack.division(id, on)
    except LookupError:
        # A row may outlive a division that nobody succeeded; the reception always answers.
        return pack.division(pack.town.reception, on)


def _moment(at: datetime, language: str) -> str:
    local = at.astimezone(TOKYO)
    return f"{show.day(local.date(), language)} {local:%H:%M}"
