"""Several cases at once: each is checked as if it were alone, and none stops the others."""

from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from forms.procedure import Decision as Deciding
from portal import audit
from portal.db import Database, writing
from portal.decisions import Proposal
from portal.people import StaffSeat
from portal.refused import Refused
from portal.states import Outcome, State
from services.desk.actions import bulk, outcomes, steps
from services.desk.actions.bulk import Result
from services.desk.actions.standing import Hold
from tests.portal.cases import equip, town
from tests.services.desk.seats import case_in, held, seat


def accept(session: Session, clerk: StaffSeat, holds: list[Hold], now: datetime) -> tuple[Result, ...]:
    return bulk.each(session, clerk, holds, lambda hold: steps.accept(session, clerk, hold, now))


def approve(session: Session, clerk: StaffSeat, holds: list[Hold], now: datetime) -> tuple[Result, ...]:
    return bulk.each(session, clerk, holds, lambda hold: outcomes.approve(session, clerk, hold, now))


def test_all_are_done_each_with_its_own_trace(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        clerk, cases = seat("counter"), [case_in(session, State.ARRIVED, now) for _ in range(3)]

        results = accept(session, clerk, [held(one) for one in cases], now)

        assert [one.code for one in results] == ["", "", ""]
        assert [one.receipt_no for one in results] == [one.receipt_no for one in cases]
        assert {one.state for one in cases} == {State.ACCEPTED}
        for case in cases:
            assert [row.verb for row in audit.of(session, "case", case.id)] == ["accept"]


def test_what_is_refused_stops_no_other_and_says_why(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        clerk = seat("counter")
        done, first, last = (case_in(session, state, now) for state in (State.REVIEW, *[State.ARRIVED] * 2))

        results = accept(session, clerk, [held(one) for one in (first, done, last)], now)

        assert [one.code for one in results] == ["", "state_not_possible", ""]
        assert (done.state, first.state, last.state) == (State.REVIEW, State.ACCEPTED, State.ACCEPTED)
        assert audit.of(session, "case", done.id) == []


def test_a_case_somebody_changed_meanwhile_is_left_alone(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.ARRIVED, now)
        seen = held(case)
        with writing(session):
            case.version += 1

        (result,) = accept(session, seat(), [seen], now)

        assert (result.code, case.state) == ("case_changed", State.ARRIVED)


def test_of_another_divisions_case_nothing_is_learnt(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.ARRIVED, now)

        theirs, nobodys = accept(session, seat(division="zeimu"), [held(case), Hold(uuid4(), 1)], now)

        assert (theirs.code, theirs.receipt_no) == ("not_permitted", "")
        assert (nobodys.code, nobodys.receipt_no) == ("case_unknown", "")
        assert case.state == State.ARRIVED


@pytest.mark.parametrize("deciding", [Deciding.TWO_STEPS, Deciding.NONE])
def test_nobody_approves_alone_what_needs_two(database: Database, now: datetime, deciding: Deciding) -> None:
    with equip(database, town(deciding)).session() as session:
        case, boss = case_in(session, State.REVIEW, now), seat("approver")

        (result,) = approve(session, boss, [held(case)], now)

        assert (result.code, case.state) == ("state_not_possible", State.REVIEW)


def test_a_proposal_that_waits_is_not_approved_with_the_others(database: Database, now: datetime) -> None:
    with equip(database, town(Deciding.ONE_STEP)).session() as session:
        case, boss = case_in(session, State.REVIEW, now), seat("approver")
        outcomes.propose(session, seat(), held(case), Proposal(Outcome.REJECT, "区域外のため。"), now)

        (result,) = approve(session, boss, [held(case)], now)

        assert (result.code, case.state) == ("state_not_possible", State.REVIEW)


def test_what_one_person_may_approve_is_approved_together(database: Database, now: datetime) -> None:
    with equip(database, town(Deciding.ONE_STEP)).session() as session:
        cases, clerk = [case_in(session, State.REVIEW, now) for _ in range(2)], seat()

        results = approve(session, clerk, [held(one) for one in cases], now)

        assert [one.code for one in results] == ["", ""]
        assert {one.state for one in cases} == {State.DECIDED}


def test_nothing_ticked_and_too_much_ticked_are_refused(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        with pytest.raises(Refused) as nothing:
            accept(session, seat(), [], now)
        with pytest.raises(Refused) as much:
            accept(session, seat(), [Hold(uuid4(), 1)] * (bulk.MOST + 1), now)

        assert (nothing.value.code, much.value.code) == ("nothing_ticked", "too_many_ticked")
