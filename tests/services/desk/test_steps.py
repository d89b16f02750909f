"""The steps of a case: done once, by somebody who may, on what they have seen."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.procedure import Decision as Deciding
from portal import audit, inbox
from portal.db import Database, writing
from portal.inbox import Case
from portal.ledger import Entry
from portal.outbox import Outbox
from portal.refused import Refused
from portal.states import State
from services.desk.actions import steps
from services.desk.actions.standing import Hold
from tests.portal.cases import equip, town
from tests.services.desk.builders import employ, hire
from tests.services.desk.seats import case_in, held, seat

NOTIFICATION = town(Deciding.NONE)


def counted(session: Session) -> list[str]:
    return list(session.scalars(select(Entry.kind)))


def told(session: Session) -> list[str]:
    return list(session.scalars(select(Outbox.template)))


def test_a_clerk_accepts_what_arrived(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case, clerk = case_in(session, State.ARRIVED, now), seat("counter")

        steps.accept(session, clerk, held(case), now)

        assert (case.state, case.accepted_at, counted(session)) == (State.ACCEPTED, now, ["accepted"])
        assert [(row.verb, row.actor_id) for row in audit.of(session, "case", case.id)] == [
            ("accept", str(clerk.id))
        ]


def test_the_resident_is_told_of_an_acceptance_on_another_day_only(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        first, second = (case_in(session, State.ARRIVED, now) for _ in range(2))

        steps.accept(session, seat(), held(first), now)
        assert told(session) == []
        steps.accept(session, seat(), held(second), now + timedelta(days=1))
        assert told(session) == ["accepted"]


def test_two_clerks_do_not_both_accept(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.ARRIVED, now)
        seen = held(case)
        steps.accept(session, seat(), seen, now)

        with pytest.raises(Refused) as refused:
            steps.accept(session, seat(), seen, now)

        assert refused.value.code == "case_changed"
        assert counted(session) == ["accepted"]


def test_what_was_decided_on_an_old_page_is_not_done(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.REVIEW, now)
        seen = held(case)
        steps.assign(session, seat(), seen, None, now)

        with pytest.raises(Refused) as refused:
            steps.hand_back(session, seat(), seen, "理由", now)

        assert refused.value.code == "case_changed"


def test_another_division_cannot_touch_a_case(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.ARRIVED, now)

        with pytest.raises(Refused) as refused:
            steps.accept(session, seat(division="zeimu"), held(case), now)

        assert (refused.value.code, refused.value.status) == ("not_permitted", 403)


def test_the_counter_does_not_do_the_work_of_a_case_worker(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.ACCEPTED, now)

        with pytest.raises(Refused) as refused:
            steps.review(session, seat("counter"), held(case), now)

        assert refused.value.status == 403


def test_whoever_begins_the_examination_becomes_its_clerk(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case, clerk = case_in(session, State.ACCEPTED, now), seat()

        steps.review(session, clerk, held(case), now)

        assert (case.state, case.assignee) == (State.REVIEW, clerk.id)


def test_somebody_elses_case_stays_theirs(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case, first = case_in(session, State.ACCEPTED, now), seat()
        steps.assign(session, first, held(case), None, now)

        steps.review(session, seat(), held(case), now)

        assert case.assignee == first.id


def test_a_case_is_given_to_a_colleague_of_the_division_only(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        with writing(session):
            near, far = hire(session), hire(session)
            employ(session, near.id, "suido", "worker")
            employ(session, far.id, "zeimu", "worker")
        case = case_in(session, State.REVIEW, now)

        steps.assign(session, seat(), held(case), near.id, now)
        assert case.assignee == near.id
        for stranger in (far.id, uuid4()):
            with pytest.raises(Refused):
                steps.assign(session, seat(), held(case), stranger, now)


def test_a_clerk_lets_go_of_their_own_case(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case, clerk = case_in(session, State.REVIEW, now), seat()
        steps.assign(session, clerk, held(case), None, now)

        steps.leave(session, clerk, held(case), now)

        assert case.assignee is None


def test_a_notification_is_completed_and_its_sender_told(database: Database, now: datetime) -> None:
    with equip(database, NOTIFICATION).session() as session:
        case = case_in(session, State.ACCEPTED, now)

        steps.complete(session, seat(), held(case), now)

        assert (case.state, case.closed_at) == (State.DONE, now)
        assert (counted(session), told(session)) == (["completed"], ["completed"])


def test_a_request_is_not_completed_before_its_decision(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.REVIEW, now)

        with pytest.raises(Refused) as refused:
            steps.complete(session, seat(), held(case), now)

        assert refused.value.code == "state_not_possible"


def test_a_return_gives_its_reason_to_the_resident(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.REVIEW, now)

        steps.hand_back(session, seat(), held(case), "対象ではないため", now)

        line, text = inbox.history(session, case, public_only=True)[-1]
        assert (line.kind, text) == ("returned", "対象ではないため")
        assert (counted(session), told(session)) == (["returned"], ["returned"])


def test_a_withdrawal_keeps_how_it_was_asked_for_among_staff(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.REVIEW, now)

        steps.withdraw(session, seat(), held(case), "窓口で本人から", now)

        assert case.state == State.WITHDRAWN
        assert "窓口で本人から" not in [text for _, text in inbox.history(session, case, public_only=True)]
        assert "窓口で本人から" in [text for _, text in inbox.history(session, case, public_only=False)]


def test_a_memo_needs_no_fresh_page_and_hurts_nobodys(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.REVIEW, now)
        version = case.version

        steps.remember(session, seat("counter"), Hold(case.id), "平日の午前に連絡", now)

        assert session.get_one(Case, case.id).version == version


def test_calls_are_counted_by_procedure(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.REVIEW, now)

        steps.call(session, seat("counter"), Hold(case.id), "out", "番号を確かめた", now)

        entry = session.scalars(select(Entry)).one()
        assert (entry.kind, entry.key, entry.channel) == ("telephoned", "suido_kaishi", "telephone")
        assert inbox.history(session, case, public_only=False)[-1][0].kind == "call_out"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "reason_needed"),
        ("  \n", "reason_needed"),
        ("あ" * 2001, "reason_needed"),
        ("1234-5678-9018", "individual_number_in_text"),
    ],
)
def test_what_cannot_be_kept_is_refused(database: Database, now: datetime, text: str, code: str) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.REVIEW, now)

        with pytest.raises(Refused) as refused:
            steps.remember(session, seat(), Hold(case.id), text, now)

        assert refused.value.code == code


def test_a_case_that_is_not_there_is_refused(database: Database, now: datetime) -> None:
    with equip(database).session() as session, pytest.raises(Refused) as refused:
        steps.accept(session, seat(), Hold(uuid4(), 1), now)

    assert refused.value.status == 404
