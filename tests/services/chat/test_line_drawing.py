"""Answers as LINE messages: as few bubbles as can be, whole words, and inside LINE's limits whatever is answered."""

import json
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.dialogue.replies import (
    AskResolved,
    Call,
    Fact,
    Handover,
    Link,
    Option,
    Options,
    Passage,
    Phrase,
    Reply,
    Source,
    Text,
)
from services.chat.outside.line import well_formed
from services.chat.rules import line_drawing
from tests.services.chat import line_limits
from tests.services.chat.line_kinds import BASE, COLOUR, LANGS, example, kinds, messages, words
from tests.services.chat.line_limits import parts

Json = dict[str, Any]
SOURCE = Source("転入", "市民課", "", date(2026, 10, 1))


def drawn(*replies: Reply, lang: str = "ja") -> list[Json]:
    return line_drawing.drawn(replies, words(lang), BASE, "signed.{}".format, COLOUR)


def texts(message: Json) -> list[str]:
    return [part["text"] for part in parts(message) if part.get("type") == "text"]


def actions(message: object) -> list[Json]:
    return [part["action"] for part in parts(message) if "action" in part]


def quick(message: Json) -> list[str]:
    return [one["action"]["label"] for one in message.get("quickReply", {"items": []})["items"]]


@pytest.mark.parametrize("lang", LANGS)
def test_every_kind_of_message_is_the_stored_one(lang: str) -> None:
    stored = json.loads(example(lang).read_text(encoding="utf-8"))

    assert messages(lang) == stored, "python -m tests.services.chat.line_kinds writes them anew"


@pytest.mark.parametrize("lang", LANGS)
def test_nobody_reads_more_than_three_bubbles_and_most_read_one(lang: str) -> None:
    counted = {name: len(made) for name, made in messages(lang).items()}

    assert max(counted.values()) == counted["life"] == 3
    assert {name for name, number in counted.items() if number > 1} == {"life"}


def test_a_statement_is_a_card_with_where_it_stands_and_a_button_to_the_page() -> None:
    [card] = drawn(*kinds("ja")["fact"])

    assert any("担当：市民課" in one and "2026" not in one and "令和8年10月1日" in one for one in texts(card))
    assert actions(card["contents"])[0]["uri"] == f"{BASE}/procedures/tennyu?lang=ja"
    assert actions(card["contents"])[1]["uri"] == "https://www.city.hinata.example/%E8%BB%A2%E5%85%A5.html"
    assert quick(card) == ["はい", "いいえ"]
    assert "解決しましたか" in texts(card)


def test_a_page_opens_in_the_readers_language() -> None:
    [card] = drawn(*kinds("en")["fact"], lang="en")

    assert actions(card["contents"])[0]["uri"].endswith("?lang=en")


@pytest.mark.parametrize(
    "address", ["/chat/days/kita.ics", "/applications/", "/applications/7", "/me", "/me/saved"]
)
def test_what_does_not_work_in_lines_own_browser_opens_in_the_phones(address: str) -> None:
    [card] = drawn(Text((Phrase("bot_sign_in"),)), Link(Phrase("link_page"), address))

    assert "openExternalBrowser=1" in actions(card)[0]["uri"]


def test_other_pages_open_in_the_talk() -> None:
    [card] = drawn(Text((Phrase("bot_sign_in"),)), Link(Phrase("link_page"), "/procedures/a?q=1#top"))

    assert actions(card)[0]["uri"] == f"{BASE}/procedures/a?q=1&lang=ja#top"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "line://x", "https://", "https://[", "x", "https://a/" + "x" * 1000]
)
def test_what_line_does_not_open_is_no_button(address: str) -> None:
    [message] = drawn(Text((Phrase("bot_thanks"),)), Link(Phrase("link_page"), address))

    assert actions(message) == []


def test_short_choices_are_small_buttons_under_the_question() -> None:
    [message] = drawn(*kinds("ja")["districts"])

    assert message["type"] == "text"
    assert quick(message) == ["北地区", "南地区"]
    assert actions(message)[0]["data"] == "signed.district:kita"
    assert actions(message)[0]["displayText"] == "北地区"


def test_longer_choices_stand_in_rows_with_every_word() -> None:
    [message] = drawn(*kinds("ja")["choices"])

    assert "医療費が高くなったときの払い戻し（高額療養費）" in texts(message)
    assert quick(message) == []
    assert [one["data"] for one in actions(message)] == [
        "signed.matter:faq:2",
        "signed.matter:faq:3",
        "signed.none",
    ]


