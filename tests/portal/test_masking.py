"""Masking: what tells who somebody is does not stay, and what a question is about does."""

import pytest

from portal.masking import masked


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("電話は０９０−１２３４−５６７８です", "電話は［電話］です"),
        ("090 1234 5678 に電話して", "［電話］ に電話して"),
        ("+81 90-1234-5678", "［電話］"),
        ("taro.mihon@example.jp に返事を", "［メール］ に返事を"),
        ("カードは1234 5678 9012 3456", "カードは［番号］"),
        ("番号は 1234-5678-9018", "番号は ［番号］"),
        ("お客様番号 12345678", "お客様番号 ［番号］"),
        ("昭和30年5月1日生まれです", "［生年月日］生まれです"),
        ("〒321-0001 本町1-2-3", "［郵便番号］ 本町［番地］"),
        ("本町2丁目3-4に住んでいます", "本町［番地］に住んでいます"),
        ("私は山田太郎です。住民票がほしい", "私は［名前］です。住民票がほしい"),
        ("見本と申します", "［名前］と申します"),
        ("氏名は田端 一です", "氏名は［名前］です"),
        ("鈴木さんはいますか", "［名前］さんはいますか"),
        ("My name is Hanako Mihon, where do I pay?", "My name is ［名前］, where do I pay?"),
        ("https://example.jp/?id=1 が開かない", "［アドレス］ が開かない"),
    ],
)
def test_what_tells_who_somebody_is_is_left_out(written: str, kept: str) -> None:
    assert masked(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "2026年11月20日に引っ越します",
        "広報の1021は何ですか",
        "3番窓口はどこ",
        "名前は変えられますか",
        "私は外国人です",
        "私は年金受給者です",
        "水道料金は1-2か月ごとですか",
        "ラーメンの容器は何ごみ",
        "子ども2人の児童手当は15,000円ですか",
    ],
)
def test_what_a_question_is_about_stays(written: str) -> None:
    assert masked(written) == written
