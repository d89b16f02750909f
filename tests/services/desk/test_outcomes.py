"""補正, 起案 and 決裁 at the desk: the rules of the shell, with the rights of the seat and the work that follows."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from forms.procedure import Decision as Deciding
from portal import decisions, tasks
from portal.db import Database
from portal.decisions import Proposal
from portal.outbox import Outbox
from portal.refused import Refused
from portal.states import Outcome, State
from services.desk.actions import outcomes, steps
from services.desk.actions.outcomes import Wish
from tests.portal.cases import equip, town
from tests.services.desk.seats import DUE, case_in, held, seat

WISH = Wish(["phone"], "番号を確かめてください。", DUE)
REJECT = Proposal(Outcome.REJECT, "区域の外にあるため。")


def test_a_case_worker_asks_for_a_correction(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.ACCEPTED, now)

        outcomes.correct(session, seat(), held(case), WISH, now)

        assert case.state == State.CORRECTION
        assert list(session.scalars(select(Outbox.template))) == ["correction_requested"]


def test_the_counter_does_not_ask_for_corrections(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.ACCEPTED, now)

        with pytest.raises(Refused) as refused:
            outcomes.correct(session, seat("counter"), held(case), WISH, now)

        assert refused.value.status == 403


def test_a_request_for_correction_is_taken_back(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.REVIEW, now)
        outcomes.correct(session, seat(), held(case), WISH, now)

        outcomes.drop(session, seat(), held(case), now)

        assert case.state == State.REVIEW


def test_nothing_is_corrected_while_a_proposal_waits(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.REVIEW, now)
        outcomes.propose(session, seat(), held(case), REJECT, now)

        with pytest.raises(Refused) as refused:
            outcomes.correct(session, seat(), held(case), WISH, now)

        assert refused.value.code == "state_not_possible"


def test_an_approver_decides_and_the_notice_has_to_be_sent(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.REVIEW, now)
        outcomes.propose(session, seat(), held(case), REJECT, now)

        outcomes.decide(session, seat("approver"), held(case), date(2026, 11, 24), now)

        assert case.state == State.DECIDED
        assert [one.kind for one in tasks.open_tasks(session, ["suido"])] == ["send_notice"]
        # Nobody is told that a notice was sent before it was.
        assert list(session.scalars(select(Outbox.template))) == []


def test_a_case_worker_does_not_decide(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.REVIEW, now)
        outcomes.propose(session, seat(), held(case), REJECT, now)

        with pytest.raises(Refused) as refused:
            outcomes.decide(session, seat("worker"), held(case), None, now)

        assert refused.value.status == 403


def test_an_approver_who_proposed_does_not_decide(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case, approver = case_in(session, State.REVIEW, now), seat("approver")
        outcomes.propose(session, approver, held(case), REJECT, now)

        with pytest.raises(Refused):
            outcomes.decide(session, approver, held(case), None, now)

        assert decisions.decided(session, case) is None


def test_an_approver_sends_back_and_the_clerk_proposes_anew(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case, clerk = case_in(session, State.REVIEW, now), seat()
        outcomes.propose(session, clerk, held(case), REJECT, now)
        outcomes.send_back(session, seat("approver"), held(case), "条文を書いてください", now)

        outcomes.propose(session, clerk, held(case), REJECT, now)
        outcomes.take_back(session, clerk, held(case), now)

        assert decisions.pending(session, case) is None


def test_a_simple_procedure_is_approved_in_one_step(database: Database, now: datetime) -> None:
    with equip(database, town(Deciding.ONE_STEP)).session() as session:
        case, clerk = case_in(session, State.REVIEW, now), seat()

        outcomes.approve(session, clerk, held(case), now)
        steps.complete(session, clerk, held(case), now)

        assert case.state == State.DONE
        assert tasks.open_tasks(session, ["suido"]) == []


@pytest.mark.parametrize("deciding", [Deciding.NONE, Deciding.TWO_STEPS])
def test_others_are_not_approved_in_one_step(database: Database, now: datetime, deciding: Deciding) -> None:
    with equip(database, town(deciding)).session() as session:
        case = case_in(session, State.REVIEW, now)

        with pytest.raises(Refused):
            outcomes.approve(session, seat("approver"), held(case), now)

        assert case.state == State.REVIEW
