"""The many ways of writing one word are one word to a search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.folding import LONGEST, folded, joined


@pytest.mark.parametrize(
    ("written", "also"),
    [
        ("ゴミ", "ごみ"),
        ("ｺﾞﾐ", "ごみ"),
        ("引っ越し", "引越し"),
        ("申し込み", "申込み"),
        ("取り消し", "取消し"),
        ("払い戻し", "払戻し"),
        ("コンピューター", "コンピュータ"),
        ("子供", "こども"),
        ("子ども", "こども"),
        ("障がい者", "障害者"),
        ("３ヶ月", "3か月"),
        ("１箇月", "1か月"),
        ("ＷＡＴＥＲ", "water"),
        ("ヴァイオリン", "バイオリン"),
        ("住\u200b民票", "住民票"),
        ("葛\U000e0100城", "葛城"),
    ],
)
def test_two_spellings_of_one_word_are_one(written: str, also: str) -> None:
    assert folded(written) == folded(also)


@pytest.mark.parametrize(("one", "other"), [("転入", "転出"), ("水を止める", "水止める"), ("かき", "かぎ")])
def test_two_words_stay_two(one: str, other: str) -> None:
    assert folded(one) != folded(other)


def test_blanks_between_japanese_words_are_closed_and_those_between_english_words_stay() -> None:
    assert joined("おかねが ない") == "おかねがない"
    assert joined("no money") == "no money"


@given(st.text(max_size=300))
def test_anything_can_be_folded_and_folding_it_again_changes_little(anything: str) -> None:
    assert len(folded(anything)) <= 18 * len(anything)
    joined(anything)


def test_a_flood_is_not_read_to_its_end() -> None:
    assert len(folded("あ" * 10_000_000)) == LONGEST
