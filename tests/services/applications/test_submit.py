"""Handing in: everything at once or nothing, once however often it is pressed, never without what it takes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import inbox, ledger
from portal.db import Database
from portal.inbox import Case, State
from portal.opening import today
from portal.outbox import Outbox
from portal.refused import Refused
from services.applications.actions import drafts, submit
from services.applications.actions.submit import Proof
from services.applications.models import Draft
from tests.portal.cases import hinata
from tests.services.applications.builders import HOLDER, RESIDENCE, STRANGER, a_draft, furnished, opened


def count(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_finished_form_becomes_a_case_with_receipt_mail_and_count(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        draft = opened(session, a_draft(session, now), now)

        case = submit.submit(session, draft, hinata(), [HOLDER], Proof(), now)

        assert (case.state, case.arrived_at, case.division) == (State.ARRIVED, now, "suido")
        assert inbox.answers(session, case)["name"] == "見本 花子"
        assert [row.n for row in ledger.counts(session, "filed", today(now), today(now))] == [1]
        assert session.scalars(select(Outbox.template)).all() == ["receipt"]
        assert count(session, Draft) == 0


def test_the_due_day_counts_open_days_from_arrival(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        # Friday 20 November 2026; Monday the 23rd is a holiday.
        draft = opened(session, a_draft(session, now), now)

        case = submit.submit(session, draft, hinata(), [HOLDER], Proof(), now)

        assert case.due_on == date(2026, 11, 26)


def test_a_double_click_files_once(database: Database, now: datetime) -> None:
    furnished(database)
    with database.session() as session:
        draft = opened(session, a_draft(session, now), now)
    gate = Barrier(4)

    def press(_: int) -> str:
        with database.session() as mine:
            gate.wait()
            return submit.submit(mine, draft, hinata(), [HOLDER], Proof(), now).receipt_no

    with ThreadPoolExecutor(4) as pool:
        numbers = set(pool.map(press, range(4)))

    with database.session() as session:
        assert len(numbers) == 1
        assert count(session, Case) == 1
        assert count(session, Outbox) == 1


def test_answers_that_changed_since_they_were_looked_at_are_not_filed(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        seen = opened(session, a_draft(session, now), now)
        drafts.answer(session, seen, {"name": "見本 次郎"}, now)

        with pytest.raises(Refused, match="draft_changed"):
            submit.submit(session, seen, hinata(), [HOLDER], Proof(), now)
        assert (count(session, Case), count(session, Outbox), count(session, Draft)) == (0, 0, 1)

        newest = opened(session, seen.id, now)
        case = submit.submit(session, newest, hinata(), [HOLDER], Proof(), now)
        assert inbox.answers(session, case)["name"] == "見本 次郎"


def test_an_unfinished_form_is_not_taken(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        draft = opened(session, a_draft(session, now, water_use=None), now)

        with pytest.raises(Refused, match="answers_incomplete"):
            submit.submit(session, draft, hinata(), [HOLDER], Proof(), now)

        assert (count(session, Case), count(session, Draft)) == (0, 1)


def test_answers_of_an_abandoned_branch_do_not_reach_the_case(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        changed = {"billing_to": "same", "billing_name": "見本 一郎"}
        draft = opened(session, a_draft(session, now, **changed), now)

        case = submit.submit(session, draft, hinata(), [HOLDER], Proof(), now)

        assert "billing_name" not in inbox.answers(session, case)


def test_nobody_else_opens_the_case_and_a_receipt_number_opens_nothing(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        draft = opened(session, a_draft(session, now), now)
        case = submit.submit(session, draft, hinata(), [HOLDER], Proof(), now)

        assert inbox.held_by(session, case.id, [HOLDER]) is not None
        assert inbox.held_by(session, case.id, [STRANGER]) is None
        assert inbox.held_by(session, case.id, [case.receipt_no.encode()]) is None


def test_a_way_that_needs_a_signature_is_closed_to_a_login(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        draft = opened(session, a_draft(session, now, "juminhyo", **RESIDENCE), now)

        with pytest.raises(Refused, match="assurance_not_met"):
            submit.submit(session, draft, hinata(), [HOLDER], Proof(login=True), now)

        assert count(session, Case) == 0


def test_a_preparation_never_becomes_a_case(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        draft = opened(session, a_draft(session, now, way="window"), now)

        with pytest.raises(Refused, match="way_does_not_hand_in"):
            submit.submit(session, draft, hinata(), [HOLDER], Proof(), now)


def test_a_failing_block_stores_nothing_at_all(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        draft = opened(session, a_draft(session, now), now)

        def break_down(_session: Session, _case: Case) -> None:
            raise RuntimeError

        with pytest.raises(RuntimeError):
            submit.submit(session, draft, hinata(), [HOLDER], Proof(keep=break_down), now)

        assert (count(session, Case), count(session, Outbox), count(session, Draft)) == (0, 0, 1)
