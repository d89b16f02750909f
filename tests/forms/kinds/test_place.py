"""Addresses."""

import pytest

from forms.kinds import KINDS
from tests.forms.builders import NUMBER, fault, place, read

TYPED = place("３２０ー８５４０", "栃木県ひなた市旭", "１丁目１－５", "見本ビル　１０１")


def test_only_the_postcode_is_narrowed_and_the_rest_stays_as_typed() -> None:
    assert read("address", TYPED) == place("320-8540", "栃木県ひなた市旭", "１丁目１－５", "見本ビル　１０１")


def test_rare_kanji_of_places_survive() -> None:
    stored = read("address", place("", "奈良県葛\U000e0100城市", "大字\ufa10 1"))

    assert isinstance(stored, dict)
    assert stored["area"].encode() == "奈良県葛\U000e0100城市".encode()
    assert stored["street"] == "大字\ufa10 1"


def test_the_postcode_may_be_missing_and_never_decides() -> None:
    assert read("address", place("", "三重県見本市", "1")) == place("", "三重県見本市", "1")
    assert read("address", place("498-0000", "愛知県見本市", "1")) == place("498-0000", "愛知県見本市", "1")


@pytest.mark.parametrize(
    ("typed", "code", "part"),
    [
        (place("320", "a", "1"), "postcode_digits", "postcode"),
        (place("320-8540", "", "1"), "address_area", "area"),
        (place("320-8540", "見本市", ""), "address_street", "street"),
        (place("", "見本市", NUMBER), "individual_number", "street"),
        (place("", "見本市", "1", "あ" * 101), "too_long", "building"),
        (place("", "見\u202e本市", "1"), "invisible_character", "area"),
    ],
)
def test_a_fault_names_its_input(typed: dict[str, str], code: str, part: str) -> None:
    found = fault("address", typed)

    assert (found.code, found.part) == (code, part)


def test_nothing_typed_is_nothing() -> None:
    assert read("address", place(" ", "\u3000")) is None


def test_a_stored_address_reads_as_itself() -> None:
    stored = read("address", TYPED)

    assert read("address", KINDS["address"].split(stored)) == stored
