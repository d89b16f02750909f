"""Addresses of e-mail."""

import pytest

from tests.forms.builders import NUMBER, fault, read


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("hanako@mail.example", "hanako@mail.example"),
        (" ｈａｎａｋｏ＠ｍａｉｌ．ｅｘａｍｐｌｅ ", "hanako@mail.example"),
        ("Hanako.M+shiyakusho@Mail.Example", "Hanako.M+shiyakusho@mail.example"),
        ("ha..na..ko.@docomo.example", "ha..na..ko.@docomo.example"),
        (".hanako@ezweb.example", ".hanako@ezweb.example"),
        ("-_/?!@mail.example", "-_/?!@mail.example"),
        ("mailto:hanako@mail.example", "hanako@mail.example"),
        ("<hanako@mail.example>,", "hanako@mail.example"),
        ("hanako@mail.example。", "hanako@mail.example"),
        ("hanako\u200b@mail.example\u202c", "hanako@mail.example"),
        ("hanako@例え.テスト", "hanako@xn--r8jz45g.xn--zckzah"),
        ("hanako@xn--r8jz45g.xn--zckzah", "hanako@xn--r8jz45g.xn--zckzah"),
        (f"{NUMBER}@mail.example", f"{NUMBER}@mail.example"),
    ],
)
def test_an_address_is_taken(typed: str, stored: str) -> None:
    assert read("email", typed) == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("hanako", "email_at"),
        ("hanako@", "email_at"),
        ("@mail.example", "email_at"),
        ("hanako@@mail.example", "email_at"),
        ("a@b@mail.example", "email_at"),
        ("hana ko@mail.example", "email_space"),
        ("花子@mail.example", "email_local"),
        ('"hana,ko"@mail.example', "email_local"),
        ("x" * 65 + "@mail.example", "email_local"),
        ("hanako@mail", "email_domain"),
        ("hanako@-mail.example", "email_domain"),
        ("hanako@mail..example", "email_domain"),
        ("hanako@mail_x.example", "email_domain"),
        ("hanako@192.0.2.1", "email_domain"),
        ("hanako@" + "x" * 64 + ".example", "email_domain"),
        ("hanako@" + "見" * 70 + ".example", "email_domain"),
        ("hanako@mail.example\nBcc: x@mail.example", "control_character"),
        ("hanako.hanako@" + "mail." * 48 + "example", "too_long"),
        ("x" * 2000, "too_long"),
    ],
)
def test_an_address_that_cannot_be_reached_is_refused_with_its_reason(typed: str, code: str) -> None:
    assert fault("email", typed).code == code


def test_a_slip_of_the_finger_comes_with_a_suggestion() -> None:
    assert fault("email", "hanako@gmail.con").values == {"suggestion": "hanako@gmail.com"}
