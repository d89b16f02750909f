"""A place that is asked for by name: what was asked first, a few of a kind at once, of many a choice; and what is no such question."""

from collections.abc import Mapping
from typing import Any

import pytest

from chatbot.dialogue.replies import AskResolved, Fact, Passage, Phrase, Say
from chatbot.dialogue.world import Matter, World
from chatbot.places import Place, places
from tests.chatbot.dialogue.worlds import SOURCE, a_world, actions, codes, matter, people, talk, told

NAMES = {
    "city": "みどり市役所",
    "central": "中央図書館",
    "north": "北図書館",
    **{f"park{n}": f"{n}丁目公園" for n in range(1, 5)},
}
FACTS: Mapping[str, Say] = {
    "today": Passage("いま開いています。"),
    "tomorrow": Passage("明日は休みです。"),
    "hours": Passage("8:30〜17:15"),
    "phone": Phrase("bot_phone", {"number": "0000-00-0001"}),
    "parking": Passage("80台"),
}


def site(key: str, lang: str) -> Matter | None:
    if key == "aed:all":
        return Matter(key, Passage("AED"), Passage("AEDは玄関にあります"), SOURCE)
    if key == "parking:all":
        return Matter(key, Passage("駐車場"), Passage("市役所に80台"), SOURCE)
    if key not in NAMES:
        return matter(key, lang)
    facts = {} if key == "north" else FACTS
    name = Passage(NAMES[key])
    return Matter(key, name, name, SOURCE, facts=facts, lines=tuple(facts.values()))


def a_town(**changed: Any) -> World:
    found = places(Place(key, (name,)) for key, name in NAMES.items())
    return a_world(places=found, matter=site, **changed)


def lines(text: str, *before: str) -> list[str]:
    """What is told of a place, line by line: words as they stand, the bot's own by their code."""
    _, replies = talk(*before, text, world=a_town())
    said = [one for reply in replies if isinstance(reply, Fact) for one in reply.say]
    return [one.text if isinstance(one, Passage) else one.code for one in said]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("市役所の電話番号", "bot_phone"),
        ("市役所の でんわばんごうを おしえて ください", "bot_phone"),
        ("市役所は何時まで", "8:30〜17:15"),
        ("市役所は今日開いてますか", "いま開いています。"),
        ("市役所は今やっていますか", "いま開いています。"),
        ("あした市役所は開いていますか", "明日は休みです。"),
        ("市役所は何曜日が休みですか", "8:30〜17:15"),
        ("市役所の定休日", "8:30〜17:15"),
        ("みどり市役所", "いま開いています。"),
        ("市役所の住所", "bot_place_ask"),
    ],
)
def test_what_was_asked_stands_first(text: str, first: str) -> None:
    assert lines(text)[:2] == ["bot_about", first]


def test_tomorrow_is_not_told_together_with_now() -> None:
    assert "いま開いています。" not in lines("市役所は明日開いていますか")


def test_what_is_asked_next_is_about_the_same_place() -> None:
    assert lines("電話は？", "市役所はどこ") == ["bot_about", "bot_phone"]
    assert lines("今日は開いてる？", "市役所はどこ")[:2] == ["bot_about", "いま開いています。"]


def test_a_few_of_a_kind_are_told_at_once_and_asked_about_once() -> None:
    state, replies = talk("図書館は何時まで", world=a_town())

    assert codes(replies) == ["bot_about", "bot_phone", "bot_about", "bot_place_ask"]
    assert [type(one) for one in replies] == [Fact, Fact, AskResolved]
    assert state.topic == ""


def test_of_many_one_is_chosen() -> None:
    _, replies = talk("公園はどこ", world=a_town())
    assert actions(replies) == [*(f"matter:park{n}" for n in range(1, 5)), "none"]

    _, replies = talk("公園はどこ", "2", world=a_town())
    assert told(replies)[0] == "2丁目公園"


@pytest.mark.parametrize("text", ["AEDはどこですか", "近くのAED", "AED", "where is the nearest AED?"])
def test_where_an_aed_hangs_is_told_of_all_of_them(text: str) -> None:
    _, replies = talk(text, world=a_town())

    assert "AEDは玄関にあります" in told(replies)


@pytest.mark.parametrize(
    "text",
    [
        "市役所の駐車場は何台ですか",
        "市役所に車で行けますか",
        "市役所の ちゅうしゃじょう",
        "図書館に駐車場はありますか",
    ],
)
def test_of_parking_only_parking_is_told_and_how_to_ask(text: str) -> None:
    found = lines(text)

    # Of the library in the north nothing is known.
    assert found[:3] == ["bot_about", "80台", "bot_phone"]
    assert found[3:] in ([], ["bot_about", "bot_place_ask"])


def test_parking_is_told_of_the_place_spoken_of_else_of_all() -> None:
    assert lines("駐車場は？", "市役所はどこ") == ["bot_about", "80台", "bot_phone"]
    assert lines("駐車場はどこですか") == ["市役所に80台"]


def test_what_no_list_tells_of_any_place_is_searched_for() -> None:
    _, replies = talk("Wi-Fi", world=a_town())

    assert people(replies) == ["sogo"]


def test_wi_fi_is_no_english() -> None:
    state, _ = talk("Wi-Fi", world=a_town())

    assert state.lang == ""


@pytest.mark.parametrize(
    "text",
    [
        "市役所のコピー機は何台ですか",
        "図書館は使えますか",
        "図書館の本をなくしました",
        "東図書館はどこ",
        "市役所で働きたい",
        "AEDの使い方",
        "公園",
    ],
)
def test_what_asks_for_something_else_goes_its_own_way(text: str) -> None:
    _, replies = talk(text, world=a_town())

    assert people(replies) == ["sogo"]


def test_an_answer_written_for_these_very_words_comes_first_with_what_nobody_can_write() -> None:
    _, replies = talk("市役所は何時まで", world=a_town(titled=lambda _: "faq:juminhyo"))

    assert told(replies) == ["住民票の写し", "いま開いています。"]
