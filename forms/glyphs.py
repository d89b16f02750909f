"""字形確認: what the fonts we print with cannot draw exactly, so that a person looks before it stands on paper."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from forms.text import glyphs_to_confirm

FONTS = Path("/usr/share/fonts")
# In the order in which a sheet asks for them: a face draws every character it knows, whatever the next one could do better.
FACES = ("BIZUDGothic-Regular", "ipamjm", "DejaVuSans")
# Stands in a value where a card had a character that no table knows.
MISSING = "〓"

_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_SELECTED = re.compile(f"(.)([{_SELECTORS}])", re.DOTALL)
_SELECTOR = re.compile(f"[{_SELECTORS}]")
# They are spaces or signs for the layout, and nothing is drawn for them.
_UNDRAWN = frozenset("\n\t\u200c\u200d")


@dataclass(frozen=True)
class Face:
    """One font: its characters, and the forms it can draw of them."""

    name: str
    characters: frozenset[str] = field(repr=False)
    # A character with its selector (異体字セレクタ).
    forms: frozenset[str] = field(repr=False)

    @classmethod
    def read(cls, path: Path) -> Face:
        """Only the font's table of characters is looked at."""
        from fontTools.ttLib import TTFont

        with TTFont(path, lazy=True, fontNumber=0) as font:
            tables = font["cmap"].tables
            plain = {
                code for table in tables if table.isUnicode() and table.format != 14 for code in table.cmap
            }
            selected = {
                chr(base) + chr(selector)
                for table in tables
                if table.format == 14
                for selector, pairs in table.uvsDict.items()
                for base, _ in pairs
            }
        return cls(path.stem, frozenset(map(chr, plain)), frozenset(selected))


class Faces:
    """Several fonts, the earlier one drawing whatever it knows."""

    def __init__(self, faces: Iterable[Face]) -> None:
        self.faces = tuple(faces)
        self._characters = frozenset().union(_UNDRAWN, *(face.characters for face in self.faces)) - {MISSING}
        self._forms = frozenset(self._exact())

    def _exact(self) -> Iterable[str]:
        """The forms that reach the paper: a printer takes the first face that knows the character, and with it its forms."""
        drawn: set[str] = set()
        for face in self.faces:
            yield from (form for form in face.forms if form[0] not in drawn)
            drawn |= face.characters

    def doubts(self, text: str) -> tuple[str, ...]:
        """Each character, or character with its selector, that would be drawn otherwise or not at all; each once."""
        if text.isascii():
            return ()
        if not self.faces:
            # Without a font nothing is printed; what few machines know is still worth a look.
            return glyphs_to_confirm(text)
        found: list[str] = []
        if _SELECTOR.search(text):
            found = [one[0] for one in _SELECTED.finditer(text) if one[0] not in self._forms]
            text = _SELECTOR.sub("", text)
        if not self._characters.issuperset(text):
            found += [one for one in text if one not in self._characters]
        return tuple(dict.fromkeys(found))


def doubts(text: str) -> tuple[str, ...]:
    """What staff must confirm the shape of, by the fonts of this machine."""
    return installed().doubts(text)


@cache
def installed() -> Faces:
    """The fonts of this machine, read once; reading takes a moment, so that a server may ask for it at its start."""
    return Faces(Face.read(path) for name in FACES if (path := _find(name)) is not None)


def _find(name: str) -> Path | None:
    return next(iter(sorted(FONTS.rglob(f"{name}.[to]t[fc]"))), None)
