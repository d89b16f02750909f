"""The mind: built when what is told changes, taken up by who answers, and never an answer that is told no more."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from chatbot import mind
from chatbot.answers import Choices, Sure, Unknown
from chatbot.documents import Document
from portal.db import Database
from portal.settings import Settings
from services.chat.actions import minds
from services.chat.actions.minds import Minds
from tests.services.chat import editing
from tests.services.chat.editing import Sit, editor, publish
from tests.services.chat.talking import MORNING, town

RECORD = "住民票の写しはどこで取れますか"


@dataclass
class Ticking:
    """A clock that a test moves."""

    at: float = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def sit(database: Database, tmp_path: Path) -> Iterator[Sit]:
    with editing.sitting(database) as opened:
        database.info["settings"] = Settings(var=tmp_path)
        yield opened


def test_before_a_mind_is_built_the_light_search_answers(tmp_path: Path) -> None:
    finder = town().finder

    assert Minds(tmp_path / "none").answer(finder, RECORD) == finder.answer(RECORD)


@pytest.mark.parametrize(
    "question", ["本を読みたい", "住民票の手数料を知りたい", "会議室を借りたい", "犬を飼いたい"]
)
def test_without_a_mind_nothing_but_a_title_is_answered_directly(tmp_path: Path, question: str) -> None:
    finder, none = town().finder, Minds(tmp_path / "none")

    assert isinstance(none.answer(finder, RECORD), Sure)
    assert not isinstance(none.answer(finder, question), Sure)


def test_a_mind_that_cannot_be_read_is_thrown_away_and_the_light_search_offers(tmp_path: Path) -> None:
    name = mind.build([Document("a", "faq", ("住民票の写し",))], tmp_path)
    (tmp_path / name / "told.json").write_text("{", encoding="utf-8")
    finder, found = town().finder, Minds(tmp_path)

    answer = found.answer(finder, "本を読みたい")

    assert not isinstance(answer, Sure)
    assert mind.version(tmp_path) == ""
    assert mind.build([Document("a", "faq", ("住民票の写し",))], tmp_path) == mind.version(tmp_path) == name


@pytest.mark.thorough
def test_what_is_published_is_in_the_next_mind_and_a_process_that_runs_takes_it_up(
    sit: Sit, tmp_path: Path
) -> None:
    clock, panda = Ticking(), "パンダに会えますか"
    found = Minds(minds.folder(Settings(var=tmp_path)), clock)
    first = minds.build(sit(), MORNING)
    assert isinstance(found.answer(town().finder, RECORD), Sure | Choices)
    assert isinstance(found.answer(town().finder, panda), Unknown)

    publish(sit(), editor(), "faq900", 質問=panda, 回答="市に動物園はありません。")
    second = minds.build(sit(), MORNING)

    assert second != first
    clock.at += 5
    from portal import finding
    from portal.opening import today

    told = finding.finder(sit().info["pack"], today(MORNING))
    answer = found.answer(told, panda)
    assert isinstance(answer, Sure | Choices)
    # What was taken out since is not answered, whatever the mind still knows.
    gone = replace(told, matters={key: one for key, one in told.matters.items() if key != "faq:faq900"})
    assert found.answer(gone, panda) == gone.answer(panda)
