"""決裁 needs two people, a reason where something is refused, and numbers without gaps."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

import pytest
from sqlalchemy.orm import Session

from forms.procedure import Decision as Deciding
from portal import decisions, editions, inbox
from portal.db import Database, writing
from portal.decisions import Decision, Proposal, Seal, Teaching
from portal.inbox import Actor, Case
from portal.refused import Refused
from portal.states import Outcome, State
from tests.portal.cases import clerk, equip, filed, hinata, town, under_review

REJECT = Proposal(Outcome.REJECT, "使用の実態が確かめられないため。")


def proposed(session: Session, now: datetime, by: Actor, proposal: Proposal = REJECT) -> Case:
    case = under_review(session, now)
    with writing(session):
        decisions.propose(session, case, proposal, by, now)
    return case


def decided(session: Session, now: datetime, proposal: Proposal = REJECT, on: date | None = None) -> Decision:
    case = proposed(session, now, clerk(), proposal)
    with writing(session):
        return decisions.decide(session, inbox.take_hold(session, case.id), clerk(), now, effective_on=on)


def decide_and_fail(session: Session, case: Case, now: datetime) -> None:
    with writing(session):
        decisions.decide(session, inbox.take_hold(session, case.id), clerk(), now)
        raise ZeroDivisionError


def test_another_person_decides(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        found = decided(session, now)

        case = session.get_one(Case, found.case_id)
        assert (case.state, case.decided_at, found.document_no) == (State.DECIDED, now, "8ひ水第1号")
        assert found.effective_on == date(2026, 11, 20)


def test_whoever_proposed_does_not_decide(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        author = clerk()
        case = proposed(session, now, author)

        with pytest.raises(Refused) as refused, writing(session):
            decisions.decide(session, case, author, now)

        assert (refused.value.code, refused.value.status) == ("four_eyes", 403)


def test_a_simple_approval_needs_one_person(database: Database, now: datetime) -> None:
    with equip(database, town(Deciding.ONE_STEP)).session() as session:
        author = clerk()
        case = proposed(session, now, author, Proposal(Outcome.APPROVE))
        with writing(session):
            decisions.decide(session, case, author, now)

        assert case.state == State.DECIDED


@pytest.mark.parametrize("outcome", [Outcome.REJECT, Outcome.NO_EXEMPTION])
def test_a_refusal_always_needs_two_people(database: Database, now: datetime, outcome: Outcome) -> None:
    with equip(database, town(Deciding.ONE_STEP, exemption=True)).session() as session:
        author = clerk()
        case = proposed(session, now, author, Proposal(outcome, "理由"))

        with pytest.raises(Refused) as refused, writing(session):
            decisions.decide(session, case, author, now)

        assert refused.value.code == "four_eyes"


@pytest.mark.parametrize("outcome", [Outcome.REJECT, Outcome.NO_EXEMPTION])
def test_a_refusal_needs_a_reason(database: Database, now: datetime, outcome: Outcome) -> None:
    with equip(database, town(exemption=True)).session() as session:
        case = under_review(session, now)

        with pytest.raises(Refused) as refused, writing(session):
            decisions.propose(session, case, Proposal(outcome, " \n"), clerk(), now)

        assert refused.value.code == "reason_needed"


def test_an_individual_number_is_refused_in_a_reason(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = under_review(session, now)

        with pytest.raises(Refused) as refused, writing(session):
            decisions.propose(session, case, Proposal(Outcome.REJECT, "1234 5678 9018"), clerk(), now)

        assert refused.value.code == "individual_number_in_text"


def test_a_notification_is_not_decided_about(database: Database, now: datetime) -> None:
    with equip(database, town(Deciding.NONE)).session() as session:
        case = under_review(session, now)

        with pytest.raises(Refused), writing(session):
            decisions.propose(session, case, REJECT, clerk(), now)

        assert decisions.kinds(session, case) == ()


def test_nothing_is_proposed_before_the_examination(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = filed(session, now)

        with pytest.raises(Refused), writing(session):
            decisions.propose(session, case, REJECT, clerk(), now)


def test_one_proposal_at_a_time(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = proposed(session, now, clerk())

        with pytest.raises(Refused) as refused, writing(session):
            decisions.propose(session, case, Proposal(Outcome.APPROVE), clerk(), now)

        assert refused.value.code == "proposal_already_there"


def test_a_proposal_sent_back_can_be_made_anew(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = proposed(session, now, clerk())
        with writing(session):
            decisions.send_back(session, case, "理由をくわしく", clerk(), now)
        with writing(session):
            decisions.propose(session, case, REJECT, clerk(), now)

        assert case.state == State.REVIEW
        assert [one.sent_back_at is None for one in decisions.every(session, case)].count(False) == 1


def test_only_its_author_takes_a_proposal_back(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        author = clerk()
        case = proposed(session, now, author)

        with pytest.raises(Refused), writing(session):
            decisions.take_back(session, case, clerk(), now)
        with writing(session):
            decisions.take_back(session, case, author, now)

        assert decisions.pending(session, case) is None


def test_the_notice_holds_all_the_law_asks_for(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        found = decided(session, now, Proposal(Outcome.REJECT, "理由です。", Seal.STAMPED))

        notice = decisions.notice(session, session.get_one(Case, found.case_id))

        assert (notice.reason, notice.teaching, notice.seal) == ("理由です。", Teaching.APPEAL, Seal.STAMPED)
        assert (notice.document_no, notice.effective_on) == ("8ひ水第1号", date(2026, 11, 20))


def test_an_approval_carries_no_teaching() -> None:
    assert Proposal(Outcome.APPROVE).teaching is Teaching.NONE


def test_a_notice_of_nothing_is_refused(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = under_review(session, now)

        with pytest.raises(Refused):
            decisions.notice(session, case)


def test_a_decision_on_a_closed_day_is_dated_on_the_next_open_one(database: Database) -> None:
    saturday = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
    with equip(database).session() as session:
        # Monday 23 November is 勤労感謝の日.
        assert decided(session, saturday).effective_on == date(2026, 11, 24)


@pytest.mark.parametrize("days", [-1, 61])
def test_a_notice_is_not_dated_back_or_far_ahead(database: Database, now: datetime, days: int) -> None:
    with equip(database).session() as session, pytest.raises(Refused) as refused:
        decided(session, now, on=date(2026, 11, 20) + timedelta(days=days))

    assert refused.value.code == "effective_day"


def test_numbers_have_no_gaps_where_a_decision_fails(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        first = decided(session, now)
        case = proposed(session, now, clerk())
        with pytest.raises(ZeroDivisionError):
            decide_and_fail(session, case, now)
        second = decided(session, now)

        assert (first.document_no, second.document_no) == ("8ひ水第1号", "8ひ水第2号")


def test_numbers_begin_anew_with_the_fiscal_year(database: Database) -> None:
    end_of_march = datetime(2027, 3, 30, 3, 0, tzinfo=UTC)
    with equip(database).session() as session:
        first = decided(session, end_of_march)
        second = decided(session, end_of_march, on=date(2027, 4, 1))

        assert (first.document_no, second.document_no) == ("8ひ水第1号", "9ひ水第1号")


def test_two_who_decide_at_once_get_different_numbers(database: Database, now: datetime) -> None:
    equip(database)
    taken: list[int] = []

    def take() -> None:
        with database.session() as session, writing(session):
            taken.append(decisions.document_number(session, "suido", 2026))

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == list(range(1, 9))


def test_a_case_is_decided_as_its_form_said_when_it_was_made(database: Database, now: datetime) -> None:
    with equip(database, hinata()).session() as session:
        old = hinata().procedure("suido_kaishi")
        editions.keep(session, old, now)
        case = under_review(session, now)
        stricter = replace(old, decision=Deciding.TWO_STEPS, kept_digest="newer")
        session.info["pack"] = replace(hinata(), procedures=MappingProxyType({old.key: stricter}))

        found = decisions.kinds(session, case)

        assert (old.decision, found) == (Deciding.NONE, ())
