"""The three ways to answer."""

from datetime import UTC, datetime

from chatbot.answers import Answer, Choices, Sure, Unknown
from chatbot.dialogue import Pressed, Said, State, step
from chatbot.dialogue.replies import AskResolved, Fact, Handover, Options, Passage, Source
from chatbot.dialogue.world import Contact, Matter, World
from chatbot.documents import Document

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


def a_matter(key: str, lang: str = "ja") -> Matter | None:
    source = Source(f"よくある質問 {key}", "市民課")
    return Matter(key, Passage(f"{key}のこと"), Passage(f"{key}の答え"), source, division="shimin")


def a_world(answer: Answer) -> World:
    contact = Contact("sogo", Passage("総合案内"), "0000-00-1000", hours=Passage("8:30〜17:15"))
    return World(NOW, answer=lambda *_: answer, matter=a_matter, contact=lambda *_: contact)


def a_document(key: str) -> Document:
    return Document(key, "faq", (key,))


def test_what_is_sure_is_answered_with_its_source() -> None:
    state, replies = step(State(), Said("住民票"), a_world(Sure(a_document("faq:1"), 9.0)))

    assert state.topic == "faq:1"
    assert replies[0] == Fact((Passage("faq:1の答え"),), (Source("よくある質問 faq:1", "市民課"),))
    assert replies[-1] == AskResolved("faq:1")


def test_what_is_not_sure_is_offered_and_so_is_none_of_it() -> None:
    choices = Choices((a_document("faq:1"), a_document("faq:2")))

    state, replies = step(State(), Said("住民票"), a_world(choices))

    assert isinstance(replies[-1], Options)
    assert [option.action for option in replies[-1].options] == ["matter:faq:1", "matter:faq:2", "none"]
    assert state.offered == ("matter:faq:1", "matter:faq:2", "none")


def test_what_was_pressed_is_answered() -> None:
    state, replies = step(State(offered=("matter:faq:2",)), Pressed("matter:faq:2"), a_world(Unknown()))

    assert state.topic == "faq:2"
    assert isinstance(replies[0], Fact)


def test_what_nobody_knows_goes_to_people() -> None:
    _, replies = step(State(), Said("カレーの作り方"), a_world(Unknown()))

    assert isinstance(replies[-1], Handover)
    assert replies[-1].number == "0000-00-1000"


def test_none_of_it_asks_once_for_other_words_then_goes_to_people() -> None:
    once, replies = step(State(offered=("none",)), Pressed("none"), a_world(Unknown()))
    assert not any(isinstance(reply, Handover) for reply in replies)

    _, replies = step(once, Pressed("none"), a_world(Unknown()))
    assert isinstance(replies[-1], Handover)
