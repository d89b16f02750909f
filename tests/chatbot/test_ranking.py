"""The document that says what was asked stands first."""

import pytest

from chatbot.folding import LONGEST
from chatbot.index import build
from chatbot.ranking import rank
from tests.chatbot.builders import DOCUMENTS, a_document, a_lexicon, an_index


def first(question: str) -> str:
    hits = rank(an_index(), question)
    return hits[0].document.key if hits else ""


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("住民票の写しがほしい", "record"),
        ("住民票の手数料", "fee"),
        ("住所を証明するもの", "record"),
        ("粗大ゴミ", "bulky"),
        ("ソファを捨てる", "bulky"),
        ("転出届", "out"),
        ("図書館は何時から", "library"),
        ("what are the library hours", "library"),
        ("residence records", "record"),
    ],
)
def test_words_of_a_title_or_a_name_lead_to_it(question: str, key: str) -> None:
    assert first(question) == key


def test_a_saying_leads_to_the_official_word() -> None:
    assert first("引っ越してきました") == "in"


def test_a_saying_of_two_meanings_leads_to_both() -> None:
    assert {hit.document.key for hit in rank(an_index(), "引っ越し")[:2]} == {"in", "out"}


def test_what_is_asked_about_a_matter_matters_less_than_the_matter() -> None:
    assert first("図書館の本はいくら") == "library"
    assert first("住民票はいくら") == "fee"


def test_a_title_counts_more_than_a_text() -> None:
    index = build(
        [a_document("text", "別のこと", text="防災の話"), a_document("title", "防災の話", text="別のこと")]
    )

    assert [hit.document.key for hit in rank(index, "防災の話")] == ["title", "text"]


def test_equals_keep_the_order_of_the_documents() -> None:
    twins = [a_document(key, "公園の予約") for key in "abc"]

    assert [hit.document.key for hit in rank(build(twins), "公園の予約")] == ["a", "b", "c"]


def test_no_more_than_asked_for_are_given() -> None:
    assert len(rank(an_index(), "住民票の届出をしたい", most=2)) == 2


def test_how_much_of_the_question_was_met_is_told() -> None:
    half = rank(an_index(), "図書館と水族館")[0]
    whole = rank(an_index(), "図書館の開館時間")[0]

    assert half.covers < 0.7 < whole.covers
    assert half.sureness < whole.sureness <= 1


@pytest.mark.parametrize("nothing", ["", " ", "　", "？？？", "🍜", "\0", "です。", "the", "2026"])
def test_a_question_without_words_finds_nothing(nothing: str) -> None:
    assert rank(an_index(), nothing) == []


def test_an_index_of_nothing_finds_nothing() -> None:
    assert rank(build([], a_lexicon()), "住民票") == []


def test_a_document_without_words_is_never_found() -> None:
    assert first("住民票") != "empty"
    assert "empty" not in {
        hit.document.key for hit in rank(build([*DOCUMENTS, a_document("empty", "")]), "住民票")
    }


def test_a_question_without_end_is_answered_by_its_beginning() -> None:
    assert first("図書館" + "あ" * (LONGEST * 5)) == "library"
