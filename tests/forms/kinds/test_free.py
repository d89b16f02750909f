"""Free text, names and readings."""

import pytest

from tests.forms.builders import NO_NUMBER, NUMBER, fault, read

HARD_NAMES = [
    "髙﨑 花子", "𠮷田", "神\ufa19", "塚\ufa10", "渚\ufa46", "葛\U000e0100城", "渡邉\U000e0110", "Nguyễn Thị Ánh", "Müller-Lüdenscheidt",
    "O’Brien", "D'Angelo, Jr.", "山田〇", "佐々木", "Ōe Kenzaburō", "Zu\u0301n\u0303iga", "王小明", "김철수", "สมชาย ใจดี", "अमृत श्रेष्ठ",
    "⾼橋", "ﾔﾏﾀﾞ", "Ａｌｉｃｅ",
]  # fmt: skip


@pytest.mark.parametrize("name", HARD_NAMES)
def test_a_name_is_kept_byte_for_byte(name: str) -> None:
    stored = read("name", name)

    assert isinstance(stored, str)
    assert stored.encode() == name.encode()


def test_only_the_spaces_of_a_name_are_unified() -> None:
    assert read("name", "　見本　 花子 ") == "見本 花子"


def test_a_long_foreign_name_fits_up_to_the_maximum() -> None:
    name = "Maria da Conceição " * 5

    assert read("name", name, max=100) == name.strip()
    assert fault("name", name * 2, max=100).code == "too_long"


@pytest.mark.parametrize("typed", ["---", "12345", "・・・", "？？", "()"])
def test_a_name_without_a_letter_is_refused(typed: str) -> None:
    assert fault("name", typed).code == "name_letters"


@pytest.mark.parametrize("kind", ["text", "long_text", "name", "kana"])
def test_free_text_refuses_an_individual_number(kind: str) -> None:
    assert fault(kind, f"見本 {NUMBER}").code == "individual_number"


@pytest.mark.parametrize("kind", ["text", "long_text", "name"])
def test_free_text_takes_other_numbers(kind: str) -> None:
    assert read(kind, f"見本 {NO_NUMBER}") == f"見本 {NO_NUMBER}"


@pytest.mark.parametrize("kind", ["text", "long_text", "name", "kana"])
def test_nothing_but_spaces_is_nothing(kind: str) -> None:
    assert read(kind, " \u3000\u200b\n") is None


def test_several_lines_stay_several_lines() -> None:
    assert read("long_text", "一行目\r\n\r\n二行目") == "一行目\n\n二行目"
    assert fault("text", "一行目\r\n二行目").code == "control_character"


def test_the_maximum_of_a_field_counts() -> None:
    assert read("text", "あ" * 10, max=10) == "あ" * 10
    assert fault("text", "あ" * 11, max=10).values == {"max": 10, "length": 11}


def test_hiragana_becomes_katakana() -> None:
    assert read("kana", " みほん　はなこ ") == "ミホン ハナコ"


def test_kanji_is_no_reading() -> None:
    assert fault("kana", "見本").values == {"character": "見"}
