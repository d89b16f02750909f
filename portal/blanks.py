"""Compiled forms kept in a folder, so that the first packet after a start need not lay out six forms anew."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from forms.geometry import Blank, Spot
from forms.paper import STYLE

# A blank weighs some 50 KB and holds nobody's answers; older layouts' are swept when there are as many as this.
MOST = 600


class Blanks:
    """A folder of blanks by their digests; where it cannot be written, every blank is simply made again."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def digest(self, html: str) -> str:
        """The name of what this layout becomes with this style sheet and this WeasyPrint."""
        whole = hashlib.sha256(version("weasyprint").encode() + STYLE.read_bytes())
        whole.update(html.encode())
        return whole.hexdigest()

    def find(self, digest: str) -> Blank | None:
        """A blank that an earlier process made."""
        if self._folder is None:
            return None
        try:
            kept = (self._folder / f"{digest}.blank").read_bytes()
            head, _, pdf = kept.partition(b"\n")
            told = json.loads(head)
            return Blank(pdf, told["pages"], tuple(Spot(**spot) for spot in told["spots"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, digest: str, blank: Blank) -> None:
        """Keep it for later processes: written beside and moved into its place, so that nobody reads half of it."""
        if self._folder is None:
            return
        told = {"pages": blank.pages, "spots": [asdict(spot) for spot in blank.spots]}
        beside = self._folder / f"{digest}.{os.getpid()}.part"
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(json.dumps(told, ensure_ascii=True).encode() + b"\n" + blank.pdf)
            beside.replace(self._folder / f"{digest}.blank")
            self._sweep()

    def _sweep(self) -> None:
        if self._folder is None:
            return
        kept = sorted(self._folder.glob("*.blank"), key=lambda file: file.stat().st_mtime)
        for file in kept[:-MOST]:
            file.unlink(missing_ok=True)
