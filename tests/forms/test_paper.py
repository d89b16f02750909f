"""Printing: tagged PDF, the hard names, no reaching outside, and what to install when something lacks."""

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from forms import paper, qr
from forms.paper import PaperRefused, Press, Sheet

ROOT = Path(paper.__file__).parent.parent
NAMES = ["髙﨑 花子", "𠮷田", "葛\U000e0100城", "Nguyễn Thị Ánh"]


def html(body: str) -> str:
    return (
        f'<!doctype html><html lang="ja"><head><title>受付票（見本）</title></head><body>{body}</body></html>'
    )


def rows(count: int) -> str:
    return "".join(
        f'<tr><th scope="row">項目{n}</th><td>{NAMES[n % len(NAMES)]}</td></tr>' for n in range(count)
    )


@pytest.fixture(scope="module")
def press() -> Press:
    return Press(ROOT / "forms")


@pytest.fixture(scope="module")
def sheet(press: Press) -> Sheet:
    symbol = qr.svg("ABCD1234EF", "受付番号の二次元コード")
    return press.sheet(
        html(f'<p class="mark">見本</p><h1>受付票</h1>{symbol}<table><tbody>{rows(12)}</tbody></table>')
    )


@pytest.fixture
def opened(sheet: Sheet) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(sheet.pdf)) as pdf:
        yield pdf


def tags(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    kids: Any = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from tags(kid)


def test_the_pdf_is_tagged_titled_and_says_its_language(opened: pikepdf.Pdf) -> None:
    assert opened.Root.MarkInfo.Marked
    assert str(opened.Root.Lang) == "ja"
    assert str(opened.docinfo["/Title"]) == "受付票（見本）"
    assert b'pdfuaid:part="1"' in opened.Root.Metadata.read_bytes()


def test_headings_tables_and_figures_are_told_to_a_reader(opened: pikepdf.Pdf) -> None:
    found = [(str(tag.S), str(tag.get("/Alt", ""))) for tag in tags(opened.Root.StructTreeRoot)]

    kinds = [kind for kind, _ in found]
    assert {"/H1", "/Table", "/TR", "/TH", "/TD", "/Figure"} <= set(kinds)
    assert kinds.count("/TH") == kinds.count("/TD") == 12
    assert ("/Figure", "受付番号の二次元コード") in found


def test_a_japanese_gothic_is_embedded(opened: pikepdf.Pdf) -> None:
    names = {str(font.BaseFont) for page in opened.pages for font in page.Resources.Font.values()}

    assert any("BIZ" in name for name in names)
    assert all(
        font.DescendantFonts[0].FontDescriptor.get("/FontFile3")
        or font.DescendantFonts[0].FontDescriptor.get("/FontFile2")
        for page in opened.pages
        for font in page.Resources.Font.values()
    )


def test_hard_names_can_be_copied_from_the_pdf(sheet: Sheet, tmp_path: Path) -> None:
    file = tmp_path / "sheet.pdf"
    file.write_bytes(sheet.pdf)

    text = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True).stdout.decode()

    assert all(name in text for name in NAMES)


def test_the_pages_are_counted(press: Press, sheet: Sheet) -> None:
    assert sheet.pages == 1
    assert press.sheet(html(f"<table><tbody>{rows(60)}</tbody></table>")).pages > 1


def test_a_long_name_stays_within_its_cell_and_on_its_page(press: Press) -> None:
    long = "Wolfeschlegelsteinhausenbergerdorff" * 3

    assert (
        press.sheet(
            html(f'<table><tbody><tr><th scope="row">氏名</th><td>{long}</td></tr></tbody></table>')
        ).pages
        == 1
    )


def test_characters_no_font_has_are_told_and_not_logged(
    press: Press, caplog: pytest.LogCaptureFixture
) -> None:
    printed = press.sheet(html("<p>見本\U00011000</p>"))

    assert printed.unprintable == ("\U00011000",)
    assert "\U00011000" not in caplog.text


@pytest.mark.parametrize(
    "source",
    ["http://127.0.0.1:9/x.png", "file:///etc/hostname", "../pyproject.toml", "nowhere.png", "ftp://x/y"],
)
def test_a_sheet_that_reaches_outside_its_folder_is_refused(press: Press, source: str) -> None:
    with pytest.raises(PaperRefused):
        press.sheet(html(f'<img src="{source}" alt="見本">'))


def test_a_refused_sheet_does_not_spoil_the_next(press: Press) -> None:
    with pytest.raises(PaperRefused):
        press.pdf(html('<img src="nowhere.png" alt="見本">'))

    assert press.pdf(html("<p>見本</p>")).startswith(b"%PDF")


@pytest.mark.parametrize(
    "page", ["<p>見本</p>", '<html lang="ja"><p>見本</p>', "<title>見本</title><p>見本</p>"]
)
def test_a_sheet_without_a_title_or_a_language_is_refused(press: Press, page: str) -> None:
    with pytest.raises(PaperRefused):
        press.pdf(page)


def test_one_sheet_can_be_printed_without_keeping_a_press(tmp_path: Path) -> None:
    assert paper.pdf(html("<p>見本</p>"), tmp_path).startswith(b"%PDF")


def alone(code: str, **environment: str) -> str:
    """Run a few lines in a process of their own, whose machine lacks something."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", **environment},
    )
    return done.stdout.decode().strip()


def test_several_sheets_become_one_document_in_their_order(press: Press) -> None:
    found = press.book(
        [html("<h1>一つ目</h1>"), html(f"<h1>二つ目</h1><table>{rows(60)}</table>"), html("<h1>三つ目</h1>")]
    )

    with pikepdf.open(io.BytesIO(found.pdf)) as document:
        assert len(document.pages) == found.pages >= 4
        assert "/StructTreeRoot" in document.Root
        assert str(document.Root["/Lang"]) == "ja"


TRY = """
from pathlib import Path
from forms.paper import PaperMissing, Press
try:
    Press(Path("."))
except PaperMissing as missing:
    print(missing.package)
"""


def test_a_machine_without_a_japanese_font_is_told_which_package_to_install(tmp_path: Path) -> None:
    empty = tmp_path / "fonts.conf"
    empty.write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{tmp_path}</dir></fontconfig>'
    )

    assert alone(TRY, FONTCONFIG_FILE=str(empty)) == "fonts-morisawa-bizud-gothic"


def test_a_machine_without_pango_is_told_which_packages_to_install() -> None:
    without = """
import cffi
def dlopen(self, name, flags=0):
    raise OSError(f"cannot load library {name!r}")
cffi.FFI.dlopen = dlopen
"""

    # WeasyPrint prints advice of its own first.
    assert alone(without + TRY).splitlines()[-1] == "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def test_the_library_loads_nothing_heavy_before_something_is_printed() -> None:
    code = """
import sys
import forms.paper, forms.qr, forms.show, forms.step_form
print(sorted(set(sys.modules) & {"weasyprint", "qrcode", "PIL", "flask", "werkzeug", "sqlalchemy", "urllib.request"}))
"""

    assert alone(code) == "[]"
