"""Finding 個人番号 in free text."""

import random

import pytest

from forms.numbers import find_individual_numbers, has_check_digit
from tests.forms.builders import NO_NUMBER, NUMBER

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        "1234 5678 9018",
        "1234-5678-9018",
        "1234－5678ー9018",
        "1234 - 5678 - 9018",
        "1234\u30005678\u30009018",
        "1234\n5678\n9018",
        "1234  5678  9018",
        "1234・5678･9018",
        "1234.5678.9018",
        "1234/5678／9018",
        NUMBER.translate(FULL_WIDTH),
        f"番号は{NUMBER}です",
        f"番号{NUMBER}年",
        f"1990 {NUMBER}",
        "1234\u200b5678\u200d9018",
        "123\u206045678\ufeff9018",
    ],
)
def test_a_number_is_found_however_it_is_written(text: str) -> None:
    assert len(find_individual_numbers(text)) == 1


@pytest.mark.parametrize(
    "text", ["", "見本", NO_NUMBER, f"{NUMBER}0", f"0{NUMBER}", "123-456-789-018", "090-1234-5678"]
)
def test_other_digits_are_left_alone(text: str) -> None:
    assert find_individual_numbers(text) == ()


def test_the_place_in_what_was_typed_is_told_and_not_the_number() -> None:
    text = f"あ㈱{NUMBER.translate(FULL_WIDTH)}い"

    (span,) = find_individual_numbers(text)

    assert text[span.start : span.end] == NUMBER.translate(FULL_WIDTH)


def test_two_numbers_are_two() -> None:
    assert len(find_individual_numbers(f"{NUMBER}と{NUMBER}")) == 2


def test_the_check_digit_follows_the_ordinance() -> None:
    # Worked by hand: weights 6 5 4 3 2 7 6 5 4 3 2 over 12345678901 give 234, and 11 - 234 % 11 is 8.
    assert has_check_digit("123456789018")
    assert has_check_digit("000000000000")
    assert sum(has_check_digit(f"12345678901{last}") for last in range(10)) == 1


def test_one_in_ten_arbitrary_numbers_passes_so_typed_numbers_are_not_searched() -> None:
    chance = random.Random(20261121)  # noqa: S311

    passing = sum(has_check_digit(f"{chance.randrange(10**12):012}") for _ in range(5000))

    assert 400 < passing < 600


def test_a_long_text_of_digits_is_searched_in_one_pass() -> None:
    assert find_individual_numbers("1234 " * 20_000) is not None
