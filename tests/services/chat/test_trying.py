"""Gold questions, files of entries, and what nobody could answer: everything the knowledge desk takes in."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from portal.db import Database
from services.chat.actions import bringing, knowledge, unanswered
from tests.services.chat import editing, talking
from tests.services.chat.editing import editor
from tests.services.chat.talking import MORNING

PANDA = "パンダに会えますか"


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with editing.sitting(database) as sit:
        yield sit()


@pytest.mark.parametrize(
    ("pair", "fault"),
    [
        (("", "faq001"), "gold_question"),
        (("1234 5678 9018", ""), "gold_question"),
        (("質問", "faq999"), "gold_wants"),
    ],
)
def test_a_gold_question_that_cannot_be_kept_is_refused(
    session: Session, pair: tuple[str, str], fault: str
) -> None:
    assert bringing.add_gold(session, editor(), [pair], MORNING) == (fault,)
    assert bringing.gold(session) == []


def test_the_four_columns_that_towns_use_are_read_in_the_code_page_of_windows(session: Session) -> None:
    raw = f"ID,問い合わせ文,応答文,カテゴリ\r\nfaq001,住民票は？,市民課で。,証明書\r\nA-1,{PANDA},いません。,動物\r\n"

    made, faults = bringing.read(session, editor(), raw.encode("cp932"))

    assert faults == ()
    assert {key: cells["質問"] for key, cells in made.items() if cells} == {
        "faq001": "住民票は？",
        "A-1": PANDA,
    }
    first = made["faq001"]
    assert first is not None
    # What the short format does not say stays.
    assert first["質問_英語"]
    assert first["部署ID"] == "shimin"


def test_what_was_written_out_comes_in_again_without_a_change(session: Session) -> None:
    from portal.pack import lists
    from portal.pack.shapes import FAQ

    raw = lists.write(FAQ.columns, [row.cells for row in knowledge.rows(session)])

    assert bringing.read(session, editor(), raw) == ({}, ())


def test_every_fault_of_a_file_is_told_by_its_line_and_column(session: Session) -> None:
    raw = "ID,問い合わせ文,応答文,カテゴリ\nfaq001,,市民課で。,証明書\nだめ,質問,答え,分類\n"

    _, faults = bringing.read(session, editor(), raw.encode())

    assert [(one.line, one.key) for one in faults] == [(2, "質問"), (3, "ID")]


def test_a_file_touches_no_entry_of_another_division(session: Session) -> None:
    raw = "ID,問い合わせ文,応答文,カテゴリ\nfaq001,住民票は？,市民課で。,証明書\n"

    _, faults = bringing.read(session, editor("suido"), raw.encode())

    assert {one.key for one in faults} == {"部署ID"}


def test_questions_that_ask_for_the_same_stand_in_one_lot_with_words_to_be_found_by(session: Session) -> None:
    talking.write(session, "量子力学とは")
    for said in (
        "ドローンを飛ばしたい",
        "公園でドローンを飛ばせますか",
        "ドローンは飛ばせるか 090-1234-5678 山田さん",
    ):
        unanswered.note(session, editor(), said, "koen", MORNING)

    lots = unanswered.lots(session, talking.town().finder, MORNING.replace(hour=3))

    assert (lots[0].size, lots[0].calls) == (3, 3)
    assert "ドローン" in lots[0].words
    assert "1234" not in str(lots)
    unanswered.settle(session, editor(), lots[0].ids, MORNING)
    assert [
        lot.title for lot in unanswered.lots(session, talking.town().finder, MORNING.replace(hour=3))
    ] == ["量子力学とは"]
