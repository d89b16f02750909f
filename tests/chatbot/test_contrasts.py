"""A neighbour is no answer: kinds of one thing, and acts that are not each other, are told apart."""

import pytest

from chatbot.mind import contrasts

KNOWN = contrasts.general()


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("保険証をなくした", "介護保険被保険者証の再交付"),
        ("健康保険証の再発行", "介護保険被保険者証の再交付"),
        ("I lost my insurance card", "I have lost my care insurance card"),
        ("手帳がほしい", "障害者手帳を申請したい"),
        ("母子手帳をなくした", "障害者手帳の再交付"),
        ("証明書を取りたい", "納税証明書の交付"),
        ("水道の名義を変えたい", "水道の使用開始の届出"),
        ("水道を止めたい", "水道の使用開始の届出"),
    ],
)
def test_a_neighbour_is_seen(question: str, title: str) -> None:
    assert contrasts.neighbours(KNOWN, question, (title,))


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("介護保険証をなくした", "介護保険被保険者証の再交付"),
        ("こくほの ほけんしょうを なくしました", "国民健康保険の資格確認書の再交付"),
        ("I lost my care insurance card", "I have lost my care insurance card"),
        ("所得証明書がほしい", "所得や課税の証明書を取りたい"),
        ("水道を使い始めたい", "水道の使用開始の届出"),
        ("水が出ない", "水道の使用開始の届出"),
        ("会社をやめました。健康保険に入りたい", "国民健康保険に入りたい"),
        ("住民票がほしい", "住民票の写しの請求"),
    ],
)
def test_what_was_asked_for_is_no_neighbour(question: str, title: str) -> None:
    assert not contrasts.neighbours(KNOWN, question, (title,))


def test_a_line_without_two_kinds_is_told() -> None:
    with pytest.raises(ValueError, match="two kinds"):
        contrasts.read(["保険証 | 介護"])
