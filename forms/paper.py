"""Prints HTML as tagged PDF (PDF/UA-1), with one style sheet and one set of fonts for all sheets."""

from __future__ import annotations

import logging
import mimetypes
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from forms import geometry
from forms.geometry import Blank

if TYPE_CHECKING:
    import weasyprint

STYLE = Path(__file__).with_name("paper.css")
LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
FONT = "fonts-morisawa-bizud-gothic"


class PaperMissing(Exception):
    """Printing needs something this machine lacks; `package` is what Debian calls it."""

    def __init__(self, package: str) -> None:
        self.package = package
        super().__init__(f"apt-get install --no-install-recommends {package}")


class PaperRefused(Exception):
    """A sheet that must not be printed: without a title or language, or asking for what it may not read."""


@dataclass(frozen=True)
class Sheet:
    """A printed sheet; `unprintable` are characters no font of this machine has, for staff to write by hand."""

    pdf: bytes
    pages: int
    unprintable: tuple[str, ...] = ()


class Press:
    """Holds what is costly to make and shared by all sheets; one for each process, made by the caller."""

    def __init__(self, base: Path) -> None:
        """`base` is the one folder whose files a sheet may show."""
        self._weasyprint = _load()
        _need_a_japanese_font()
        self._base = base.resolve()
        self._fonts = self._weasyprint.text.fonts.FontConfiguration()
        self._style = self._weasyprint.CSS(filename=STYLE, font_config=self._fonts)
        # The fonts' library keeps caches that two threads must not fill at once.
        self._lock = Lock()

    def pdf(self, html: str) -> bytes:
        return self.sheet(html).pdf

    def sheet(self, html: str) -> Sheet:
        """Print a whole HTML document; its title and language become the PDF's."""
        return self.book([html])

    def book(self, htmls: Sequence[str]) -> Sheet:
        """Print several documents into one PDF, each beginning on a page of its own and counting its own pages."""
        fetcher = _fetcher(self._weasyprint, self._base)
        with self._lock:
            parts = [self._rendered(html, fetcher) for html in htmls]
            document = parts[0].copy([page for part in parts for page in part.pages])
            printed = document.write_pdf(pdf_variant="pdf/ua-1")
        if fetcher.refused:
            raise PaperRefused("the sheet asks for a file outside its folder, or for one that is not there")
        missing = {chr(codepoint) for font in document.fonts.values() for codepoint in font.missing}
        return Sheet(printed, len(document.pages), tuple(sorted(missing)))

    def blank(self, html: str) -> Blank:
        """A form compiled with its boxes open, to be filled by overlay; untagged, for the printer at the counter alone."""
        fetcher = _fetcher(self._weasyprint, self._base)
        with self._lock:
            document = self._rendered(html, fetcher, variant=None)
            pdf = document.write_pdf()
        if fetcher.refused:
            raise PaperRefused("the sheet asks for a file outside its folder, or for one that is not there")
        return Blank(pdf, len(document.pages), tuple(geometry.spots(document.pages)))

    def _rendered(self, html: str, fetcher: Any, variant: str | None = "pdf/ua-1") -> Any:
        page = self._weasyprint.HTML(string=html, base_url=self._base.as_uri() + "/", url_fetcher=fetcher)
        _need_a_name(page)
        return page.render(font_config=self._fonts, stylesheets=[self._style], pdf_variant=variant)


def pdf(html: str, base: Path) -> bytes:
    """Print one sheet; whoever prints more keeps a Press."""
    return Press(base).pdf(html)


def _load() -> Any:
    try:
        import weasyprint
        import weasyprint.text.fonts
    except OSError as missing:
        raise PaperMissing(LIBRARIES) from missing
    # WeasyPrint quotes the characters it has no shape for: parts of names, which no log may hold.
    weasyprint.LOGGER.addFilter(_without_characters)
    return weasyprint


def _without_characters(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith(".notdef")


def _need_a_japanese_font() -> None:
    fc_list = shutil.which("fc-list")
    if fc_list is None:
        raise PaperMissing("fontconfig")
    found = subprocess.run([fc_list, ":lang=ja", "family"], capture_output=True, check=False, timeout=30)
    if not found.stdout.strip():
        raise PaperMissing(FONT)


def _need_a_name(page: weasyprint.HTML) -> None:
    root = page.etree_element
    title = root.find(".//title")
    if not root.get("lang") or title is None or not (title.text or "").strip():
        raise PaperRefused("a tagged document needs a title and a language")


def _fetcher(library: Any, base: Path) -> Any:
    """Reads files under one folder and data: addresses, and nothing else: no sheet may reach the network."""

    class Fetcher(library.urls.URLFetcher):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(allowed_protocols={"data"})
            self.refused = False

        def fetch(self, url: str, headers: object = None) -> Any:
            try:
                return super().fetch(url, headers) if url.startswith("data:") else self._file(url)
            except (OSError, ValueError):
                self.refused = True
                raise

        def _file(self, url: str) -> Any:
            parts = urlsplit(url)
            path = Path(unquote(parts.path)).resolve()
            if parts.scheme != "file" or parts.netloc or not path.is_relative_to(base):
                raise ValueError("not a file of this sheet")
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return library.urls.URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return Fetcher()
