"""The face of a 運転免許証, out of its two-byte characters."""

import pytest

from forms.cards import CardKind, Unreadable, read_licence
from tests.harness.card_images import block, jis, matters


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_licence(data)
    return caught.value.code


def test_name_reading_birth_and_address_are_read() -> None:
    values = read_licence(matters())

    assert values.kind is CardKind.LICENCE
    assert (values.name, values.name_kana) == ("見本 太郎", "ミホン タロウ")
    assert (values.birth_date, values.address) == ("1955-04-01", "ひなた市本町１－２")
    assert (values.sex, values.number, values.doubts) == ("", "", ())


def test_characters_the_table_does_not_have_go_to_staff() -> None:
    values = read_licence(matters(name="①木　×郎", address="②町１"))

    assert values.name == "〓木 〓郎"
    assert values.address == "〓町１"
    assert values.doubts == ("外字1", "欠字", "外字2")


@pytest.mark.parametrize(
    ("birth", "iso"),
    [
        ("1450729", "1912-07-29"),
        ("2010730", "1912-07-30"),
        ("3640107", "1989-01-07"),
        ("4310430", "2019-04-30"),
        ("5010501", "2019-05-01"),
    ],
)
def test_days_are_counted_in_their_era(birth: str, iso: str) -> None:
    assert read_licence(matters(birth=birth)).birth_date == iso


@pytest.mark.parametrize("birth", ["1450730", "3641231", "3300431", "3000401", "9010101"])
def test_a_day_that_is_none_in_its_era_is_left_to_the_eye(birth: str) -> None:
    values = read_licence(matters(birth=birth))

    assert (values.birth_date, values.doubts) == ("", ("生年月日",))


def test_a_reading_in_other_letters_is_left_out() -> None:
    assert read_licence(matters(reading="ＡＢＣ")).name_kana == ""
    assert read_licence(matters(reading="①")).name_kana == ""


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "card_short"),
        (b"\xff" * 880, "card_short"),
        (block(0x12, jis("見本")), "card_broken"),
        (matters(birth="330040"), "date_wrong"),
        (matters(birth="昭和30年"), "date_wrong"),
        (matters().replace(jis("見本"), b"\x21\x20\x30\x21"), "letters_wrong"),
        (matters().replace(jis("見"), b"\x7e\x7e", 1), "letters_wrong"),
        (
            block(0x11, b"0") + block(0x12, b"\x30") + block(0x16, b"3300401") + block(0x17, b""),
            "letters_wrong",
        ),
        (matters()[:875] + b"\x12\x00\xff\xff\xff", "card_broken"),
        (block(0x12, b"") * 2, "card_broken"),
        (b"\x11\x84\x00", "card_broken"),
        (b"\x11", "card_short"),
        (b"\x11\x82\x01", "card_short"),
        (matters(name=""), "card_empty"),
    ],
)
def test_what_is_built_otherwise_is_refused(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_a_file_that_ends_early_is_refused() -> None:
    whole = matters().rstrip(b"\xff")

    codes = {
        refused(whole[:length]) for length in range(whole.index(block(0x17, jis("ひなた市本町１－２"))) + 20)
    }

    assert codes <= {"card_short", "card_broken"}
