"""今日の仕事 shows what waits today, part by part, only to those whose it is."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from portal import corrections, payments, tasks
from portal.db import Database, writing
from portal.decisions import Proposal
from portal.inbox import HOUSE, Case
from portal.payments import CASH, Told
from portal.people import StaffSeat
from portal.states import Outcome, State
from services.desk.actions import bounded, outcomes, steps, today
from services.desk.rules import Work
from tests.portal.cases import equip
from tests.services.desk.seats import DUE, case_in, held, seat


def found(session: Session, who: StaffSeat, now: datetime) -> dict[Work, list[UUID]]:
    """The cases of each part that holds any."""
    blocks = today.day(session, who, now).blocks
    return {one.work: [line.id for line in one.lines] for one in blocks if one.count}


def asked(session: Session, now: datetime, due: date = DUE) -> Case:
    case = case_in(session, State.REVIEW, now)
    with writing(session):
        corrections.ask(session, case, ["phone"], "理由", due, HOUSE, now)
    return case


def pay(session: Session, case: Case, on: datetime) -> None:
    with writing(session):
        due = payments.owe(
            session, "case", case.id, "fee", 300, on, key=case.procedure, division=case.division
        )
        payments.paid(session, due, Told(300, CASH, str(case.id)), on)


def test_what_came_since_the_office_closed_is_new(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        night = case_in(session, State.ARRIVED, now - timedelta(hours=8))
        case_in(session, State.ARRIVED, now - timedelta(days=1))
        case_in(session, State.REVIEW, now - timedelta(hours=8))

        assert found(session, seat(), now)[Work.ARRIVED] == [night.id]


def test_what_is_due_or_overdue_comes_with_the_oldest_first(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        due = case_in(session, State.ACCEPTED, now - timedelta(days=7))
        late = case_in(session, State.REVIEW, now - timedelta(days=20))
        case_in(session, State.REVIEW, now)
        with writing(session):
            due.due_on = date(2026, 11, 20)

        assert found(session, seat(), now)[Work.DUE] == [late.id, due.id]


def test_an_answered_correction_comes_back_until_it_is_proposed(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = asked(session, now)
        with writing(session):
            corrections.answer(session, case, {"phone": "090-1111-0001"}, now)
        before = found(session, seat(), now)
        outcomes.propose(session, seat(), held(case), Proposal(Outcome.APPROVE), now)

        assert before[Work.CORRECTED] == [case.id]
        assert Work.CORRECTED not in found(session, seat(), now)


def test_a_correction_whose_day_has_passed_has_lapsed(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = asked(session, now)

        assert Work.LAPSED not in found(session, seat(), now)
        assert found(session, seat(), now + timedelta(days=15))[Work.LAPSED] == [case.id]


def test_a_proposal_is_for_the_approver_who_did_not_make_it(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        author, approver = seat("approver"), seat("approver")
        case = case_in(session, State.REVIEW, now)
        outcomes.propose(session, author, held(case), Proposal(Outcome.APPROVE), now)

        assert found(session, approver, now)[Work.PROPOSED] == [case.id]
        assert Work.PROPOSED not in found(session, author, now)
        assert Work.PROPOSED not in found(session, seat("worker"), now)


def test_what_was_paid_since_the_last_working_day_is_shown(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        fresh, old = case_in(session, State.REVIEW, now), case_in(session, State.REVIEW, now)
        pay(session, fresh, now - timedelta(days=1))
        pay(session, old, now - timedelta(days=2))

        assert found(session, seat(), now)[Work.PAID] == [fresh.id]


def test_what_nobody_took_is_shown_until_somebody_does(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        free, taken = case_in(session, State.REVIEW, now), case_in(session, State.REVIEW, now)
        steps.assign(session, seat(), held(taken), None, now)

        assert found(session, seat(), now)[Work.NOBODYS] == [free.id]


def test_work_by_hand_is_counted_by_its_kind(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        with writing(session):
            for kind, division in (("letter", "suido"), ("letter", "suido"), ("undelivered", "zeimu")):
                tasks.add(session, kind, division=division, refs={}, now=now)

        assert today.day(session, seat(), now).chores == {"letter": 2}


def test_another_division_sees_nothing_of_it(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case_in(session, State.ARRIVED, now)
        case_in(session, State.REVIEW, now - timedelta(days=20))

        assert found(session, seat(division="zeimu"), now) == {}


def test_somebody_who_may_read_no_cases_sees_no_part(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case_in(session, State.ARRIVED, now)

        assert today.day(session, seat("monitor"), now).blocks == ()


def test_a_part_shows_a_few_rows_and_counts_the_rest(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "MOST", 6)
    with equip(database).session() as session:
        for _ in range(8):
            case_in(session, State.ARRIVED, now - timedelta(hours=2))

        block = next(one for one in today.day(session, seat(), now).blocks if one.work is Work.ARRIVED)

        assert (len(block.lines), block.count) == (today.ROWS, 6)
