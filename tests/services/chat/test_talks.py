"""A talk: taken step by step, kept sealed, erased when its time is over; what was asked is counted without names."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from chatbot.dialogue.replies import AskResolved, Call, Fact, Handover
from portal.db import Database
from portal.ledger import Entry
from portal.vault import DataKey
from services.chat.actions import sweeping, talks
from services.chat.actions.talks import Door
from services.chat.models import Question, Talk
from tests.services.chat import talking
from tests.services.chat.talking import BROWSER, MORNING, press, write

RECORD = "住民票の写しはどこで取れますか"
NOTHING = "量子力学とは"


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session on the sample town."""
    with talking.equip(database).session() as opened:
        yield opened


def kinds(session: Session) -> list[tuple[str, str, float | None]]:
    """What the ledger has of it, in order."""
    return [(one.kind, one.key, one.value) for one in session.scalars(select(Entry).order_by(Entry.id))]


def asked(session: Session) -> list[Question]:
    return list(
        session.scalars(select(Question).order_by(Question.id).execution_options(populate_existing=True))
    )


def test_a_question_is_answered_with_its_source_and_the_talk_is_there_afterwards(session: Session) -> None:
    write(session, RECORD)

    line = talks.load(session, BROWSER).lines[0]
    assert line.said == RECORD
    fact = next(one for one in line.replies if isinstance(one, Fact))
    assert fact.sources[0].division == "市民課"
    assert isinstance(line.replies[-1], AskResolved)


def test_what_is_kept_of_a_question_is_masked(session: Session) -> None:
    write(session, "私は山田太郎です。090-1234-5678に電話して。住民票がほしい")

    assert "山田" not in asked(session)[0].text
    assert "1234" not in asked(session)[0].text
    assert "山田" not in talks.load(session, BROWSER).lines[0].said


def test_nothing_of_a_talk_can_be_read_in_the_table(session: Session) -> None:
    write(session, RECORD)

    assert RECORD.encode() not in session.scalars(select(Talk.lines)).one()


def test_another_browser_has_another_talk(session: Session) -> None:
    write(session, RECORD)

    assert talks.load(session, Door("chat", b"other")).lines == ()


def test_an_unknown_question_is_handed_over_and_stands_on_the_list_of_the_unanswered(
    session: Session,
) -> None:
    talk = write(session, NOTHING)

    assert any(isinstance(one, Handover) for one in talk.lines[-1].replies)
    assert [(one.how, one.text) for one in asked(session)] == [("unknown", NOTHING)]
    assert [kind for kind, *_ in kinds(session)] == ["asked", "unanswered"]


def test_a_danger_shows_the_number_to_call(session: Session) -> None:
    talk = write(session, "家が燃えている")

    assert [one.number for one in talk.lines[-1].replies if isinstance(one, Call)] == ["119"]
    assert asked(session)[0].how == "urgent"


@pytest.mark.parametrize(("vote", "value"), [("yes", 1.0), ("no", 0.0)])
def test_a_vote_is_counted_once_for_the_answer_it_is_about(session: Session, vote: str, value: float) -> None:
    key = write(session, RECORD).lines[-1].key

    press(session, vote)
    press(session, vote)

    assert asked(session)[0].vote == vote
    assert [one for one in kinds(session) if one[0] == "voted"] == [("voted", key, value)]


@pytest.mark.parametrize(
    ("said", "vote"), [("はい", "yes"), ("いいえ", "no"), ("はい、住民票の写しです", "")]
)
def test_a_yes_that_is_written_counts_as_one_that_is_pressed(session: Session, said: str, vote: str) -> None:
    write(session, RECORD)

    write(session, said)

    assert asked(session)[0].vote == vote
    assert len(asked(session)) == (1 if vote else 2)


def test_asking_again_in_other_words_within_two_minutes_is_a_silent_no(session: Session) -> None:
    write(session, RECORD)

    write(session, "住民票の写しの取り方", MORNING + timedelta(seconds=90))

    assert [one.silent for one in asked(session)] == ["rephrased", ""]


@pytest.mark.parametrize(
    ("said", "later"),
    [("住民票の写しの取り方", timedelta(minutes=3)), ("粗大ごみの出し方", timedelta(seconds=30))],
)
def test_another_question_or_a_later_one_says_nothing_of_the_first(
    session: Session, said: str, later: timedelta
) -> None:
    write(session, RECORD)

    write(session, said, MORNING + later)

    assert asked(session)[0].silent == ""


def test_beginning_anew_erases_what_was_said_with_its_key(session: Session) -> None:
    write(session, RECORD)

    talks.forget(session, BROWSER)

    assert session.scalars(select(Talk)).all() == []
    assert session.scalars(select(DataKey)).all() == []


def test_the_sweep_erases_talks_that_are_over_and_questions_that_are_old(session: Session) -> None:
    write(session, RECORD)
    write(session, NOTHING, MORNING + timedelta(hours=20), Door("chat", b"other"))

    sweeping.talks(session, MORNING + timedelta(hours=25), 24)
    sweeping.questions(session, MORNING + timedelta(days=180, hours=1), 180)

    assert [one.holder for one in session.scalars(select(Talk))] == [b"other"]
    assert [one.text for one in asked(session)] == [NOTHING]