def test_many_short_choices_stand_in_rows_where_they_are_seen_at_once() -> None:
    options = Options(
        tuple(Option(Passage(f"とても長い地区の名前{number}"), f"district:{number}") for number in range(9))
    )

    [message] = drawn(Text((Phrase("bot_which_district"),)), options)

    assert quick(message) == []
    assert len(actions(message)) == 9


def test_several_matters_stand_side_by_side() -> None:
    [message] = drawn(*kinds("ja")["several"])

    assert [one["type"] for one in message["contents"]["contents"]] == ["bubble", "bubble"]


def test_a_number_to_call_is_dialled_by_a_press() -> None:
    [message] = drawn(*kinds("ja")["call"])

    assert [one["uri"] for one in actions(message)] == ["tel:119", "tel:0120000000"]
    assert "22:00までつながります" in texts(message)


def test_people_are_named_with_their_hours_their_telephone_and_a_page_for_a_message() -> None:
    [message] = drawn(*kinds("ja")["people"])

    assert [one["uri"] for one in actions(message)] == [
        "tel:0999001000",
        f"{BASE}/chat/message?division=sogo&lang=ja",
    ]
    assert "次に開くのは11月24日（火） 08:30です。" in texts(message)


def test_readings_are_left_out_of_a_message() -> None:
    [message] = drawn(*kinds("easy")["fact"], lang="easy")

    assert "市役所に 来て ください。" in texts(message)[0]
    assert "《" not in json.dumps(message, ensure_ascii=False)


def test_english_that_was_asked_on_a_japanese_phone_is_answered_in_english_words() -> None:
    replies = (Text((Phrase("bot_which", lang="en"),)),)

    assert line_drawing.language(replies, "ja") == "en"
    assert line_drawing.language((Text((Phrase("bot_which"),)),), "easy") == "easy"


def test_nothing_said_is_nothing_sent() -> None:
    assert drawn() == []


def test_far_too_much_ends_with_a_word_that_says_so() -> None:
    made = drawn(*(Fact((Passage("あ" * 3000),), (SOURCE,)) for _ in range(60)))

    assert line_limits.wrong(made) == []
    assert len(made) == 5
    assert made[-1]["text"].startswith("長いので")


WIDE = st.text(st.sampled_from("あ漢aé😀\u200d\ufe0f\u0301🇯🇵👍🏽 \n\x00《》％%<&"), max_size=60).flatmap(
    lambda one: st.sampled_from([one, one * 9, one * 200])
)
SAYS = st.one_of(
    WIDE.map(Passage), st.sampled_from([Phrase("bot_thanks"), Phrase("bot_phone", {"number": "1"})])
)
SHORTS = st.one_of(st.text(max_size=24), st.sampled_from(["matter:faq:1", "district:" + "北" * 80]))
REPLIES: st.SearchStrategy[Reply] = st.one_of(
    st.lists(st.just(Phrase("bot_hello")), max_size=3).map(tuple).map(Text),
    st.builds(
        Fact,
        st.lists(SAYS, min_size=1, max_size=4).map(tuple),
        st.lists(st.builds(Source, WIDE, WIDE, st.just(""), st.none() | st.just(date(2026, 1, 2))), min_size=1, max_size=9).map(tuple),
    ),
    st.builds(Options, st.lists(st.builds(Option, SAYS, SHORTS), min_size=1, max_size=20).map(tuple)),
    st.builds(Link, SAYS, st.one_of(st.text(max_size=60), WIDE.map("/x?q={}".format), WIDE.map("https://a.example/{}".format))),
    st.builds(
        Call, st.one_of(SHORTS, st.just("0999-00-1000")), SAYS, st.none() | st.just(Phrase("call_until", {"time": time(9)}))
    ),
    st.builds(
        Handover,
        st.text(max_size=60), WIDE.map(Passage), SHORTS, WIDE.map(Passage), st.none() | st.just(datetime(2026, 1, 2, tzinfo=UTC)),
    ),
    st.just(AskResolved("faq:1")),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(REPLIES, min_size=1, max_size=14), st.sampled_from(LANGS))
def test_whatever_is_answered_stays_inside_lines_limits(replies: list[Reply], lang: str) -> None:
    made = drawn(*replies, lang=lang)

    assert not made or line_limits.wrong(made) == []
    assert well_formed(made)
