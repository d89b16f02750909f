"""The interface's words: catalogues read from .po files, one bound look-up for each language and ruby setting."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import overload

from markupsafe import Markup, escape


@dataclass(frozen=True)
class Language:
    """A language people can choose: our key, the HTML tag, its own name, Babel's locale, whether it is complete."""

    key: str
    tag: str
    name: str
    locale: str
    complete: bool = False

    @property
    def folder(self) -> str:
        """The folder under translations/ that holds its catalogue."""
        return self.key.replace("-", "_")


LANGUAGES: Mapping[str, Language] = {
    language.key: language
    for language in (
        Language("ja", "ja", "日本語", "ja", complete=True),
        Language("easy", "ja", "やさしい にほんご", "ja", complete=True),
        Language("en", "en", "English", "en_GB", complete=True),
        Language("zh-Hans", "zh-Hans", "简体中文", "zh_Hans"),
        Language("zh-Hant", "zh-Hant", "繁體中文", "zh_Hant"),
        Language("ko", "ko", "한국어", "ko"),
        Language("vi", "vi", "Tiếng Việt", "vi"),
        Language("pt-BR", "pt-BR", "Português", "pt_BR"),
        Language("fil", "fil", "Filipino", "fil"),
        Language("es", "es", "Español", "es"),
        Language("ne", "ne", "नेपाली", "ne"),
    )
}
SOURCE = "ja"
# What browsers send besides our own keys: regions that write traditional characters, and Tagalog for Filipino.
_KNOWN_TAGS: Mapping[str, str] = {key.lower(): key for key in LANGUAGES} | {
    "zh": "zh-Hans",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant",
    "zh-hant-tw": "zh-Hant",
    "zh-hant-hk": "zh-Hant",
    "pt": "pt-BR",
    "tl": "fil",
}
RUBY = "ruby"

# 「｜」 opens a base that is not all kanji (｜1日《ついたち》); without it the base is the run of kanji before 《.
_READING = re.compile(
    r"(?:｜([^｜《》]+)|([\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]+))《([^《》]+)》"
)
_RUBY_TEXT = re.compile(r"<r[tp]>[^<]*</r[tp]>")
_TAG = re.compile(r"<[^>]*>")


def nearest(wanted: Iterable[str]) -> str:
    """The first language asked for that we speak; Japanese when there is none."""
    for tag in wanted:
        found = _KNOWN_TAGS.get(tag.replace("_", "-").lower())
        if not found:
            found = _KNOWN_TAGS.get(tag.replace("_", "-").lower().split("-")[0])
        if found:
            return found
    return SOURCE


def N_(message: str) -> str:  # noqa: N802 (gettext's own name for a string that is marked here and translated later)
    """Mark a message for the catalogues where it cannot be translated yet."""
    return message


def with_ruby(text: str) -> Markup:
    """Turn 漢字《かんじ》 into ruby markup, everything else into escaped text."""
    if "《" not in text:
        return escape(text)
    return Markup(_READING.sub(_ruby, str(escape(text))))  # noqa: S704 (escaped before the tags are added)


def _ruby(match: re.Match[str]) -> str:
    base = match[1] or match[2]
    return f"<ruby>{base}<rp>（</rp><rt>{match[3]}</rt><rp>）</rp></ruby>"


def without_readings(text: str) -> str:
    """The text as it is written, its readings left out."""
    return _READING.sub(lambda match: match[1] or match[2], text) if "《" in text else text


@overload
def plain(value: Markup) -> Markup: ...
@overload
def plain(value: object) -> object: ...
def plain(value: object) -> object:
    """Markup without its tags and readings, for attributes, titles and options; any other value as it is."""
    if isinstance(value, Markup) and "<" in value:
        return Markup(_TAG.sub("", _RUBY_TEXT.sub("", value)))  # noqa: S704 (it was markup and loses its tags)
    return value


@dataclass(frozen=True)
class Words:
    """What one visitor reads: a language, with or without readings over the kanji, and its bound look-ups."""

    language: Language
    ruby: bool = False
    table: Mapping[str, Markup] = field(default_factory=dict)

    def gettext(self, message: str, /, **values: object) -> Markup:
        """The message in this language as safe markup; a missing one stays Japanese and says so."""
        said = self.table.get(message)
        if said is None:
            said = self.missing(message)
        return said % values if values else said

    def text(self, message: str, /, **values: object) -> str:
        """The message as plain text, for mails, file names and everything that is not HTML."""
        # The table holds markup; text that is not HTML must carry neither tags nor escapes.
        bare = plain(self.table.get(message) or escape(message)).unescape()
        return bare % values if values else bare

    def missing(self, message: str) -> Markup:
        """The Japanese source, marked as Japanese on a page that is in another language."""
        source = escape(message)
        return source if self.language.tag == "ja" else Markup('<span lang="ja">{}</span>').format(source)


class Catalogues:
    """All languages of the interface, each read from its .po file when the first visitor asks for it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[tuple[str, bool], Words] = {}

    def words(self, key: str, *, ruby: bool = False) -> Words:
        """The words of one language; only Japanese has readings to switch on."""
        language = LANGUAGES.get(key) or LANGUAGES[SOURCE]
        wanted = (language.key, ruby and language.key == SOURCE)
        if wanted not in self._known:
            self._known[wanted] = self._read(*wanted)
        return self._known[wanted]

    def _read(self, key: str, ruby: bool) -> Words:
        if key == SOURCE and not ruby:
            return Words(LANGUAGES[SOURCE])
        messages = read(
            self._root / (RUBY if ruby else LANGUAGES[key].folder) / "LC_MESSAGES" / "messages.po"
        )
        table = {message: with_ruby(said) for message, said in messages.items()}
        return Words(LANGUAGES[key], ruby, table)


def read(path: Path) -> dict[str, str]:
    """The finished translations of a .po file; an absent file or an unchecked (fuzzy) entry gives nothing."""
    from babel.messages.pofile import read_po

    if not path.exists():
        return {}
    with path.open("rb") as opened:
        catalogue = read_po(opened)
    return {
        entry.id: entry.string
        for entry in catalogue
        if isinstance(entry.id, str)
        and entry.id
        and isinstance(entry.string, str)
        and entry.string
        and not entry.fuzzy
    }
