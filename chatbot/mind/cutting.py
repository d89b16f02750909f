"""Cuts a text into single characters and pairs that say something: those with a kanji, a katakana, a letter or a digit."""

import re

from chatbot.folding import KANJI, KATAKANA, as_hiragana, narrowed

_SAYS = re.compile(f"[{KANJI}{KATAKANA}a-z0-9]")
_PARTS = re.compile(r"[^\w]+")


def pieces(text: str) -> list[str]:
    """Every piece of a text, as often as it stands there; katakana counts as such, and is then read as hiragana."""
    found = []
    for run in _PARTS.split(narrowed(text)):
        for place, letter in enumerate(run):
            if _SAYS.match(letter):
                found.append(as_hiragana(letter))
            pair = run[place : place + 2]
            if len(pair) == 2 and _SAYS.search(pair):
                found.append(as_hiragana(pair))
    return found
