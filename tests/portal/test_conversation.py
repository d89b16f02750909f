"""Messages both ways: sealed, told by the chosen way without their words, read marks, and an end."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal import conversation, inbox, outbox, tasks
from portal.conversation import AFTERWARDS, PERSON, STAFF
from portal.db import Database, new_id, writing
from portal.inbox import HOUSE, RESIDENT, Case, State
from portal.refused import Refused
from tests.portal.cases import clerk, equip, file

POSTAL = {"postcode": "000-0001", "area": "ひなた市本町", "street": "一丁目1番1号", "building": ""}


def a_case(session: Session, now: datetime, **answers: Any) -> Case:
    with writing(session):
        return file(session, now, **answers)


def write(session: Session, case: Case, by: inbox.Actor, words: str, now: datetime) -> None:
    with writing(session):
        conversation.write(session, case, by, words, now, origin=new_id())


def test_a_mail_says_only_that_there_is_something_to_read(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = a_case(session, now, email="hanako@mail.example")
        write(session, case, clerk(), "開栓は木曜日です。", now)
        with writing(session):
            (row,) = outbox.claim(session, now, 5, kinds=["mail"])
        from portal.messages import Messages
        from tests.portal.cases import hinata

        opened = outbox.opened(session, row)
        said = Messages(hinata()).render(row.template, "ja", row.refs, opened.values, now)

    assert row.template == "message"
    assert "木曜日" not in said.subject + said.body
    assert "申請の一覧" in said.body


def test_a_letter_carries_the_words_themselves(database: Database, now: datetime) -> None:
    from portal.messages import Messages
    from tests.portal.cases import hinata

    with equip(database).session() as session:
        case = a_case(session, now, email=None, name="見本 花子", address=POSTAL, reply_by="post")
        write(session, case, clerk(), "開栓は木曜日です。", now)
        with writing(session):
            (row,) = outbox.claim(session, now, 5, kinds=["letter"])
        values = outbox.opened(session, row).values
        said = Messages(hinata()).render(row.template, "ja", row.refs, values, now, paper=True)

    assert "木曜日" in said.body


def test_the_words_lie_sealed_in_the_database(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = a_case(session, now)
        write(session, case, RESIDENT, "夫の勤め先が変わりました", now)

        stored = session.execute(text("SELECT * FROM case_message")).one()
        assert "勤め先".encode() not in b"".join(part for part in stored if isinstance(part, bytes))
        (said,) = conversation.of(session, case)
        assert said.text == "夫の勤め先が変わりました"
        assert "勤め先" not in repr(said)


def test_an_answer_is_one_task_until_somebody_reads_it(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = a_case(session, now)
        write(session, case, RESIDENT, "一つ目", now)
        write(session, case, RESIDENT, "二つ目", now)
        assert [(one.kind, one.n) for one in tasks.open_tasks(session, ["suido"])] == [("answered", 2)]

        with writing(session):
            conversation.see(session, case, clerk(), now)

        assert tasks.open_tasks(session, ["suido"]) == []
        assert conversation.unread(session, case, PERSON) == 0
        assert all(one.seen_at == now for one in conversation.of(session, case))


def test_reading_marks_only_what_the_other_side_wrote(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = a_case(session, now)
        write(session, case, clerk(), "お知らせ", now)
        write(session, case, RESIDENT, "返事", now)

        with writing(session):
            conversation.see(session, case, RESIDENT, now)

        assert (conversation.unread(session, case, STAFF), conversation.unread(session, case, PERSON)) == (
            0,
            1,
        )


@pytest.mark.parametrize("words", ["", "  ", "あ" * 2001, "番号は123456789018です"])
def test_nothing_too_much_and_an_individual_number_are_refused(
    words: str, database: Database, now: datetime
) -> None:
    with equip(database).session() as session:
        case = a_case(session, now)

        with pytest.raises(Refused), writing(session):
            conversation.write(session, case, RESIDENT, words, now, origin=new_id())

        assert conversation.of(session, case) == ()


def test_some_time_after_its_end_nothing_more_is_taken(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = a_case(session, now)
        with writing(session):
            inbox.move(session, case, State.WITHDRAWN, HOUSE, now)

        write(session, case, RESIDENT, "ありがとうございました", now + AFTERWARDS - timedelta(days=1))
        with pytest.raises(Refused, match="conversation_closed"), writing(session):
            conversation.write(session, case, RESIDENT, "もう一つ", now + AFTERWARDS, origin=new_id())
