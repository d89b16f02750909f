"""The mind says what it does not know: texts that are no town's matter are handed over, questions are not."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from chatbot.answers import Answer, Choices, Sure, Unknown
from chatbot.mind import Mind, build, load
from chatbot.mind.confidence import fitted
from portal.finding import written
from tests.portal.cases import hinata

DAY = date(2026, 11, 20)
OUTSIDE = Path(__file__).with_name("outside.txt")
# Texts too long or too odd to be written on a line.
ODD = (
    "",
    " ",
    "\n",
    "😀",
    "😀🎉🍣" * 40,
    "🏴‍☠️",
    "あ" * 5000,
    "絶対に勝てる投資の話。" * 500,
    "\u202e\u200b",
    "x" * 5000,
    "？" * 5000,
)


@pytest.fixture(scope="module")
def mind(tmp_path_factory: pytest.TempPathFactory) -> Mind:
    place = tmp_path_factory.mktemp("mind")
    build(written(hinata(), DAY)[0], place)
    return load(place)


def outside() -> list[str]:
    lines = OUTSIDE.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")] + list(ODD)


def test_what_is_no_matter_of_a_town_is_handed_over_and_hardly_ever_answered(mind: Mind) -> None:
    given = [mind.answer(text) for text in outside()]

    assert len(given) >= 200
    assert share(given, Sure) <= 0.03
    assert share(given, Unknown) >= 0.75


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_are_handed_over(mind: Mind, text: str) -> None:
    assert mind.answer(text) == Unknown()


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("住民票の手数料はいくらですか", "faq:faq002"),
        ("粗大ごみを出したい", "procedure:sodai_gomi"),
        ("家族の住民票を代わりに取りたい", "faq:faq003"),
    ],
)
def test_a_plain_question_is_answered_directly(mind: Mind, question: str, key: str) -> None:
    given = mind.answer(question)

    assert isinstance(given, Sure)
    assert given.document.key == key
    assert 0.7 < given.score < 1


def test_what_lacks_the_rarest_word_of_a_question_is_offered_and_not_told(mind: Mind) -> None:
    assert isinstance(mind.answer("保育園の空き状況"), Choices)
    assert isinstance(mind.answer("保育園に入りたい"), Sure)


@pytest.mark.parametrize("question", ["住民票", "引っ越し", "ごみ", "税金", "moving", "garbage", "ひっこし"])
def test_one_word_of_the_town_is_never_unknown(mind: Mind, question: str) -> None:
    assert isinstance(mind.answer(question), Sure | Choices)


def test_a_matter_at_the_head_of_a_flood_is_still_heard(mind: Mind) -> None:
    assert isinstance(mind.answer("住民票の写しを取りたい。" + "\n" * 5000), Sure | Choices)


def test_a_score_learns_which_signal_tells() -> None:
    found = np.array([[0.1, 5.0], [0.2, 1.0], [0.8, 4.9], [0.9, 1.1]] * 5)

    score = fitted(found, np.array([0.0, 0.0, 1.0, 1.0] * 5))

    assert score.of(np.array([0.85, 3.0])) > 0.7
    assert score.of(np.array([0.15, 3.0])) < 0.3


def share(given: list[Answer], kind: type[Sure] | type[Unknown]) -> float:
    return sum(isinstance(one, kind) for one in given) / len(given)
