"""What may stand in a notice: whole words of a length that a telephone shows, nothing of a person's, a page that exists."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlsplit

from forms.numbers import find_individual_numbers
from portal.audiences import Audience

LANGS = ("ja", "easy", "en")
TITLE, BODY, LINK = 60, 1_000, 500
# A notice that goes on for longer than a year is forgotten by whoever wrote it.
LONGEST_DAYS = 366
# A private telephone: no office of a town has one, so it is a person's.
_MOBILE = re.compile(r"(?<!\d)0[5789]0[-\s]?\d{4}[-\s]?\d{4}(?!\d)")


@dataclass(frozen=True)
class Written:
    """A notice as somebody typed it."""

    title: Mapping[str, str]
    body: Mapping[str, str]
    category: str = ""
    link: str = ""
    audience: Audience = field(default_factory=Audience)
    urgent: bool = False
    first_at: datetime | None = None
    repeats: str = ""
    until: date | None = None


def faults(told: Written, now: datetime) -> tuple[str, ...]:
    """Everything that is wrong with it, as codes."""
    return tuple(dict.fromkeys(_faults(told, now)))


def _faults(told: Written, now: datetime) -> Iterator[str]:
    if not told.title.get("ja"):
        yield "title"
    if not told.body.get("ja"):
        yield "body"
    for lang in LANGS:
        if bool(told.title.get(lang)) != bool(told.body.get(lang)) and lang != "ja":
            yield f"half_{lang}"
        if len(told.title.get(lang, "")) > TITLE:
            yield "title_long"
        if len(told.body.get(lang, "")) > BODY:
            yield "body_long"
    if is_personal(" ".join((*told.title.values(), *told.body.values()))):
        yield "personal"
    if told.link and not _is_page(told.link):
        yield "link"
    if told.first_at is not None and told.first_at <= now:
        yield "first_at"
    yield from _repeating(told, now)


def _repeating(told: Written, now: datetime) -> Iterator[str]:
    if not told.repeats:
        return
    begins = (told.first_at or now).date()
    if told.until is None or not begins <= told.until or (told.until - begins).days > LONGEST_DAYS:
        yield "until"


def is_personal(text: str) -> bool:
    """A 個人番号 or somebody's own telephone has no business on LINE's computers."""
    return bool(find_individual_numbers(text) or _MOBILE.search(text))


def _is_page(link: str) -> bool:
    if link.startswith("/") and not link.startswith("//") and link.isprintable():
        return len(link) <= LINK
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and link.isprintable() and len(link) <= LINK
