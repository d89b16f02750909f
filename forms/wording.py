"""Words for people in several languages, and which language a person really gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

COMPLETE = ("ja", "easy", "en")
PREPARED = ("zh-Hans", "zh-Hant", "ko", "vi", "pt-BR", "fil", "es", "ne")
LANGUAGES = COMPLETE + PREPARED


@dataclass(frozen=True)
class Said:
    """One text and the language it is really in, so that a page can mark a fall-back."""

    text: str
    lang: str

    @property
    def html_lang(self) -> str:
        """The value for an HTML lang attribute: やさしい日本語 is Japanese."""
        return "ja" if self.lang == "easy" else self.lang

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True)
class Wording:
    """The same words in several languages; Japanese stands in for what is missing."""

    texts: Mapping[str, str]

    def __post_init__(self) -> None:
        object.__setattr__(self, "texts", MappingProxyType(dict(self.texts)))

    def __hash__(self) -> int:
        return hash(frozenset(self.texts.items()))

    def __bool__(self) -> bool:
        return any(self.texts.values())

    def say(self, lang: str) -> Said:
        text = self.texts.get(lang)
        if text:
            return Said(text, lang)
        return Said(self.texts.get("ja", ""), "ja")

    def missing(self) -> tuple[str, ...]:
        """The languages that must be complete and are not."""
        return tuple(lang for lang in COMPLETE if not self.texts.get(lang, "").strip())


NOTHING = Wording({})
