"""Typed numbers, postcodes and codes."""

import pytest

from forms.faults import Unfit
from forms.kinds.codes import postcode
from tests.forms.builders import NUMBER, fault, read


@pytest.mark.parametrize("typed", ["3", "３", " 3 ", "3通", "３枚", "03", "+3", "3つ"])
def test_a_number_is_read_in_any_width_and_with_its_counter(typed: str) -> None:
    assert read("integer", typed) == 3


def test_thousands_may_be_parted_and_a_minus_may_be_any_dash() -> None:
    assert read("integer", "１２，３４５円") == 12345
    assert read("integer", "−3") == -3


@pytest.mark.parametrize("typed", ["三", "3.5", "3-4", "abc", "3 abc通", "1" * 16])
def test_what_is_no_whole_number_is_refused(typed: str) -> None:
    assert fault("integer", typed).code == "integer_only"


def test_bounds_are_kept_and_named() -> None:
    assert fault("integer", "0", min=1, max=10).values == {"min": 1}
    assert fault("integer", "11", min=1, max=10).values == {"max": 10}
    assert read("integer", "10", min=1, max=10) == 10


def test_nothing_typed_is_nothing() -> None:
    assert read("integer", " ") is None
    assert read("number_code", "") is None


def test_a_code_keeps_its_digits_only() -> None:
    assert read("number_code", "１２３４－５６７８ー９０１２") == "123456789012"


def test_a_code_that_looks_like_an_individual_number_is_taken() -> None:
    assert read("number_code", NUMBER) == NUMBER


def test_a_code_keeps_leading_zeros() -> None:
    assert read("number_code", "0012", digits=(4, 4)) == "0012"


def test_a_code_of_another_length_is_refused_with_its_count() -> None:
    assert fault("number_code", "123", digits=(4, 8)).values == {"min": 4, "max": 8, "count": 3}


def test_letters_are_no_code() -> None:
    assert fault("number_code", "12A4", digits=(4, 4)).code == "code_characters"


@pytest.mark.parametrize(
    "typed",
    ["3208540", "320-8540", "〒320-8540", "３２０－８５４０", "320ー8540", "320 8540", "〒３２０８５４０"],
)
def test_a_postcode_is_read_however_it_is_written(typed: str) -> None:
    assert postcode(typed) == "320-8540"


@pytest.mark.parametrize(("typed", "count"), [("320", 3), ("32085400", 8), ("abc", 0)])
def test_a_postcode_of_another_length_is_refused(typed: str, count: int) -> None:
    with pytest.raises(Unfit) as caught:
        postcode(typed)

    assert (caught.value.fault.code, caught.value.fault.values) == ("postcode_digits", {"count": count})
