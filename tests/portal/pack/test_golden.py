"""Every form as it is printed at the counter: its picture, its pages, every answer on it, and nothing in what is left empty."""

import re
from functools import cache
from pathlib import Path

import pytest

from forms.boxes import HAND
from portal.pack.pens import is_filled_in
from portal.printing import Printer
from tests.portal.pack.builder import PACKS
from tests.portal.pack.golden import AT, BY, EVERY, PACK, SHEETS, coarse, stored, wanted
from tests.portal.papers import HARD, LONG_LATIN, NOTE, faults, pages, pictures, unlike, words, worst_patch

PRINTER = Printer(PACK)
# Parts of a thousand: other versions of a font smooth its edges otherwise, a moved box shows far more.
SAME, PATCH, ALIKE = 8.0, 25.0, 6.0


@cache
def printed(key: str) -> bytes:
    """One form by overlay; kept, since several tests look at it."""
    return PRINTER.packet([wanted(key)], BY, AT)


def flat(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("key", EVERY)
def test_a_form_looks_like_its_stored_picture(key: str, tmp_path: Path) -> None:
    now, then = coarse(printed(key), tmp_path), stored(key)

    assert len(now) == len(then), f"python -m tests.portal.pack.golden {key}"
    assert max(unlike(one, other) for one, other in zip(now, then, strict=True)) < SAME
    assert max(worst_patch(one, other) for one, other in zip(now, then, strict=True)) < PATCH


@pytest.mark.parametrize("key", EVERY)
def test_a_form_holds_every_answer_on_as_many_pages_as_it_declares(key: str) -> None:
    paper = SHEETS.paper(key, wanted(key).answers, "ja", AT.date())
    boxes = [one for one in SHEETS.boxes(key, wanted(key).answers) if "=" not in one]
    said = words(printed(key))

    lost = [one for one in boxes if _without_hyphens(paper.filled.text(one)) not in _without_hyphens(said)]
    assert lost == []
    declared = re.search(r"^ +pages +(\d)$", (PACKS / "common" / PACK.sheet(key)).read_text(), re.MULTILINE)
    assert declared is None or pages(printed(key)) == int(declared[1])


def _without_hyphens(text: str) -> str:
    """Cells drop what stands between digits."""
    return re.sub(r"[-－()]", "", flat(text))


@pytest.mark.parametrize("key", EVERY)
def test_a_form_laid_out_whole_looks_like_one_filled_by_overlay(key: str, tmp_path: Path) -> None:
    overlaid = pictures(printed(key), tmp_path)
    whole = pictures(PRINTER.request(wanted(key), AT.date()), tmp_path)

    assert len(overlaid) == len(whole)
    assert max(unlike(one, other) for one, other in zip(overlaid, whole, strict=True)) < ALIKE


@pytest.mark.parametrize("key", EVERY)
def test_a_form_keeps_hard_names_and_sends_long_ones_to_another_sheet(key: str, tmp_path: Path) -> None:
    long = PRINTER.packet([wanted(key, name=LONG_LATIN + LONG_LATIN, note=NOTE)], BY, AT)
    hard = PRINTER.packet([wanted(key, name=HARD)], BY, AT)

    assert "name" not in SHEETS.boxes(key) or HARD in words(hard)
    if "name" in SHEETS.boxes(key):
        assert flat(LONG_LATIN + LONG_LATIN) in words(long)
    if "note" in SHEETS.boxes(key):
        assert flat(NOTE) in words(long)
    assert faults(long, tmp_path) == faults(hard, tmp_path) == ""


@pytest.mark.parametrize("key", EVERY)
def test_nothing_is_printed_where_a_hand_must_write(key: str) -> None:
    paper = SHEETS.paper(key, wanted(key).answers, "ja", AT.date())
    _, laid = PRINTER._laid(paper) or ("", None)

    assert laid is not None
    hands = [
        one for fillings in laid.fillings.values() for one in fillings if one.spot.expression.startswith(HAND)
    ]
    assert [one for one in hands if one.fit.lines] == []
    assert any(is_filled_in(one.spot.expression) for fillings in laid.fillings.values() for one in fillings)
