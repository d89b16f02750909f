"""Codes of six digits, against the vectors of RFC 6238 and RFC 4226."""

from datetime import UTC, datetime

import pytest

from services.accounts.rules import totp

SECRET = b"12345678901234567890"
NOW = datetime(2026, 11, 20, 1, 0, 10, tzinfo=UTC)
STEP = totp.step_of(NOW)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
    ],
)
def test_the_codes_are_those_of_rfc_6238(seconds: int, expected: str) -> None:
    assert totp.code(SECRET, seconds // 30) == expected


@pytest.mark.parametrize(
    ("count", "expected"), [(0, "755224"), (1, "287082"), (2, "359152"), (7, "162583"), (9, "520489")]
)
def test_the_codes_are_those_of_rfc_4226(count: int, expected: str) -> None:
    assert totp.code(SECRET, count) == expected


@pytest.mark.parametrize("shift", [-1, 0, 1])
def test_a_code_is_good_a_little_before_and_after(shift: int) -> None:
    assert totp.matching_step(SECRET, totp.code(SECRET, STEP + shift), NOW, used=0) == STEP + shift


@pytest.mark.parametrize("shift", [-2, 2])
def test_an_older_or_later_code_is_not_good(shift: int) -> None:
    assert totp.matching_step(SECRET, totp.code(SECRET, STEP + shift), NOW, used=0) is None


def test_a_used_code_and_all_before_it_are_not_good_again() -> None:
    assert totp.matching_step(SECRET, totp.code(SECRET, STEP), NOW, used=STEP) is None
    assert totp.matching_step(SECRET, totp.code(SECRET, STEP - 1), NOW, used=STEP) is None
    assert totp.matching_step(SECRET, totp.code(SECRET, STEP + 1), NOW, used=STEP) == STEP + 1


def test_digits_of_any_width_and_in_groups_are_read() -> None:
    code = totp.code(SECRET, STEP)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)

    assert totp.matching_step(SECRET, wide, NOW, used=0) == STEP
    assert totp.matching_step(SECRET, f" {code[:3]} {code[3:]} ", NOW, used=0) == STEP


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "²²²²²²", "\0"])
def test_anything_else_is_refused(typed: str) -> None:
    assert totp.matching_step(SECRET, typed, NOW, used=0) is None


def test_an_app_is_told_who_and_where() -> None:
    said = totp.address(SECRET, "ひなた市", "1001")

    assert said.startswith(
        "otpauth://totp/%E3%81%B2%E3%81%AA%E3%81%9F%E5%B8%82%3A1001?secret=GEZDGNBVGY3TQOJQ"
    )
    assert " " not in said
    assert totp.printed(SECRET) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
