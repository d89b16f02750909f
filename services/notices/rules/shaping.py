"""A notice as a LINE message: one card with title, words and a page; what is missing in a language is said, not hidden."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.words import N_, Words, without_readings

Json = dict[str, Any]
# The colours of our pages (static/site.css): words, quiet words, danger, white.
_INK, _FAINT, _BAD, _WHITE = "#1a1a1a", "#595959", "#ce0000", "#ffffff"
# What stands for a card in the list of talks.
_ALT, _LABEL = 400, 20
_OPEN = N_("くわしく見る")
_ONLY = N_("この知らせには、あなたの言語の文がありません。日本語か英語で出します。")
_ONLY_JAPANESE = N_("この知らせは、日本語だけです。")
_TEST = N_("【テスト】住民には送っていません")


@dataclass(frozen=True)
class Text:
    """What somebody reads: in which language really, and a word about that where it is not theirs."""

    title: str
    body: str
    lang: str
    note: str = ""


def text(title: Mapping[str, str], body: Mapping[str, str], words: Words) -> Text:
    """The words for a reader: their own, else English for who reads no Japanese, else Japanese."""
    mine = words.language.key
    japanese = mine in ("ja", "easy")
    lang = next(one for one in (mine, *(() if japanese else ("en",)), "ja") if body.get(one) or one == "ja")
    note = "" if lang == mine else _plain(words, _ONLY_JAPANESE if lang == "ja" else _ONLY)
    return Text(title.get(lang, ""), body.get(lang, ""), lang, note)


def messages(said: Text, words: Words, address: str, colour: str, *, urgent: bool, test: bool) -> list[Json]:
    """The card."""
    body: list[Json] = []
    if test:
        body.append(_text(_plain(words, _TEST), color=_BAD, weight="bold", size="sm"))
    if said.note:
        body.append(_text(said.note, color=_FAINT, size="sm"))
    body.append(_text(said.title, color=_BAD if urgent else _INK, weight="bold", size="lg"))
    body.append(_text(said.body, color=_INK, size="md"))
    press = {"type": "uri", "label": press_of(words), "uri": address}
    button = {"type": "button", "style": "primary", "color": _BAD if urgent else colour, "action": press}
    bubble = {"type": "bubble", "body": _column(body), "footer": _column([button])}
    alt = " ".join(f"{said.title} {said.body}".split())
    return [{"type": "flex", "altText": _fitting(alt, _ALT), "contents": bubble}]


def press_of(words: Words) -> str:
    """What stands on its button."""
    return _plain(words, _OPEN)[:_LABEL]


def _fitting(said: str, most: int) -> str:
    """As much of it as LINE takes, which counts units of UTF-16: an emoji is two of them, and is not torn in half."""
    return said.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")


def _text(said: str, **look: str) -> Json:
    return {"type": "text", "text": said, "wrap": True, "scaling": True, **look}


def _column(contents: list[Json]) -> Json:
    return {"type": "box", "layout": "vertical", "spacing": "md", "contents": contents}


def _plain(words: Words, message: str) -> str:
    return without_readings(words.text(message))
