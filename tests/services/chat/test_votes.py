"""The bot's confidence follows what people of the town said of its answers, once enough of them have."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from chatbot.answers import Choices, Sure
from chatbot.mind import calibration
from portal.db import Database, new_id, put, writing
from portal.settings import Settings
from services.chat.actions import minds, votes
from services.chat.actions.minds import Minds
from services.chat.models import Question
from tests.services.chat import editing
from tests.services.chat.editing import Sit
from tests.services.chat.talking import MORNING, mind, town

RECORD, RIGHT = "住民票の写しはどこで取れますか", "faq:faq001"


@pytest.fixture
def sit(database: Database, tmp_path: Path) -> Iterator[Sit]:
    with editing.sitting(database) as opened:
        told = Settings(var=tmp_path)
        database.info["settings"] = told
        shutil.copytree(mind(MORNING.date()).folder, minds.folder(told))
        yield opened


def voted(session: Session, count: int, vote: str, key: str = RIGHT) -> None:
    with writing(session):
        for number in range(count):
            row = {
                "id": new_id(), "at": MORNING - timedelta(hours=number), "channel": "chat", "locale": "ja", "text": RECORD,
                "how": "sure", "key": key, "division": "shimin", "vote": vote, "silent": "", "noted_by": None,
                "settled_at": None,
            }  # fmt: skip
            put(session, Question, row)


def test_without_a_mind_or_with_few_votes_nothing_is_refitted(sit: Sit) -> None:
    voted(sit(), calibration.ENOUGH - 1, "no")
    assert votes.calibrate(sit(), MORNING) == 0

    voted(sit(), 1, "no")
    shutil.rmtree(minds.folder(sit().info["settings"]))

    assert votes.calibrate(sit(), MORNING) == 0


def test_answers_that_help_nobody_are_offered_and_no_longer_told(sit: Sit, tmp_path: Path) -> None:
    told, ticks = Settings(var=tmp_path), iter(range(0, 1000, 10))
    found = Minds(minds.folder(told), lambda: float(next(ticks)))
    assert isinstance(found.answer(town().finder, RECORD), Sure)
    voted(sit(), 300, "no")

    assert votes.calibrate(sit(), MORNING) == 300

    assert calibration.opened(minds.folder(told)).base < 0
    assert isinstance(found.answer(town().finder, RECORD), Choices)


def test_whoever_was_helped_by_another_answer_says_that_the_first_was_wrong(sit: Sit, tmp_path: Path) -> None:
    voted(sit(), calibration.ENOUGH, "yes", "procedure:juminhyo")
    voted(sit(), 5, "no", "procedure:juminhyo")

    assert votes.calibrate(sit(), MORNING) == calibration.ENOUGH

    assert calibration.opened(minds.folder(Settings(var=tmp_path))).base < 0
