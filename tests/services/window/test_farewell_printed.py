"""A bereaved family's dated list and a division's sheet as they come from the press: their pictures, their pages, no fault in the file."""

from functools import cache
from pathlib import Path

import pytest

from tests.portal.pack.golden import coarse, stored
from tests.portal.pack.test_golden import PATCH, SAME
from tests.portal.papers import faults, pages, unlike, words, worst_patch
from tests.services.window.farewell_pictures import PAPERS


@cache
def printed(name: str) -> bytes:
    """One paper; kept, since several tests look at it."""
    return PAPERS[name]()


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_looks_like_its_stored_picture(name: str, tmp_path: Path) -> None:
    now, then = coarse(printed(name), tmp_path), stored(name)

    assert then
    assert len(now) == len(then), "python -m tests.services.window.farewell_pictures"
    assert max(unlike(one, other) for one, other in zip(now, then, strict=True)) < SAME
    assert max(worst_patch(one, other) for one, other in zip(now, then, strict=True)) < PATCH
    assert faults(printed(name), tmp_path) == ""


def test_the_days_that_a_family_must_keep_stand_on_it() -> None:
    said = words(printed("farewell.ja"))

    # 14 days, three, four and ten months after the death of 18 November 2026, moved where that day is closed.
    for day in ("12月2日", "2月18日", "3月18日", "9月21日"):
        assert day in said, day


def test_a_division_has_one_sheet_of_paper_for_a_family() -> None:
    assert pages(printed("farewell_division")) == 1
