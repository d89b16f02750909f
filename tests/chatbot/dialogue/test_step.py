"""The three ways to answer, what is asked next, and what comes before everything."""

from dataclasses import replace

import pytest

from chatbot.answers import Unknown
from chatbot.dialogue import Started, State, step
from chatbot.dialogue.replies import AskResolved, Call, Fact, Link, Passage, Phrase, Text
from chatbot.dialogue.world import Composed, Matter, SignIn
from tests.chatbot.dialogue.worlds import (
    NOW,
    SOURCE,
    a_world,
    actions,
    codes,
    matter,
    options,
    people,
    talk,
    told,
)


def test_it_begins_with_what_this_town_can_answer() -> None:
    _, replies = step(State(), Started(), a_world())

    assert codes(replies) == ["bot_hello"]
    assert actions(replies) == ["days:today:", "sorting", "lives", "hours", "people"]


# -------------------------------------------------------------------------------------------------- the three ways


def test_what_is_sure_is_answered_with_its_source_its_pages_and_a_question() -> None:
    state, replies = talk("住民票がほしい")

    assert state.topic == "faq:juminhyo"
    assert told(replies) == ["住民票の写し"]
    assert [reply.sources for reply in replies if isinstance(reply, Fact)] == [(SOURCE,)]
    assert [type(reply) for reply in replies[1:]] == [Link, AskResolved]


def test_what_is_not_sure_is_offered_and_so_is_none_of_it() -> None:
    _, replies = talk("子どもの医療費")

    assert actions(replies) == ["matter:faq:kodomo", "matter:faq:kogaku", "none"]


@pytest.mark.parametrize("chosen", [">matter:faq:kogaku", "2", "２番", "2です"])
def test_a_choice_is_pressed_or_named_by_its_number(chosen: str) -> None:
    state, replies = talk("子どもの医療費", chosen)

    assert state.topic == "faq:kogaku"
    assert told(replies) == ["医療費が高いときの払い戻し"]


def test_a_number_nobody_offered_is_told_so() -> None:
    assert codes(talk("子どもの医療費", "9")[1]) == ["bot_pick"]


def test_what_nobody_knows_goes_to_people_at_once() -> None:
    assert people(talk("カレーの作り方")[1]) == ["sogo"]


def test_none_of_it_asks_once_for_other_words_then_goes_to_people() -> None:
    once, replies = talk("子どもの医療費", ">none")
    assert (codes(replies), people(replies)) == (["bot_rephrase"], [])

    _, replies = talk("医療費", ">none", state=once)
    assert people(replies) == ["sogo"]


@pytest.mark.parametrize(
    ("said", "code"), [("はい", "bot_glad"), ("いいえ", "bot_rephrase"), (">no", "bot_rephrase")]
)
def test_after_an_answer_a_word_says_whether_it_helped(said: str, code: str) -> None:
    assert codes(talk("住民票", said)[1]) == [code]


def test_what_no_longer_holds_is_not_told() -> None:
    _, replies = talk("古い案内")

    assert (codes(replies), people(replies), told(replies)) == (["bot_expired"], ["shimin"], [])


# ---------------------------------------------------------------------------------------------------- asked next


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("いくらですか", "1通 300円"),
        ("お金はかかりますか", "1通 300円"),
        ("ネットでできますか", "オンラインでできます。"),
        ("how much?", "1通 300円"),
    ],
)
def test_what_is_asked_next_is_about_the_matter_at_hand(asked: str, answer: str) -> None:
    state, replies = talk("住民票がほしい", asked)

    assert told(replies)[-1] == answer
    assert state.topic == "faq:juminhyo"


def test_what_the_town_has_not_written_is_asked_of_the_division() -> None:
    _, replies = talk("住民票がほしい", "代理でもいいですか")

    assert (codes(replies), people(replies)) == (["bot_not_written"], ["shimin"])


@pytest.mark.parametrize("asked", ["土日は？", "電話番号は", "どこでできますか", "窓口は何時まで？"])
def test_place_hours_and_telephone_are_the_divisions_own_where_nothing_else_is_written(asked: str) -> None:
    _, replies = talk("住民票がほしい", asked)

    assert codes(replies)[:1] == ["bot_office"]
    assert not people(replies)


def test_hours_of_nothing_in_particular_ask_which_office() -> None:
    _, replies = talk("窓口は何時まで？")
    assert actions(replies) == ["office:honcho", "office:kita", "none"]

    _, replies = talk("窓口は何時まで？", "1")
    assert told(replies) == ["8:30〜17:15"]


def test_a_price_of_nothing_in_particular_asks_of_what() -> None:
    assert codes(talk("いくらですか")[1]) == ["bot_about_what"]


def test_a_question_of_its_own_is_not_taken_for_one_about_the_matter_at_hand() -> None:
    assert talk("住民票がほしい", "子どもの医療費はいくらですか")[0].topic == "faq:juminhyo"
    assert actions(talk("住民票がほしい", "子どもの医療費はいくらですか")[1])[0] == "matter:faq:kodomo"


# ---------------------------------------------------------------------------------- before everything, and besides


@pytest.mark.parametrize("said", ["火事です", "もう死にたい", "ガスのにおいがする", "夫に殴られた"])
def test_danger_comes_before_everything_and_alone(said: str) -> None:
    before = State(awaits="district", then="today:")

    state, replies = talk(said, state=before)

    assert isinstance(replies[1], Call)
    assert all(isinstance(reply, Call) for reply in replies[1:])
    assert replace(state, lang="") == before


