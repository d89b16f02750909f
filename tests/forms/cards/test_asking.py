"""The talk with a card: what it is told, what it is never told, and when the talk ends."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.cards import CardKind, Unreadable, apdu, ask
from tests.harness.card_images import CHECK_B, LICENCE, MYNA, PIN, PIN_1, PLANTED, licence_card, myna_card

NUMBER_FILE = bytes.fromhex("00A4020C020001")
DOMICILE_FILE = bytes.fromhex("00A4020C020002")
ANSWERS = st.lists(
    st.one_of(
        st.sampled_from([b"\x90\x00", b"\x63\xc3", b"\x63\xc0", b"\x6a\x82", b"\x69\x83", b"\x62\x82", b"", b"\x05\x01\x01\x90\x00"]),
        st.binary(max_size=40).map(lambda data: data + b"\x90\x00"),
    ),
    max_size=14,
)  # fmt: skip


def refused(kind: CardKind, secret: str, send: apdu.Send) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        ask(kind, secret, send)
    return caught.value


@pytest.mark.parametrize("secret", [PIN, CHECK_B])
def test_a_card_is_read_with_either_secret(secret: str) -> None:
    assert ask(CardKind.MYNA, secret, myna_card().send).name == "見本 花子"


@pytest.mark.parametrize(("pin_set", "secret"), [(True, PIN_1), (False, ""), (False, PIN_1)])
def test_a_licence_is_read_with_its_first_secret_alone(pin_set: bool, secret: str) -> None:
    card = licence_card(pin_set=pin_set)

    assert ask(CardKind.LICENCE, secret, card.send).name == "見本 太郎"
    assert card.left["", "0002"] == 3
    assert DOMICILE_FILE not in card.heard


def test_a_wrong_secret_says_how_many_tries_are_left() -> None:
    card = myna_card()

    wrong = refused(CardKind.MYNA, "9999", card.send)

    assert (wrong.code, wrong.left) == ("pin_wrong", 2)


def test_the_last_try_is_left_to_the_holder() -> None:
    card = myna_card()
    card.left[MYNA, "0011"] = 1

    said = refused(CardKind.MYNA, PIN, card.send)

    assert (said.code, said.left) == ("pin_last", 1)
    assert card.left[MYNA, "0011"] == 1
    assert not any(command[1] == 0x20 and len(command) > 4 for command in card.heard)


def test_a_locked_card_is_told_so() -> None:
    card = licence_card()
    card.left["", "0001"] = 0

    assert refused(CardKind.LICENCE, PIN_1, card.send).code == "pin_locked"


@pytest.mark.parametrize("secret", ["", "123", "12345", "12a4", "１２３４", "****", "²²²²"])
def test_a_secret_that_is_none_never_reaches_the_card(secret: str) -> None:
    card = myna_card()

    assert refused(CardKind.MYNA, secret, card.send).code == "pin_digits"
    assert card.heard == []


def test_the_number_itself_is_never_used_as_a_secret() -> None:
    card = myna_card()

    assert refused(CardKind.MYNA, PLANTED, card.send).code == "pin_is_number"
    assert card.heard == []


def test_the_file_of_the_number_is_never_chosen_on_a_whole_card() -> None:
    card = myna_card()

    ask(CardKind.MYNA, PIN, card.send)

    assert NUMBER_FILE not in card.heard
    assert not any(command[1] == 0xB0 and command[2] & 0x80 for command in card.heard)


def test_a_card_asked_as_a_licence_is_given_neither_a_file_nor_a_secret() -> None:
    card = myna_card()

    assert refused(CardKind.LICENCE, PIN_1, card.send).code == "card_other"
    assert card.heard == [apdu.Select.LICENCE.value]


def test_a_licence_asked_as_a_card_is_another_kind() -> None:
    assert refused(CardKind.MYNA, PIN, licence_card().send).code == "card_other"


@pytest.mark.parametrize("kind", [kind for kind in CardKind if kind not in (CardKind.MYNA, CardKind.LICENCE)])
def test_other_documents_are_not_asked_by_chip(kind: CardKind) -> None:
    assert refused(kind, PIN, myna_card().send).code == "kind_unknown"


def is_number_reachable(heard: list[bytes]) -> bool:
    """Whether 0001 was chosen while 券面事項入力補助 was, or may have been, open; or named in passing."""
    app = ""
    for command in heard:
        if command[1] == 0xA4 and command[2] == 0x04:
            app = command[5:].hex().upper()
        elif (command == NUMBER_FILE and app == MYNA) or (
            command[1] in (0xB0, 0xB2, 0xCA, 0xCB) and command[2] & 0x80
        ):
            return True
    return False


@settings(max_examples=200)
@given(
    kind=st.sampled_from(list(CardKind)),
    secret=st.sampled_from(["", PIN, CHECK_B, PLANTED, "x"]),
    answers=ANSWERS,
)
def test_whatever_a_card_answers_the_number_stays_out_of_reach(
    kind: CardKind, secret: str, answers: list[bytes]
) -> None:
    heard: list[bytes] = []
    rest = iter(answers)

    def send(command: bytes) -> bytes:
        heard.append(command)
        return next(rest, b"\x90\x00")

    with suppress(Unreadable):
        ask(kind, secret, send)

    assert not is_number_reachable(heard)
    assert DOMICILE_FILE not in heard or kind is CardKind.MYNA
    # Beside choosing a file from the list, a card is told a secret, asked for its tries, and read from.
    listed = {one.value for one in apdu.Select}
    assert all(command in listed or command[1] in (0x20, 0xB0) for command in heard)


def test_no_member_of_the_list_names_the_file_of_the_number_for_a_card() -> None:
    mine = {name: one.value for name, one in apdu.Select.__members__.items()}

    assert [name for name, value in mine.items() if value == NUMBER_FILE] == ["LICENCE_PIN_1", "LICENCE_TEXT"]
    assert [name for name, value in mine.items() if LICENCE in value.hex().upper()] == ["LICENCE"]
    with pytest.raises(ValueError, match="beyond"):
        apdu.read(0x8100, 16)
