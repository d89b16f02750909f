"""Keeping: what was answered is read back as the same values, whatever stands in it."""

from datetime import UTC, date, datetime

from chatbot import dialogue
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
    Source,
    Text,
)
from portal.db import new_id
from services.chat.rules import keeping
from services.chat.rules.keeping import Line, Lines

NOON = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
EVERY = (
    Text((Phrase("bot_hello", {"day": date(2026, 11, 20), "name": Passage("ごみ")}),)),
    Fact((Passage("住民票は市民課で。"),), (Source("住民票", "市民課", "/procedures/juminhyo", date(2026, 10, 1)),)),
    Options((Option(Passage("転入"), "matter:procedure:tennyu"), Option(Phrase("bot_none"), "none"))),
    Link(Phrase("link_procedure"), "/procedures/tennyu"),
    Call("119", Phrase("call_fire"), Phrase("until", {"when": NOON})),
    Handover("shimin", Passage("市民課"), "0000-00-1030", Passage("今日は休みです"), NOON, "faq:faq001"),
    AskResolved("faq:faq001"),
)  # fmt: skip


def test_every_kind_of_reply_is_read_back_as_it_was() -> None:
    talk = Lines(
        dialogue.State(topic="faq:faq001"), (Line(NOON, "住民票", "ja", EVERY, new_id(), "k", "yes"),)
    )

    assert keeping.read(keeping.told(talk)) == talk


def test_a_long_talk_keeps_its_end() -> None:
    talk = Lines(lines=tuple(Line(NOON, str(n), "ja", ()) for n in range(50)))

    kept = keeping.read(keeping.told(talk)).lines

    assert [one.said for one in kept] == [str(n) for n in range(20, 50)]


def test_what_another_release_kept_otherwise_is_left_out() -> None:
    told = keeping.told(Lines(lines=(Line(NOON, "住民票", "ja", EVERY),)))
    told["lines"][0]["replies"].append({"_": "Holograph", "text": "?"})

    assert keeping.read(told) == Lines()
