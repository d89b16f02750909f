"""What is compared: pairs of characters, single kanji, stems; courtesy around the matter falls away."""

import pytest

from chatbot.grams import asked_grams, document_grams, stem


def test_a_text_is_cut_into_pairs_and_single_kanji() -> None:
    assert list(document_grams("住民票")) == ["住民", "民票", "住", "民", "票"]


def test_pairs_do_not_reach_over_signs() -> None:
    assert "票・" not in set(document_grams("住民票・戸籍"))
    assert "票戸" not in set(document_grams("住民票・戸籍"))


@pytest.mark.parametrize(
    "asked",
    [
        "住民票について教えてください",
        "住民票が欲しいです",
        "住民票はどうすればいいですか",
        "住民票のことで困っています",
        "住民票を",
    ],
)
def test_courtesy_says_nothing(asked: str) -> None:
    assert asked_grams(asked).keys() == asked_grams("住民票").keys()


def test_english_courtesy_says_nothing_either() -> None:
    assert asked_grams("How do I get a residence record, please?").keys() == {"residenc", "record"}


def test_kanji_and_katakana_say_more_than_hiragana() -> None:
    says = asked_grams("住民票を取り寄せる")

    assert says["住民"] > says["寄せ"]


def test_the_end_of_a_word_in_kana_is_no_part_of_it() -> None:
    assert asked_grams("じゅうみんひょうは どこ").keys() >= asked_grams("じゅうみんひょう").keys()
    assert "うは" not in asked_grams("じゅうみんひょうは どこ")


@pytest.mark.parametrize("numbers", ["12345", "1+1は", "' OR 1=1 --", "2026 11 20"])
def test_numbers_alone_name_no_matter(numbers: str) -> None:
    assert asked_grams(numbers) == {}


def test_a_number_beside_a_word_counts() -> None:
    assert "20" in asked_grams("20歳の年金")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("certificates", "certificate"),
        ("moving", "move"),
        ("moved", "move"),
        ("stopping", "stop"),
        ("cities", "city"),
        ("taxes", "tax"),
    ],
)
def test_forms_of_one_english_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("tax", "taxi"), ("address", "add"), ("bus", "bu")])
def test_different_english_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)
