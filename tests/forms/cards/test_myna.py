"""The four attributes of a マイナンバーカード."""

import pytest

from forms.cards import CardKind, Unreadable, read_myna
from tests.harness.card_images import PLANTED, attributes, block


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_myna(data)
    return caught.value.code


def test_the_four_attributes_are_read() -> None:
    values = read_myna(attributes())

    assert values.kind is CardKind.MYNA
    assert values.name == "見本 花子"
    assert values.address == "見本県ひなた市本町一丁目２番３号"
    assert (values.birth_date, values.sex, values.doubts) == ("1955-04-01", "female", ())


@pytest.mark.parametrize("name", ["髙﨑 𠮷", "葛\U000e0100城 花子", "神\ufa19 塚\ufa10", "SMITH JOHN"])
def test_a_name_keeps_its_characters(name: str) -> None:
    assert read_myna(attributes(name=name)).name == name


@pytest.mark.parametrize(("code", "sex"), [("1", "male"), ("2", "female"), ("9", "other")])
def test_the_sex_is_given_in_our_words(code: str, sex: str) -> None:
    assert read_myna(attributes(sex=code)).sex == sex


def test_a_long_address_is_read_whole() -> None:
    address = "見本県ひなた市" + "あ" * 150

    assert read_myna(attributes(address=address)).address == address


@pytest.mark.parametrize("birth", ["19550000", "195504  ", "00000000", "19550230"])
def test_a_birth_that_is_not_clear_is_left_to_the_eye(birth: str) -> None:
    values = read_myna(attributes(birth=birth))

    assert values.birth_date == ""
    assert values.doubts == ("生年月日",)


@pytest.mark.parametrize("place", ["name", "address"])
def test_a_planted_number_is_refused(place: str) -> None:
    assert refused(attributes(**{place: f"見本{PLANTED}"})) == "card_number"


def test_a_card_without_a_name_is_refused() -> None:
    assert refused(attributes(name="")) == "card_empty"


def test_every_truncation_is_refused() -> None:
    whole = attributes()

    assert {refused(whole[:length]) for length in range(len(whole))} == {"card_short"}


def test_tags_in_another_order_are_refused() -> None:
    parts = [block(tag, b"1") for tag in (0xDF22, 0xDF21, 0xDF23, 0xDF24, 0xDF25)]

    assert refused(block(0xFF20, b"".join(parts))) == "card_broken"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (block(0xFF40, b""), "card_other"),
        (block(0xD0, PLANTED.encode()), "card_other"),
        (block(0xFF20, b""), "card_broken"),
        (b"\xff\x20\x83\x01\x00\x00", "card_broken"),
        (b"\xff\x20\x80", "card_broken"),
        (b"\xff\xa0\x01\x00", "card_broken"),
        (b"\xff\x20\x82\xff\xff", "card_broken"),
        (attributes(birth="1955"), "date_wrong"),
        (attributes(birth="１９５５０４０１"), "date_wrong"),
        (attributes(sex="3"), "sex_wrong"),
        (attributes(name="見\u202e本"), "letters_wrong"),
        (attributes(name="見" * 2000), "card_broken"),
        (attributes(name="見" * 150), "card_too_long"),
        (attributes().replace("見".encode(), b"\xff\xfe\xfd"), "letters_wrong"),
    ],
)
def test_what_is_built_otherwise_is_refused(data: bytes, code: str) -> None:
    assert refused(data) == code
