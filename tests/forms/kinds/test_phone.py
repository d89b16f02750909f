"""Telephone numbers."""

import pytest

from tests.forms.builders import fault, read


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("09012345678", "090-1234-5678"),
        ("090-1234-5678", "090-1234-5678"),
        ("０９０ー１２３４ー５６７８", "090-1234-5678"),
        ("090 1234 5678", "090-1234-5678"),
        ("0901-234-5678", "090-1234-5678"),
        ("05012345678", "050-1234-5678"),
        ("028-632-2222", "028-632-2222"),
        ("０２８（６３２）２２２２", "028-632-2222"),
        ("(028)632-2222", "028-632-2222"),
        ("0286322222", "0286322222"),
        ("0220-22-2111", "0220-22-2111"),
        ("0550-82-1212", "0550-82-1212"),
        ("0120-000-000", "0120-000-000"),
        ("0800-123-4567", "0800-123-4567"),
        ("+81 90-1234-5678", "090-1234-5678"),
        ("+81(0)28-632-2222", "028-632-2222"),
        ("+81286322222", "0286322222"),
        ("+1 (415) 555-0100", "+14155550100"),
        ("028-632-2222 内線 123", "028-632-2222 内線123"),
        ("028-632-2222（内線１２３）", "028-632-2222 内線123"),
        ("028-632-2222 ext. 123", "028-632-2222 内線123"),
        ("028-632-2222x12", "028-632-2222 内線12"),
        ("028-632-2222#12", "028-632-2222 内線12"),
        ("TEL：028-632-2222", "028-632-2222"),
        ("\u202a090-1234-5678\u202c", "090-1234-5678"),
    ],
)
def test_a_number_is_taken_as_people_write_it(typed: str, stored: str) -> None:
    assert read("phone", typed) == stored


def test_a_stored_number_reads_as_itself() -> None:
    for typed in ("028-632-2222 内線123", "+14155550100", "090-1234-5678"):
        assert read("phone", typed) == typed


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("632-2222", "phone_area_code"),
        ("00-1234-5678", "phone_area_code"),
        ("1234567890", "phone_area_code"),
        ("09002345678", "phone_area_code"),
        ("090-123-4567", "phone_digits"),
        ("090-1234-56789", "phone_digits"),
        ("028-632-222", "phone_digits"),
        ("110", "phone_digits"),
        ("なし", "phone_characters"),
        ("090-1234-567O", "phone_characters"),
        ("-", "phone_characters"),
        ("+0 123", "phone_foreign"),
        ("+1 23", "phone_foreign"),
        ("+1 abc 555", "phone_characters"),
        ("0" * 61, "phone_digits"),
        ("0" * 400, "too_long"),
    ],
)
def test_a_number_that_cannot_be_called_is_refused_with_its_reason(typed: str, code: str) -> None:
    assert fault("phone", typed).code == code


def test_nothing_typed_is_nothing() -> None:
    assert read("phone", " \u3000") is None
    assert read("phone", "TEL:") is None
