"""The printer of one process: a town's sheets become tagged PDF; its press is costly and made when first wanted."""

from collections.abc import Sequence
from threading import Lock
from typing import Any

from forms.paper import Press
from portal.pack import Pack
from portal.pack.sheets import Sheets


class Printer:
    """Sheets and press together; `sheets` fills layouts, `pdf` prints what was filled."""

    def __init__(self, pack: Pack) -> None:
        self.sheets = Sheets(pack)
        self._base = pack.folder.parent
        self._press: Press | None = None
        self._lock = Lock()

    def pdf(self, html: str) -> bytes:
        """One sheet; raises `forms.paper.PaperMissing` where the machine cannot print."""
        return self.book([html])

    def book(self, htmls: Sequence[str]) -> bytes:
        """Several sheets in one PDF, in their order."""
        with self._lock:
            if self._press is None:
                self._press = Press(self._base)
        return self._press.book(htmls).pdf

    def sheet(self, name: str, **values: Any) -> bytes:
        """Fill a layout and print it."""
        return self.pdf(self.sheets.html(name, **values))
