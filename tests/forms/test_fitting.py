"""How words fit into a box: whole, then smaller, then on more lines where there are more, and not at all below 7 pt."""

import pytest

from forms.fitting import FLOOR, Fit, cell_letters, clusters, fit


def square(text: str) -> float:
    """A font whose every letter is as wide as high."""
    return float(len(clusters(text)))


def test_what_fits_keeps_its_size() -> None:
    assert fit("一二三", (30, 12), 10, 1, square) == Fit(("一二三",), 10)


@pytest.mark.parametrize(("wide", "size"), [(28, 9.0), (25, 8.0), (21, 7.0)])
def test_what_is_too_long_is_printed_in_the_next_size_that_fits(wide: float, size: float) -> None:
    assert fit("一二三", (wide, 12), 10, 1, square) == Fit(("一二三",), size, f"{size:g}")


def test_nothing_is_printed_smaller_than_seven_points() -> None:
    assert fit("一二三", (3 * FLOOR - 0.1, 12), 10, 1, square) is None


def test_a_box_of_several_lines_breaks_before_it_shrinks() -> None:
    assert fit("一二三四", (20, 25), 10, 2, square) == Fit(("一二", "三四"), 10)


def test_smaller_letters_make_room_for_more_lines() -> None:
    found = fit("一二三四五六", (20, 30), 10, 2, square)

    assert found is not None
    assert "".join(found.lines) == "一二三四五六"
    assert (len(found.lines), found.size) == (3, 8.0)


def test_a_line_is_never_broken_between_a_letter_and_its_selector() -> None:
    found = fit("葛\U000e0100葛\U000e0100葛", (20, 25), 10, 2, square)

    assert found is not None
    assert found.lines == ("葛\U000e0100葛\U000e0100", "葛")


def test_a_size_of_its_own_below_the_steps_is_not_enlarged() -> None:
    assert fit("一", (100, 12), 6.5, 1, square) == Fit(("一",), 6.5)


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("080-1234-5678", "08012345678"),
        ("000-0001", "0000001"),
        ("(03) 1234", "031234"),
        ("カ－ド", "カ－ド"),
    ],
)
def test_cells_leave_out_what_stands_between_digits(text: str, letters: str) -> None:
    assert cell_letters(text) == list(letters)
