"""Tokens and spoken codes: what a scanner or a clerk may type, and what can be read from the database."""

import pytest

from services.window.rules import tokens

TOKEN = "0123456789ABCDEFGHJKMNPQRS"
CODE = "7K3M0P1Z"


@pytest.mark.parametrize(
    "typed",
    [
        TOKEN,
        TOKEN.lower(),
        f"{TOKEN}\r\n",
        "０１２３４５６７８９ＡＢＣＤＥＦＧＨＪＫＭＮＰＱＲＳ",
        "o1234-56789-abcde-fghjk-mnpqr-s",
        "OI2345 6789　ABCDE FGHJK MNPQRS",
        "ｏｌ２３４５６７８９ーABCDEFGHJKMNPQRS",
    ],
)
def test_a_token_is_read_whatever_the_input_method_made_of_it(typed: str) -> None:
    assert tokens.read(typed) == TOKEN


@pytest.mark.parametrize("typed", ["7k3m 0p1z", "7K3M-OPIZ", "７Ｋ３Ｍ０ＰｌＺ", " 7k3m0p1z "])
def test_a_spoken_code_is_read_as_it_was_meant(typed: str) -> None:
    assert tokens.read(typed) == CODE
    assert tokens.is_code(tokens.read(typed))


@pytest.mark.parametrize(
    "typed", ["", "U" * 26, "7K3M0P1", TOKEN + "1", "か" * 26, "9" * 5000, "https://x.example/"]
)
def test_what_is_neither_is_nothing(typed: str) -> None:
    assert tokens.read(typed) == ""


def test_new_ones_are_of_the_alphabet_and_never_the_same() -> None:
    made = {tokens.new_token() for _ in range(200)}

    assert len(made) == 200
    assert all(tokens.read(token) == token and len(token) == 26 for token in made)
    assert tokens.read(tokens.spaced(tokens.new_code()))


def test_id_and_key_of_a_token_are_other_bytes_and_always_the_same() -> None:
    one, again, other = tokens.key(TOKEN), tokens.key(TOKEN), tokens.key(TOKEN[::-1])

    assert one == again
    assert one.id != other.id
    assert one.id.bytes not in one.secret
    assert len(one.secret) == 32
