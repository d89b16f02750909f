"""The drawn forms as they are downloaded: tagged, titled, in a language, each picture told, each font inside."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from portal.printing import Printer
from tests.portal.pack.golden import AT, EVERY, PACK, wanted
from tests.portal.papers import faults

PRINTER = Printer(PACK)


def tags(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    kids: Any = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from tags(kid)


@pytest.mark.parametrize("key", EVERY)
def test_a_downloaded_form_keeps_its_structure(key: str, tmp_path: Any) -> None:
    printed = PRINTER.request(wanted(key), AT.date())

    assert faults(printed, tmp_path) == ""
    with pikepdf.open(io.BytesIO(printed)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "ja"
        assert PACK.town.name.say("ja").text in str(document.docinfo["/Title"])
        assert b'pdfuaid:part="1"' in document.Root.Metadata.read_bytes()
        found = list(tags(document.Root.StructTreeRoot))
        assert [tag for tag in found if str(tag.S) == "/Figure" and not str(tag.get("/Alt", ""))] == []
        kinds = {str(tag.S) for tag in found}
        assert "/H1" in kinds
        # A table without headings would be read out as a heap of cells.
        assert "/TD" not in kinds or "/TH" in kinds
        assert all(embedded(font) for page in document.pages for font in page.Resources.Font.values())


def embedded(font: pikepdf.Object) -> bool:
    descriptor = font.DescendantFonts[0].FontDescriptor
    return "/ToUnicode" in font and bool(descriptor.get("/FontFile2") or descriptor.get("/FontFile3"))