def test_some_dangers_are_answered_as_well() -> None:
    _, replies = talk("地震で住民票をなくした")

    assert [reply.number for reply in replies if isinstance(reply, Call)] == ["171"]
    assert told(replies) == ["住民票の写し"]


def test_an_individual_number_is_not_looked_at() -> None:
    asked: list[str] = []

    def answer(text: str) -> Unknown:
        asked.append(text)
        return Unknown()

    _, replies = talk("123456789018 の住民票", world=a_world(answer=answer))

    assert (codes(replies), asked) == (["bot_secret"], [])


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("ありがとうございます", "bot_thanks"), ("こんにちは！", "bot_hello"), ("ばいばい", "bot_bye"), ("ロボットですか", "bot_who"),
        ("何ができますか", "bot_help"), ("わかりました", "bot_fine"), ("thank you very much", "bot_thanks"), ("😀", "bot_wordless"),
        ("", "bot_wordless"), ("？？？", "bot_wordless"), ("お前ばかか", "bot_calm"), ("役立たず", "bot_calm"), ("人と話したい", "bot_people"),
        ("あ" * 401, "bot_long"), ("最初から", "bot_hello"), ("9999", "bot_number_unknown"),
    ],
)  # fmt: skip
def test_small_talk_is_answered_shortly_and_calmly(said: str, code: str) -> None:
    assert codes(talk(said)[1])[0] == code


@pytest.mark.parametrize(
    "said", ["引っ越したばかりです。住民票は", "早くそうじしたい住民票", "住民票ありがとう制度"]
)
def test_a_question_is_not_taken_for_small_talk(said: str) -> None:
    assert told(talk(said)[1]) == ["住民票の写し"]


def test_a_printed_number_leads_to_its_matter() -> None:
    assert talk("1021")[0].topic == "faq:juminhyo"


def test_an_option_of_another_day_is_gone() -> None:
    for action in (
        ">matter:faq:gone",
        ">life:gone",
        ">item:gone",
        ">office:gone",
        ">choose:x",
        ">done",
        ">nonsense",
        ">",
    ):
        assert codes(talk(action)[1])[:1] in (["bot_gone"], ["bot_which_district"])


# -------------------------------------------------------------------------------------- requests, rooms, composing


def test_ones_own_requests_need_signing_in() -> None:
    link = Link(Phrase("link_page"), "/me")

    _, replies = talk("申請はどこまで進んでいますか", world=a_world(my_applications=lambda *_: SignIn(link)))

    assert replies[-1] == link


def test_ones_own_requests_are_told_with_their_source() -> None:
    found = matter("faq:juminhyo", "ja")

    _, replies = talk("申請の状況を知りたい", world=a_world(my_applications=lambda *_: (found,)))

    assert told(replies) == ["住民票の写し", "住民票の写し"]


def test_free_rooms_are_told_where_a_place_is_named() -> None:
    room = matter("faq:juminhyo", "ja")
    found = room if isinstance(room, Matter) else None

    world = a_world(vacancies=lambda *asked: (found,) if "体育館" in asked[0] else ())

    assert told(talk("体育館の空きはありますか", world=world)[1])
    assert people(talk("空きはありますか", world=world)[1])


def test_a_composed_answer_cites_what_it_is_made_of_and_leaves_the_choices() -> None:
    made = Composed(Passage("まとめ"), ("faq:kogaku",))

    state, replies = talk("子どもの医療費", world=a_world(compose=lambda *_: made))

    assert (codes(replies)[0], told(replies)) == ("bot_composed", ["まとめ"])
    assert "matter:faq:kodomo" in actions(replies)
    assert state.topic == "faq:kogaku"


def test_a_composed_answer_that_cites_nothing_known_is_not_told() -> None:
    made = Composed(Passage("まとめ"), ("faq:elsewhere",))

    assert told(talk("住民票", world=a_world(compose=lambda *_: made))[1]) == ["住民票の写し"]


# --------------------------------------------------------------------------------------------------------- languages


def test_an_english_question_is_answered_in_english() -> None:
    state, replies = talk("I want a copy of my residence record")

    assert state.lang == "en"
    assert told(replies) == ["A copy of the residence record"]


def test_what_is_not_written_in_a_language_is_told_in_japanese_and_says_so() -> None:
    _, replies = talk(">matter:faq:kodomo", state=State(lang="en"))

    assert replies[0] == Text((Phrase("bot_japanese_only", lang="en"),))
    assert told(replies) == ["子どもの医療費の助成"]


def test_words_set_apart_in_kana_are_answered_in_easy_japanese_and_kanji_turn_back() -> None:
    state, _ = talk("ごみを すてたい です")
    assert state.lang == "easy"

    state, _ = talk("住民票がほしい", state=state)
    assert state.lang == ""


def test_on_a_page_in_english_neither_english_nor_a_japanese_word_changes_anything() -> None:
    assert talk("I want a residence record", world=a_world(locale="en"))[0].lang == ""
    assert talk("住民票がほしい", world=a_world(locale="en"))[0].lang == ""


def test_other_languages_keep_to_their_page() -> None:
    assert talk("Tôi muốn đăng ký cư trú residence", world=a_world(locale="vi"))[0].lang == ""


def test_options_are_few_enough_for_every_door() -> None:
    assert len(options(talk("子どもの医療費")[1])) == 3
    assert NOW.tzinfo
