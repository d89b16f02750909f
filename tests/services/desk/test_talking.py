"""連絡 at the desk: who works on a case writes, who may see it reads, files go along."""

from datetime import datetime
from io import BytesIO

import pytest

from portal import conversation, files, tasks
from portal.audit import Audit
from portal.db import Database, new_id, writing
from portal.inbox import RESIDENT
from portal.refused import Refused
from portal.states import State
from services.desk.actions import talking
from tests.portal.cases import equip
from tests.services.desk.builders import Desk
from tests.services.desk.seats import case_in, seat

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def test_a_worker_writes_with_a_file(own: Desk) -> None:
    case_id, clerk = own.filed(State.REVIEW), own.seat()

    answer = clerk.post(
        f"/staff/cases/{case_id}/talk", text="地図を送ります。", files=(BytesIO(PDF), "chizu.pdf")
    )

    assert answer.status_code == 303
    page = clerk.get(answer.location).text
    assert "地図を送ります。" in page
    assert "chizu.pdf" in page
    with own.session() as session:
        (file,) = files.of(session, "case", case_id)
    assert clerk.get(f"/staff/cases/{case_id}/files/{file.id}").status_code == 200
    assert "chizu.pdf" not in clerk.get(f"/staff/cases/{case_id}").text


def test_a_file_that_cannot_be_taken_keeps_the_message_back(own: Desk) -> None:
    case_id, clerk = own.filed(State.REVIEW), own.seat()

    answer = clerk.post(f"/staff/cases/{case_id}/talk", text="送ります。", files=(BytesIO(b"MZ"), "a.exe"))

    assert answer.status_code == 422
    assert "送ります。</textarea>" in answer.text
    with own.session() as session:
        assert conversation.of(session, own.case(case_id)) == ()


@pytest.mark.parametrize("words", ["", "123456789018"])
def test_words_that_cannot_be_sent_are_told_beside_the_box(words: str, own: Desk) -> None:
    case_id = own.filed(State.REVIEW)

    assert own.seat().post(f"/staff/cases/{case_id}/talk", text=words).status_code == 422


def test_who_only_takes_in_reads_and_does_not_write(own: Desk) -> None:
    case_id, counter = own.filed(State.REVIEW), own.seat("counter")

    assert counter.get(f"/staff/cases/{case_id}/talk").status_code == 200
    assert counter.post(f"/staff/cases/{case_id}/talk", text="a").status_code == 403
    assert own.seat(division="zeimu").get(f"/staff/cases/{case_id}/talk").status_code == 403


def test_reading_by_who_works_on_it_ends_the_task(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.REVIEW, now)
        with writing(session):
            conversation.write(session, case, RESIDENT, "いつになりますか", now, origin=new_id())

        talking.read(session, seat("counter"), case.id, now)
        assert len(tasks.open_tasks(session, ["suido"])) == 1
        _, said = talking.read(session, seat("worker"), case.id, now)

        assert [one.text for one in said] == ["いつになりますか"]
        assert tasks.open_tasks(session, ["suido"]) == []
        assert session.query(Audit).filter_by(verb="read").count() == 2


def test_another_division_neither_reads_nor_writes(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case, stranger = case_in(session, State.REVIEW, now), seat("approver", division="zeimu")

        with pytest.raises(Refused, match="not_permitted"):
            talking.read(session, stranger, case.id, now)
        with pytest.raises(Refused, match="not_permitted"):
            talking.write(session, stranger, case.id, "a", [], now)
