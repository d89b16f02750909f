"""Garbage, its days and the events of life, talked through."""

import pytest

from chatbot.dialogue import State
from chatbot.dialogue.replies import AskResolved
from tests.chatbot.dialogue.worlds import a_world, actions, codes, people, talk, told


@pytest.mark.parametrize(
    "said",
    [
        "ペットボトルのふた",
        "ペットボトルのふたはどう捨てますか",
        "キャップ",
        "PET bottle caps",
        "how do I throw away PET bottle caps?",
    ],
)
def test_a_thing_is_sorted(said: str) -> None:
    _, replies = talk(said)

    assert codes(replies)[0] == "bot_item_is"
    assert AskResolved("garbage:cap") in replies
    assert actions(replies) == ["days:next:moyasu"]


def test_a_thing_of_a_kind_that_is_asked_for_leads_to_its_procedure() -> None:
    assert actions(talk("ソファーを捨てたい")[1]) == ["matter:procedure:sodai"]


def test_several_things_are_offered() -> None:
    assert actions(talk("パックを捨てたい")[1]) == ["item:egg", "item:milk", "none"]


def test_a_thing_not_listed_goes_to_whoever_keeps_the_list() -> None:
    _, replies = talk("宇宙船を捨てたい")

    assert (codes(replies), people(replies)) == (["bot_item_unknown"], ["kankyo"])


def test_nothing_named_is_asked_for_and_then_found() -> None:
    state, replies = talk("ごみを捨てたい")
    assert (state.awaits, codes(replies)) == ("item", ["bot_what_item"])

    assert codes(talk("傘", state=state)[1])[0] == "bot_item_is"
    assert people(talk("宇宙船", state=state)[1]) == ["kankyo"]


def test_a_question_about_something_else_is_no_garbage() -> None:
    assert told(talk("住民票がほしい")[1]) == ["住民票の写し"]
    assert people(talk("傘を貸してほしい")[1]) == ["sogo"]


# --------------------------------------------------------------------------------------------------------------- days


def test_the_district_is_asked_for_once_and_kept() -> None:
    state, replies = talk("今日は何のごみ？")
    assert (state.awaits, actions(replies)) == ("district", ["district:kita", "district:minami"])

    state, replies = talk("北町", state=state)
    assert (state.district, codes(replies)) == ("kita", ["bot_in_district", "bot_day_none"])

    assert codes(talk("燃えるごみはいつ？", state=state)[1]) == ["bot_in_district", "bot_next_days"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("今日は何のごみ？", "bot_day_is"), ("明日のごみは", "bot_day_none"), ("燃やすごみは何曜日", "bot_next_days"), ("ごみの日はいつですか", "bot_day_is"),
        ("When is burnable garbage collected?", "bot_next_days"), ("what is the garbage today", "bot_day_is"),
        ("粗大ごみの収集日", "bot_no_days"),
    ],
)  # fmt: skip
def test_days_are_told(said: str, code: str) -> None:
    assert codes(talk(said, state=State(district="minami"))[1])[1] == code


def test_a_district_named_in_the_question_counts() -> None:
    assert talk("南地区の燃えるごみはいつ")[0].district == "minami"


def test_another_district_can_be_chosen() -> None:
    state, replies = talk("今日は何のごみ？", ">district:", ">district:kita", state=State(district="minami"))

    assert state.district == "kita"
    assert codes(replies)[0] == "bot_in_district"


def test_a_town_without_days_answers_from_what_it_has_written() -> None:
    assert people(talk("今日は何のごみ？", world=a_world(collections=None, sorting=None))[1]) == ["sogo"]


# -------------------------------------------------------------------------------------------------------------- lives


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("引っ越し", ["life:tennyu", "life:tenkyo", "none"]), ("引っ越しました。何をすればいいですか", ["life:tennyu", "life:tenkyo", "none"]),
        ("ひっこし しました なにを しますか", ["life:tennyu", "life:tenkyo", "none"]), ("moving", ["life:tennyu", "life:tenkyo", "none"]),
        ("引っ越してきました", ["choose:city", "choose:abroad", "stop"]), ("父が亡くなりました", ["matter:faq:juminhyo", "none"]),
    ],
)  # fmt: skip
def test_an_event_of_life_is_guided(said: str, offered: list[str]) -> None:
    assert actions(talk(said)[1]) == offered


def test_a_guide_asks_one_thing_after_the_other_and_then_says_what_follows() -> None:
    state, replies = talk("引っ越し", "1")
    assert codes(replies) == ["bot_asks"]

    state, replies = talk("外国", state=state)
    assert (codes(replies), actions(replies)) == (
        ["bot_asks_many"],
        ["choose:child", "choose:dog", "done", "stop"],
    )

    state, replies = talk(">choose:dog", state=state)
    assert actions(replies) == ["choose:child", "done", "stop"]

    state, replies = talk(">done", state=state)
    assert codes(replies) == ["bot_life_first", "bot_life_matters", "bot_life_elsewhere"]
    assert replies[-1] == AskResolved("life:tennyu")
    assert (state.life, state.answers, actions(replies)) == ("", (), ["matter:faq:juminhyo", "none"])


def test_a_guide_can_be_left_and_a_question_leaves_it() -> None:
    state, _ = talk("引っ越し", "1")

    assert talk(">stop", state=state)[0].life == ""
    left, replies = talk("住民票がほしい", state=state)
    assert (left.life, told(replies)) == ("", ["住民票の写し"])


def test_a_question_about_more_than_the_event_is_not_guided() -> None:
    assert told(talk("引っ越したので住民票がほしい")[1]) == ["住民票の写し"]
