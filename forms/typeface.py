"""The fonts of forms filled by overlay: which one draws a letter, how words are shaped, and the few shapes a PDF needs of one."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forms.fitting import clusters

# The gothic of all papers first; the Mincho of 文字情報基盤, 45 MB, only for the characters it alone has; a Latin one for
# the names of Vietnam and others whose letters neither has.
FAMILIES = (
    ("BIZ UDGothic", "BIZUDGothic-Regular"),
    ("IPAmjMincho", "ipamjm"),
    ("DejaVu Sans", "DejaVuSans"),
)
# Tables that arrange letters: shaping is over when the shapes are taken out.
_DROPPED = (b"GSUB", b"GPOS", b"GDEF", b"BASE", b"vhea", b"vmtx", b"VORG", b"DSIG", b"mort", b"morx")
# Letters remembered with their font; a town's people need a few thousand.
MANY = 20_000
_SELECTORS = range(0xE0100, 0xE01F0)
_SELECTED = re.compile("[\U000e0100-\U000e01ef]")
# Spaces and signs for the layout, for which nothing is drawn.
_UNDRAWN = frozenset("\u00a0\u200b\u200c\u200d\ufeff")


@dataclass(frozen=True)
class Glyph:
    """One shape of a line: which, how far on, how far aside, and the letters it stands for."""

    shape: int
    on: int
    aside: tuple[int, int]
    letters: str


class Typeface:
    """One font file, read where it lies and shared by all papers of a process."""

    def __init__(self, file: Path, name: str) -> None:
        import uharfbuzz

        self._hb: Any = uharfbuzz
        self.name = name
        self.face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file)))
        self.font = uharfbuzz.Font(self.face)
        self.units = int(self.face.upem)
        extents = self.font.get_font_extents("ltr")
        self.ascent, self.descent = extents.ascender, extents.descender
        self._ready: Any = None

    def has(self, cluster: str) -> bool:
        """Whether it has a letter, in the very shape its selector asks for."""
        first = ord(cluster[0])
        if self.font.get_nominal_glyph(first) is None:
            return False
        for mark in map(ord, cluster[1:]):
            if mark in _SELECTORS:
                return self.font.get_variation_glyph(first, mark) is not None
        return all(self.font.get_nominal_glyph(ord(mark)) is not None for mark in cluster[1:])

    def has_base(self, cluster: str) -> bool:
        """Whether it has a letter at all, though perhaps not in the shape asked for."""
        return self.font.get_nominal_glyph(ord(cluster[0])) is not None

    def shaped(self, text: str) -> list[Glyph]:
        """A run of letters as shapes."""
        buffer = self._hb.Buffer()
        buffer.flags = self._hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        buffer.add_str(text)
        buffer.direction, buffer.script, buffer.language = "ltr", "Hani", "ja"
        self._hb.shape(self.font, buffer)
        infos, places = buffer.glyph_infos, buffer.glyph_positions
        ends = [info.cluster for info in infos[1:]] + [len(text)]
        return [
            Glyph(info.codepoint, place.x_advance, (place.x_offset, place.y_offset), text[info.cluster : end])
            for info, place, end in zip(infos, places, ends, strict=True)
        ]

    def advance(self, shape: int) -> int:
        return int(self.font.get_glyph_h_advance(shape))

    def taken_out(self, shapes: Sequence[int]) -> tuple[bytes, dict[int, int]]:
        """A font of only these shapes, and the number each has in it."""
        wanted = self._hb.SubsetInput()
        wanted.sets(self._hb.SubsetInputSets.GLYPH_INDEX).update(shapes)
        wanted.sets(self._hb.SubsetInputSets.DROP_TABLE_TAG).update(
            int.from_bytes(tag, "big") for tag in _DROPPED
        )
        wanted.flags = self._hb.SubsetFlags.NO_HINTING
        plan = self._hb.SubsetPlan(self._prepared(), wanted)
        cut = plan.execute().blob.data
        return cut, {shape: plan.old_to_new_glyph_mapping[shape] for shape in shapes}

    def _prepared(self) -> Any:
        """A face made ready makes every cut ten times as quick; for the large one that costs more memory than it saves time."""
        if self._ready is None:
            small = self.face.glyph_count < 30_000
            self._ready = self._hb.subset_preprocess(self.face) if small else self.face
        return self._ready


class Case:
    """The typefaces of this machine in their order, as a compositor's case."""

    def __init__(self, faces: Sequence[Typeface]) -> None:
        self.faces = tuple(faces)
        self._letters: dict[str, tuple[int, float]] = {}

    def runs(self, text: str) -> list[tuple[int, str]]:
        """The text in runs, each with the place of its typeface; raises Lacking where no font has a letter."""
        found: list[tuple[int, str]] = []
        for cluster in clusters(text):
            place = self._drawing(cluster)
            if found and found[-1][0] == place:
                found[-1] = (place, found[-1][1] + cluster)
            else:
                found.append((place, cluster))
        return found

    def width(self, text: str) -> float:
        """How wide a text is at one point, each letter by itself."""
        return sum(self._letter(cluster)[1] for cluster in clusters(text))

    def lacking(self, text: str) -> tuple[str, ...]:
        """The letters that none of the fonts draws."""
        return tuple(cluster for cluster in clusters(text) if self._letter(cluster)[0] < 0)

    def beyond(self, text: str) -> bool:
        """Whether a text has letters that the first typeface does not draw, so that larger fonts must be read."""
        wide = {one for one in (clusters(text) if _SELECTED.search(text) else text) if not one.isascii()}
        return bool(self.faces) and any(self._letter(one)[0] != 0 for one in wide - _UNDRAWN)

    def _drawing(self, cluster: str) -> int:
        place, _ = self._letter(cluster)
        if place < 0:
            raise Lacking(cluster)
        return place

    def _letter(self, cluster: str) -> tuple[int, float]:
        """Which typeface draws a letter, -1 for none, and how wide it is; single letters tell nothing of anybody."""
        known = self._letters.get(cluster)
        if known is None:
            if len(self._letters) > MANY:
                self._letters.clear()
            place = self._looked_up(cluster)
            face = self.faces[place]
            on = sum(glyph.on for glyph in face.shaped(cluster)) / face.units if place >= 0 else 1.0
            known = self._letters[cluster] = place, on
        return known

    def _looked_up(self, cluster: str) -> int:
        for whole in (Typeface.has, Typeface.has_base):
            for place, face in enumerate(self.faces):
                if whole(face, cluster):
                    return place
        return -1


class Lacking(Exception):
    """A letter that no font here has; its text is a part of a name, and goes into no log."""

    def __init__(self, cluster: str) -> None:
        self.cluster = cluster
        super().__init__("a letter no font has")


def on_this_machine() -> Case:
    """The case as this machine can fill it: the gothic is needed, the Mincho is not."""
    faces = [Typeface(file, name) for family, name in FAMILIES if (file := _file_of(family)) is not None]
    return Case(faces)


def _file_of(family: str) -> Path | None:
    """Where a family's regular face lies."""
    asked = ["fc-match", "--format=%{family}\n%{file}", f"{family}:style=Regular"]
    said = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=30).stdout.split("\n")
    return Path(said[1]) if len(said) == 2 and family in said[0].split(",") else None
