"""The drawn forms on paper: as many pages as each declares, also with a second language and every box filled."""

import re
from datetime import date

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
