"""Cells: nothing runs as a formula, nothing is lost without a word, and what was written is read back."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.batches.rules.cells import GETA, Writer, guarded, letters, unguarded


@pytest.mark.parametrize(
    "value", ["=1+1", "+81-90", "-5", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", "\t=1", "\r=1", "\n=1", "'=1"]
)
def test_a_cell_that_could_run_gets_one_sign_before_it(value: str) -> None:
    assert guarded(value) == "'" + value


@pytest.mark.parametrize("value", ["", "見本 花子", "090-1234-5678", "1", "ー", "a=b"])
def test_another_cell_stays_as_it_is(value: str) -> None:
    assert guarded(value) == value


@given(st.text())
def test_whoever_takes_one_sign_off_has_the_value(value: str) -> None:
    assert unguarded(guarded(value)) == value


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=5))
def test_a_row_is_read_back_as_it_was(values: list[str]) -> None:
    names = [str(place) for place in range(len(values))]

    raw = Writer("utf-8-sig").table(names, [dict(zip(names, values, strict=True))])

    found = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert [unguarded(cell) for cell in found[1]] == values


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_the_windows_page_holds_every_letter_or_names_it(value: str) -> None:
    writer = Writer("cp932")

    raw = writer.table(["a"], [{"receipt_no": "1", "a": value}])

    held = unguarded(
        next(csv.reader(io.StringIO(raw.decode("cp932").split("\r\n", 1)[1], newline="")), [""])[0]
    )
    assert len(list(letters(held))) == len(list(letters(value)))
    named = {one.place: one.letter for one in writer.missing}
    for place, (kept, was) in enumerate(zip(letters(held), letters(value), strict=True), 1):
        assert (kept == GETA and named[place] == was) or place not in named


def test_twins_of_one_meaning_are_no_missing_letters() -> None:
    writer = Writer("cp932")

    raw = writer.table(["a"], [{"a": "9時〜17時 A−B ‖ — ¢£¬"}])

    assert writer.missing == []
    assert "9時～17時 A－B ∥ ― ￠￡￢" in raw.decode("cp932")


@pytest.mark.parametrize(
    ("letter", "points"),
    [
        ("𠮷", "U+20BB7"),
        ("葛\U000e0100", "U+845B U+E0100"),
        ("か\u309a", "U+304B U+309A"),
        ("😀", "U+1F600"),
        ("﨑\ufe00", "U+FA11 U+FE00"),
    ],
)
def test_a_letter_without_a_place_is_listed_with_all_its_code_points(letter: str, points: str) -> None:
    writer = Writer("cp932")

    raw = writer.table(["name"], [{"receipt_no": "R", "name": f"見{letter}本"}])

    assert f"見{GETA}本" in raw.decode("cp932")
    assert [(one.receipt_no, one.column, one.place, one.points) for one in writer.missing] == [
        ("R", "name", 2, points)
    ]


@pytest.mark.parametrize("name", ["髙橋", "﨑山", "①", "㈱", "～", "草彅"])
def test_letters_that_windows_added_are_kept(name: str) -> None:
    writer = Writer("cp932")

    raw = writer.table(["name"], [{"name": name}])

    assert writer.missing == []
    assert name in raw.decode("cp932")
