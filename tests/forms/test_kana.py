"""Readings: whatever kana was typed, full-width katakana is kept."""

import pytest

from forms import kana
from forms.faults import Unfit


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("みほん はなこ", "ミホン ハナコ"),
        ("ﾐﾎﾝ ﾊﾅｺ", "ミホン ハナコ"),
        ("ｶﾞｷﾞﾊﾟｳﾞ", "ガギパヴ"),
        ("か\u3099は\u309aう\u309b", "ガパヴ"),
        ("ゔぁゕゖゝゞ", "ヴァヵヶヽヾ"),
        ("さとー", "サトー"),
        ("さと-さと－さと―さと~", "サトーサトーサトーサトー"),
        ("ｼﾞｬﾝ=ﾘｭｯｸ", "ジャン＝リュック"),
        ("マリア・ダ・シルヴァ", "マリア・ダ・シルヴァ"),
    ],
)
def test_every_kind_of_kana_is_taken(typed: str, stored: str) -> None:
    assert kana.reading(typed) == stored


@pytest.mark.parametrize(
    ("typed", "character"), [("見ほん", "見"), ("みほんA", "A"), ("みほん1", "1"), ("みほん。", "。")]
)
def test_the_first_character_that_is_no_kana_is_named(typed: str, character: str) -> None:
    with pytest.raises(Unfit) as caught:
        kana.reading(typed)

    assert caught.value.fault.values == {"character": character}


def test_a_reading_can_be_shown_as_furigana() -> None:
    assert kana.hiragana("ミホン ハナコ ヴァー") == "みほん はなこ ゔぁー"
