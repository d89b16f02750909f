"""The drawn forms on paper: as many pages as each declares, also with a second language and every box filled."""

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pikepdf
import pytest

from forms.paper import Press
from tests.portal.pack.builder import PACKS
from tests.portal.pack.form_answers import ANSWERS
from tests.portal.pack.test_drawn_forms import DRAWN, PACK, SHEETS

ON = date(2026, 12, 1)


@pytest.fixture(scope="module")
def press() -> Press:
    return Press(PACKS)


# The full check looks at the fullest ones, --all at every one; golden.py has each in Japanese.
SAMPLE = ("tennyu", "jidou_teate_nintei", "kodomo_iryo")


@pytest.mark.parametrize("lang", ["easy", "en"])
@pytest.mark.parametrize(
    "key", [key if key in SAMPLE else pytest.param(key, marks=pytest.mark.long) for key in DRAWN]
)
def test_a_form_keeps_to_the_pages_it_declares(key: str, lang: str, press: Press) -> None:
    top = (PACKS / "common" / PACK.procedures[key].sheet).read_text()
    declared = re.search(r"^ +pages +(\d)$", top, re.MULTILINE)

    printed = press.sheet(SHEETS.request(key, ANSWERS[key], lang, ON, number="7K2M9QXP4C"))

    assert declared is not None
    assert printed.pages == int(declared[1])


def tags(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    kids: Any = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from tags(kid)


def test_a_readers_software_is_told_one_title_the_groups_and_one_heading_for_each_cell(press: Press) -> None:
    pdf = press.pdf(SHEETS.request("tennyu", ANSWERS["tennyu"], "en", ON, number="7K2M9QXP4C"))

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = list(tags(opened.Root.StructTreeRoot))
        kinds = [str(one.S) for one in found]
        headings = {len(one.A.Headers) for one in found if str(one.S) == "/TD"}
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == 5
    assert headings == {1}
