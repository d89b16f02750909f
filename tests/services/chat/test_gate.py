"""The gate: a worker tries each draft by the mind, and nothing untried or worse goes live unless somebody knows it."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from chatbot.answers import Answer
from portal.db import Database
from portal.people import StaffSeat
from portal.refused import Refused
from portal.settings import Settings
from services.chat.actions import bringing, gate, knowledge, minds, sweeping, trials
from services.chat.actions.trials import Standing
from services.chat.models import Trial
from tests.services.chat import editing, talking
from tests.services.chat.editing import Sit, change, editor, light, work
from tests.services.chat.talking import MORNING

KNOWN, PANDA = "住民票の写しはどこで取れますか", "パンダに会えますか"
NOBODY: frozenset[str] = frozenset()


@pytest.fixture
def sit(database: Database) -> Iterator[Sit]:
    with editing.sitting(database) as opened:
        yield opened


def standing(session: Session, seat: StaffSeat) -> Standing:
    draft = knowledge.mine(session, seat)
    assert draft is not None
    return trials.standing(session, draft)


def test_a_draft_that_takes_a_right_answer_away_is_worse_and_goes_live_only_knowingly(sit: Sit) -> None:
    session, seat = sit(), editor()
    assert bringing.add_gold(session, seat, [(KNOWN, "faq001")], MORNING) == ()
    revision = knowledge.save(session, seat, {"faq001": None}, MORNING).revision

    work(session)

    found = standing(session, seat).tried
    assert found is not None
    assert (found.gold, found.right_before, found.right_after, found.worse) == (1, 1, 0, 1)
    assert [(one.question, one.verdict) for one in found.flips if one.source == "gold"] == [(KNOWN, "worse")]
    with pytest.raises(Refused, match="knowledge_worse"):
        gate.publish(session, seat, revision, "", MORNING, NOBODY)
    gate.publish(session, seat, revision, "", MORNING, frozenset({"worse"}))
    assert knowledge.entry(sit(), "faq001") is None
    assert session.scalars(select(Trial)).all() == []


def test_what_was_asked_lately_is_tried_as_well_and_left_to_a_person_to_judge(sit: Sit) -> None:
    session, seat = sit(), editor()
    talking.write(session, PANDA)
    change(session, seat, "faq900", 質問=PANDA, 回答="市に動物園はありません。")

    work(session)

    found = standing(session, seat).tried
    assert found is not None
    flip = found.flips[0]
    assert (flip.question, flip.verdict, flip.before.how) == (PANDA, "changed", "unknown")
    assert flip.after.first == "faq:faq900"


def test_nothing_goes_live_untried_until_a_worker_has_stood_still_for_long(sit: Sit) -> None:
    session, seat = sit(), editor()
    revision = change(session, seat, 回答="支所でも取れます。")
    knowingly, late = frozenset({"untried"}), MORNING + trials.LATE

    with pytest.raises(Refused, match="knowledge_untried"):
        gate.publish(session, seat, revision, "", MORNING, knowingly)
    with pytest.raises(Refused, match="knowledge_untried"):
        gate.publish(session, seat, revision, "", late, NOBODY)

    gate.publish(session, seat, revision, "", late, knowingly)


def test_a_trial_is_over_when_the_draft_the_town_or_the_gold_questions_change(sit: Sit) -> None:
    session, seat = sit(), editor()
    change(session, seat, 回答="A")
    work(session)
    assert standing(session, seat).tried

    assert bringing.add_gold(session, seat, [(KNOWN, "faq001")], MORNING) == ()
    assert standing(session, seat) == Standing()
    gate.again(session, seat, MORNING)
    work(session)
    assert standing(session, seat).tried

    other = editor()
    knowledge.publish(session, other, change(session, other, "faq002", 回答="B"), "", MORNING)
    assert standing(session, seat) == Standing()
    change(session, seat, 回答="C")
    assert standing(session, seat) == Standing(MORNING)


def test_of_many_changes_in_a_row_only_the_last_is_tried(sit: Sit) -> None:
    session, seat, built = sit(), editor(), list[str]()
    change(session, seat, 回答="A")
    change(session, seat, 回答="B")

    def counted(*told: object) -> Callable[[str], Answer]:
        built.append(str(told[3]))
        return light(*told)  # type: ignore[arg-type]

    work(session, counted)

    assert built == [minds.FOLDER, gate.FOLDER]
    assert standing(session, seat).tried


def test_what_a_trial_quotes_goes_when_the_questions_go(sit: Sit) -> None:
    session, seat = sit(), editor()
    change(session, seat, 回答="A")

    sweeping.questions(session, MORNING + timedelta(days=31), 30)

    assert standing(session, seat) == Standing()


@pytest.mark.thorough
def test_both_sides_are_answered_by_minds_and_nobody_is_answered_by_a_draft(
    sit: Sit, tmp_path: Path, database: Database
) -> None:
    database.info["settings"] = Settings(var=tmp_path)
    session, seat = sit(), editor()
    # Both say it in other words than the title, which only the mind knows.
    talking.write(session, "白黒の熊の動物を見たい")
    change(session, seat, "faq900", 質問=PANDA, 言い換え="白黒の熊", 回答="市に動物園はありません。")

    work(session, minds.answering)

    found = standing(session, seat).tried
    assert found is not None
    assert [one.after.first for one in found.flips] == ["faq:faq900"]
    home = Settings(var=tmp_path).home
    told = json.loads(next((home / minds.FOLDER).glob("*/told.json")).read_text(encoding="utf-8"))
    assert "faq:faq900" not in [key for key, *_ in told["documents"]]
    assert (home / gate.FOLDER / "current").exists()
