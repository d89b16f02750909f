"""What people say leads to what an office calls it."""

import pytest

from chatbot.folding import folded
from chatbot.lexicon import Saying, general, read
from tests.chatbot.builders import a_lexicon


def said(question: str) -> list[str]:
    return [saying.said.strip() for saying in a_lexicon().heard(question)]


def test_a_saying_is_heard_in_any_spelling() -> None:
    assert said("引越しました") == [folded("引っ越")]
    assert said("ﾋｯｺｼﾃｷました") == ["ひっこしてき"]


def test_a_saying_inside_a_longer_one_is_a_part_of_it() -> None:
    assert said("引っ越してきました") == [folded("引っ越してき")]


def test_a_saying_is_heard_across_the_blanks_of_easy_japanese() -> None:
    assert said("ひっこして きました") == ["ひっこしてき"]


def test_an_english_saying_is_a_whole_word() -> None:
    assert said("I moved here") == ["moved"]
    assert said("an unmoved person") == []


def test_a_question_mark_makes_a_saying_an_aside() -> None:
    assert [saying.aside for saying in a_lexicon().heard("引っ越しはいくら")] == [False, True]


def test_a_line_without_an_arrow_is_refused() -> None:
    with pytest.raises(ValueError, match="引っ越し 転入"):
        read(["引っ越し 転入"])


def test_comments_and_empty_lines_say_nothing() -> None:
    assert read(["# 引っ越し => 転入", "", "   "]).sayings == ()


def test_the_general_lexicon_is_rich_and_each_saying_means_something() -> None:
    sayings = general().sayings

    assert len(sayings) > 1000
    assert not [saying.said for saying in sayings if not saying.means or not all(saying.means)]


def test_no_saying_of_the_general_lexicon_is_so_short_that_it_is_heard_everywhere() -> None:
    short = [saying.said for saying in general().sayings if len(saying.said) == 1]

    assert set(short) <= {"猫", "犬", "蜂", "癌", "杖", "缶", "瓶", "溝", "蚊", "熊", "鹿", "猪"}


def test_the_general_lexicon_names_no_municipality() -> None:
    def is_a_town(saying: Saying) -> bool:
        words = {"尼崎", "宇都宮", "鹿沼", "宇部", "たつの", "龍野", "ひなた"}
        return any(word in saying.said for word in words)

    assert not [saying.said for saying in general().sayings if is_a_town(saying)]
