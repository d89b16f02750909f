"""The sample town as the dialogue is told of it: its prices, hours, numbers, events and garbage, in three languages."""

from datetime import date, datetime, timedelta

import pytest

from chatbot.dialogue import Pressed, Said, State, step
from chatbot.dialogue.replies import Call, Fact, Options, Passage, Phrase, Reply
from services.chat.actions import worlds
from tests.services.chat.talking import MORNING, town

NIGHT = MORNING + timedelta(hours=12)


def talk(*happened: str, lang: str = "ja", at: datetime = MORNING) -> tuple[Reply, ...]:
    world = worlds.world(town(at), lang)
    state, replies = State(), tuple[Reply, ...]()
    for one in happened:
        state, replies = step(state, Pressed(one[1:]) if one.startswith(">") else Said(one), world)
    return replies


def told(replies: tuple[Reply, ...]) -> list[str]:
    facts = [part for part in replies if isinstance(part, Fact)]
    return [one.text for part in facts for one in part.say if isinstance(one, Passage)]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("いくらですか", "1通 300円"),
        ("土日は？", "オンラインなら、土曜日・日曜日・休日もできます。"),
        ("どのくらいかかりますか", "役所の開く日で3日"),
    ],
)
def test_an_answer_knows_what_its_procedure_costs_and_takes(asked: str, answer: str) -> None:
    assert told(talk("住民票はどこで取れますか", asked))[-1] == answer


def test_an_answer_from_a_procedure_says_when_somebody_last_looked_at_it() -> None:
    found = worlds.matter(town(), "procedure:juminhyo", "ja")

    assert found is not None
    assert found.source.checked_on == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("asked", "lang", "beside"),
    [
        ("粗大ごみの料金はいくらですか", "ja", {"bot_told_fee": "400円"}),
        ("粗大ごみの料金", "ja", {}),
        ("How much does bulky waste collection cost?", "en", {"bot_told_fee": "400 yen"}),
    ],
)
def test_a_question_that_names_its_matter_is_told_what_it_asks_of_it(
    asked: str, lang: str, beside: dict[str, str]
) -> None:
    phrases = [one for part in talk(asked, lang=lang) if isinstance(part, Fact) for one in part.say]

    found = {
        one.code: said.text
        for one in phrases
        if isinstance(one, Phrase) and isinstance(said := one.values.get("told"), Passage)
    }
    assert found == beside


@pytest.mark.parametrize(
    ("asked", "lang"),
    [
        ("保険証をなくした", "ja"),
        ("健康保険証の再発行", "ja"),
        ("I lost my insurance card", "en"),
        ("水道の名義を変えたい", "ja"),
    ],
)
def test_the_procedure_of_a_neighbour_is_offered_and_never_told(asked: str, lang: str) -> None:
    replies = talk(asked, lang=lang)

    assert not any(isinstance(part, Fact) for part in replies)
    assert any(isinstance(part, Options) for part in replies)


def test_the_fee_is_told_in_the_language_asked_in() -> None:
    assert told(talk("I want a copy of my residence record", "how much is it?"))[-1] == "300 yen per copy"


def test_the_hours_of_an_office_are_those_of_its_week() -> None:
    replies = talk("窓口は何時まで？", "北支所")

    assert "平日 8:30〜17:15" in told(replies)


def test_who_answers_about_water_changes_with_the_hour() -> None:
    by_day = [one.number for one in talk("水漏れしています") if isinstance(one, Call)]
    by_night = [one.number for one in talk("水漏れしています", at=NIGHT) if isinstance(one, Call)]

    assert (by_day, by_night) == (["0000-00-1120"], ["0000-00-1199"])


def test_an_event_leads_to_procedures_that_are_there() -> None:
    replies = talk("会社をやめました", "1")

    offered = [one for part in replies if isinstance(part, Options) for one in part.options]
    assert [one.action for one in offered][:2] == [
        "matter:procedure:kokuho_kanyu",
        "matter:procedure:nenkin_todoke",
    ]


def test_every_event_can_be_talked_through_to_its_end() -> None:
    world = worlds.world(town(), "easy")
    for life in world.lives("easy"):
        state, replies = step(State(), Pressed(f"life:{life.key}"), world)
        for _ in range(20):
            if not state.life:
                break
            action = "done" if "done" in state.offered else state.offered[0]
            state, replies = step(state, Pressed(action), world)

        said = [one for part in replies if isinstance(part, Fact) for one in part.say]
        assert any(isinstance(one, Phrase) and one.code == "bot_life_first" for one in said), life.key


@pytest.mark.parametrize(
    ("lang", "kind"), [("ja", "プラスチック"), ("easy", "プラスチック"), ("en", "Plastics")]
)
def test_garbage_is_sorted_in_each_language(lang: str, kind: str) -> None:
    said = [
        one for part in talk("ペットボトルのふた", lang=lang) if isinstance(part, Fact) for one in part.say
    ]

    kinds = [one.values["kind"] for one in said if isinstance(one, Phrase) and "kind" in one.values]
    assert kinds[0] == Passage(kind, lang)
