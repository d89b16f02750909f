"""Passwords: long is enough, and only what anybody would guess is refused."""

import pytest

from services.accounts.rules.passwords import fault


@pytest.mark.parametrize(
    "password",
    ["さくらのはなびらがちるころに", "correct horse battery", "kaze 7 fuku oka", "1001 nights of rain"],
)
def test_a_long_password_is_fine_whatever_its_letters(password: str) -> None:
    assert fault(password, password, "1001", "見本 花子") is None


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "password_short"),
        ("", "password_short"),
        ("x" * 201, "password_long"),
        ("aaaaaaaaaaaaaa", "password_simple"),
        ("abababababab12", "password_simple"),
        ("abcdefghijklmn", "password_simple"),
        ("password100110", "password_simple"),
        ("10011001100110", "password_simple"),
        ("見本花子見本花子見本花子", "password_simple"),
        ("P@ssw0rd2026!", "password_simple"),
        ("qwertyuiop123", "password_simple"),
        ("sakura20261120", "password_simple"),
        ("Hinata-Kurashi2026", "password_simple"),
        ("iloveyou-iloveyou", "password_simple"),
    ],
)
def test_what_anybody_would_guess_is_refused(password: str, code: str) -> None:
    assert fault(password, password, "1001", "見本 花子") == code


def test_both_must_be_the_same() -> None:
    assert fault("correct horse battery", "correct horse batterz", "1001", "見本") == "password_differs"
