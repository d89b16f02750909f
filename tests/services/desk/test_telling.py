"""Telling by telephone and FAX: the words ready, ticked off with the day and the person, seen in the history."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from portal import inbox, letters, notify, outbox, tasks
from portal.db import Database, writing
from portal.inbox import Case
from portal.letters import LetterSender
from portal.messages import Messages
from portal.refused import Refused
from portal.states import State
from portal.worker import Worker
from services.desk.actions import telling
from tests.portal.cases import equip, hinata
from tests.services.desk.builders import Desk
from tests.services.desk.seats import case_in, seat

TODAY = date(2026, 11, 20)


def to_tell(session: Session, now: datetime, how: str = "phone") -> tuple[Case, UUID]:
    """A finished case whose person is to be told, and the task."""
    case = case_in(session, State.REVIEW, now, phone="0000-00-0001", fax="0000-00-0002", reply_by=how)
    with writing(session):
        notify.notify_case(session, case, "completed", now)
        (row,) = outbox.claim(session, now, 1, kinds=list(notify.BY_HAND))
    LetterSender(Messages(hinata()))(session, outbox.opened(session, row))
    return case, tasks.open_tasks(session, ["suido"])[0].id


@pytest.mark.parametrize(("how", "number"), [("phone", "0000-00-0001"), ("fax", "0000-00-0002")])
def test_the_words_and_the_number_are_ready(how: str, number: str, database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case, task_id = to_tell(session, now, how)

        found = telling.find(session, seat("counter"), task_id, now)

        assert found.paper.to == number
        assert case.receipt_no in found.paper.subject + found.paper.body
        assert number not in repr(found.paper)


def test_the_history_says_who_told_it_and_when(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case, task_id = to_tell(session, now)
        who = seat("counter")

        telling.told(session, who, task_id, TODAY - timedelta(days=2), now)
        telling.told(session, who, task_id, TODAY, now)

        lines = inbox.history(session, case, public_only=True)
        told = [(line.actor_id, note) for line, note in lines if line.kind == "told_telephone"]
        assert told == [(who.id, "令和8年（2026年）11月18日")]
        assert tasks.open_tasks(session, ["suido"]) == []


@pytest.mark.parametrize("on", [date(2026, 11, 21), date(2026, 1, 1)])
def test_a_day_to_come_or_long_past_is_refused(on: date, database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        _, task_id = to_tell(session, now)

        with pytest.raises(Refused, match="told_day"):
            telling.told(session, seat("counter"), task_id, on, now)

        assert len(tasks.open_tasks(session, ["suido"])) == 1


def test_a_call_that_nobody_answered_stays_to_be_done(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case, task_id = to_tell(session, now)

        telling.missed(session, seat("counter"), task_id, now)

        assert [one.id for one in tasks.open_tasks(session, ["suido"])] == [task_id]
        assert inbox.history(session, case, public_only=False)[-1][0].kind == "call_missed"
        assert "call_missed" not in [line.kind for line, _ in inbox.history(session, case, public_only=True)]


def test_another_division_reads_no_word_of_it(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        _, task_id = to_tell(session, now)

        with pytest.raises(Refused, match="not_permitted"):
            telling.find(session, seat("approver", division="zeimu"), task_id, now)


def test_a_fax_has_a_cover(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        _, task_id = to_tell(session, now, "fax")
        paper = telling.find(session, seat("counter"), task_id, now).paper

        page = letters.page(Messages(hinata()), paper)

    assert "FAX送信票" in page
    assert "0000-00-0002" in page


def test_the_page_tells_it_and_ticks_it_off(own: Desk) -> None:
    case_id = own.filed(State.REVIEW, phone="0000-00-0001", reply_by="phone")
    clerk = own.seat()
    clerk.act(own, case_id, "return", text="対象ではありません。")
    Worker(own.app.extensions["house"]).run(until_empty=True)
    with own.session() as session:
        task = tasks.open_tasks(session, ["suido"])[0]

    page = clerk.get(f"/staff/tasks/{task.id}/tell")
    assert page.status_code == 200
    assert "対象ではありません。" in page.text
    assert "0000-00-0001" in page.text
    assert clerk.post(f"/staff/tasks/{task.id}/tell", on="2099-01-01").status_code == 422
    assert clerk.post(f"/staff/tasks/{task.id}/tell", on="2026-11-20").status_code == 303
    assert own.seat(division="zeimu").get(f"/staff/tasks/{task.id}/tell").status_code == 403
    with own.session() as session:
        assert tasks.open_tasks(session, ["suido"]) == []
