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


# Of the kinds that lists of guesses are full of, and long enough for the rule: walks, rows laid into one another, words and years.
GUESSED = """
1q2w3e4r5t6y 1qaz2wsx3edc q1w2e3r4t5y6 qazwsxedcrfv zaq12wsxcde3 1qazxsw23edc xsw2zaq1cde3 123qweasdzxc qweasdzxc123
123456789012 098765432109 987654321098 147258369147 741852963741 102938475610 1029384756ab 112233445566 aabbccddeeff
a1b2c3d4e5f6 1a2b3c4d5e6f abcd1234abcd abc123456789 asdf1234asdf qwer1234qwer qwertyuiopasdfgh poiuytrewq12 lkjhgfdsa123
mnbvcxz12345 1234567890qwerty administrator1 letmeinplease unknown12345 kurashinomado2026 yamadatarou1 yamadahanako
testtest1234 testuser12345 loveyouforever ilovemyfamily watashi12345 himitsu12345 gomennasai12 arigatougozaimasu
ohayougozaimasu olympic2020tokyo kanrisha12345 kanrisya2026 user12345678 toor12345678 rootrootroot
"""
KEPT = """
wereyouthereyesterday treesarereallygreen asaniaruitekuruhito hanamininigatsu kawanonagarewomiru redressedwaterfall
supoonandgafuoku fredwasasleepsad polkjiunhbtgvf2k 7Kp-mq2R-xw9Z-tt4b n3xt-Tu3sday-at-n00n
"""


@pytest.mark.parametrize("password", GUESSED.split())
def test_what_lists_of_guesses_hold_is_refused(password: str) -> None:
    assert fault(password, password, "1001", "見本 花子") == "password_simple"


@pytest.mark.parametrize("password", KEPT.split())
def test_words_whose_letters_lie_near_one_another_are_no_walk(password: str) -> None:
    assert fault(password, password, "1001", "見本 花子") is None


def test_both_must_be_the_same() -> None:
    assert fault("correct horse battery", "correct horse batterz", "1001", "見本") == "password_differs"
