"""What a clerk types finds the case, however the resident wrote it."""

import pytest

from forms.dictionary import Dictionary
from forms.dictionary import read as read_dictionary
from portal.search_forms import tokens_for, tokens_of_query


def dictionary() -> Dictionary:
    def field(kind: str) -> dict[str, object]:
        return {"kind": kind, "label": {"ja": "項目", "easy": "こうもく", "en": "Field"}}

    return read_dictionary(
        {"name": field("name"), "name_kana": field("kana"), "phone": field("phone"), "note": field("text")}
    )


def finds(query: str, **answers: object) -> bool:
    return bool(set(tokens_of_query(query)) & set(tokens_for(answers, dictionary())))


@pytest.mark.parametrize(
    "query",
    [
        "見本 花子",
        "見本花子",
        "見本　花子",
        "見本",
        "みほん",
        "ミホンハナコ",
        "ﾐﾎﾝ ﾊﾅｺ",
        "みほ",
        "みほん はな",
        "090-1234-5678",
        "０９０１２３４５６７８",
        "090ー1234ー5678",
        "+81 90-1234-5678",
    ],
)
def test_a_case_is_found_by_what_a_clerk_hears(query: str) -> None:
    assert finds(query, name="見本 花子", name_kana="ミホン ハナコ", phone="090-1234-5678")


@pytest.mark.parametrize("query", ["花子", "み", "本", "ハナコ", "1234", "5678", "", "  ", "見本 花"])
def test_parts_that_would_leak_find_nothing(query: str) -> None:
    assert not finds(query, name="見本 花子", name_kana="ミホン ハナコ", phone="090-1234-5678")


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("髙橋 一", "高橋"),
        ("﨑山 桜", "崎山"),
        ("渡邉 櫻", "渡辺桜"),
        ("齋藤 学", "斉藤"),
        ("葛\U000e0100城 空", "葛城"),
    ],
)
def test_variant_characters_are_the_same_to_the_search(typed: str, query: str) -> None:
    assert finds(query, name=typed)


@pytest.mark.parametrize("query", ["SANTOS", "maria", "Maria Santos", "santos maria", "ＳＡＮＴＯＳ"])
def test_latin_names_are_found_in_any_order_and_case(query: str) -> None:
    assert finds(query, name="Santos Maria")


def test_a_long_reading_is_found_by_more_than_the_longest_head() -> None:
    assert finds("ミホンハナコミホンハ", name_kana="ミホンハナコミホンハナコ")


def test_a_receipt_number_is_read_in_any_writing() -> None:
    from portal.receipt_numbers import check_character

    body = "ABCD234EFG"
    number = f"{body[:4]}-{body[4:7]}-{body[7:]}{check_character(body)}"

    assert ("receipt", number) in tokens_of_query(number.lower().replace("-", " "))


def test_free_text_is_not_searched() -> None:
    assert tokens_for({"note": "見本 花子"}, dictionary()) == []


def test_a_telephone_with_an_extension_is_found_by_its_number() -> None:
    assert finds("0123-45-6789", phone="0123-45-6789 内線12")


def test_an_endless_query_is_cut() -> None:
    assert tokens_of_query("あ" * 1_000_000)[0][1] == "ア" * 120
