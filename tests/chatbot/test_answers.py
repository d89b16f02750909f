"""One answer when it is sure, a few when it is not, none when nothing is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.answers import FEW, Answer, Choices, Sure, Unknown, answer, careful, known
from tests.chatbot.builders import an_index

INDEX = an_index()


def keys(given: Answer) -> list[str]:
    match given:
        case Sure(document):
            return [document.key]
        case Choices(documents):
            return [document.key for document in documents]
        case _:
            return []


@pytest.mark.parametrize(
    ("question", "key"),
    [("住民票の手数料", "fee"), ("粗大ごみを出したい", "bulky"), ("図書館の開館時間は", "library")],
)
def test_a_plain_question_gets_its_answer(question: str, key: str) -> None:
    given = answer(INDEX, question)

    assert isinstance(given, Sure)
    assert given.document.key == key
    assert given.score > 0


def test_a_question_of_two_meanings_gets_choices() -> None:
    given = answer(INDEX, "引っ越し")

    assert isinstance(given, Choices)
    assert set(keys(given)) == {"in", "out"}


def test_choices_are_few() -> None:
    given = answer(an_index(*(INDEX.documents * 3)), "住民票")

    assert isinstance(given, Choices)
    assert len(given.documents) == FEW


@pytest.mark.parametrize(
    "question",
    [
        "明日の天気",
        "カレーの作り方",
        "asdfgh",
        "best ramen in town",
        "ああああ",
        "",
        "𠮷野家の牛丼",
        "水族館",
    ],
)
def test_what_nobody_wrote_about_is_unknown(question: str) -> None:
    assert answer(INDEX, question) == Unknown()


def test_a_word_that_a_text_only_mentions_is_no_answer() -> None:
    assert not isinstance(answer(INDEX, "300円ショップの朝の品ぞろえ"), Sure)


@given(st.text(max_size=200))
def test_every_question_gets_one_of_the_three(question: str) -> None:
    assert isinstance(answer(INDEX, question), Sure | Choices | Unknown)


def test_what_is_known_is_ordered_and_far_behind_is_left_out() -> None:
    hits = known(INDEX, "住民票の手数料")

    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert "library" not in {hit.document.key for hit in hits}


@pytest.mark.parametrize(
    ("question", "key"),
    [("粗大ごみを出したい", "bulky"), ("図書館の 開館時間？", "library"), ("ﾗｲﾌﾞﾗﾘｰ Library Hours", "")],
)
def test_a_careful_answer_is_direct_only_to_a_title(question: str, key: str) -> None:
    given = careful(known(INDEX, question), question)

    assert isinstance(given, Sure) == bool(key)
    assert not key or keys(given) == [key]


def test_what_would_be_answered_is_offered_by_a_careful_one() -> None:
    question = "図書館の開館時間は"
    assert isinstance(answer(INDEX, question), Sure)

    given = careful(known(INDEX, question), question)

    assert isinstance(given, Choices)
    assert keys(given)[0] == "library"
