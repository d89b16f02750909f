"""Ordering: who waits goes, once, under the division's next number; two at once leave no gap and take nobody twice."""

import threading
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from forms.procedure import Decision
from portal import decisions, inbox, outbox
from portal.db import Database, writing
from portal.decisions import Proposal
from portal.inbox import HOUSE
from portal.pack.batches import Reached
from portal.refused import Refused
from portal.states import Outcome, State
from services.batches.actions import ordering
from services.batches.models import Batch, BatchCase
from tests.portal.cases import clerk, filed
from tests.services.batches.town import accepted, equip, numbers, plan


def test_what_only_arrived_or_is_being_corrected_waits(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        filed(session, now)
        corrected, ended = accepted(session, now), accepted(session, now)
        with writing(session):
            inbox.move(session, inbox.take_hold(session, corrected.id), State.CORRECTION, HOUSE, now)
            inbox.move(session, inbox.take_hold(session, ended.id), State.WITHDRAWN, HOUSE, now)

        with pytest.raises(Refused) as refused:
            ordering.order(session, plan(), HOUSE, now)

        assert refused.value.code == "batch_nothing"
        assert numbers(session) == []


def test_only_what_is_decided_goes_where_the_plan_wants_that(database: Database, now: datetime) -> None:
    own = plan(reached=Reached.DECIDED)
    with equip(database, own, decision=Decision.ONE_STEP).session() as session:
        accepted(session, now)
        case, by = accepted(session, now), clerk()
        with writing(session):
            held = inbox.take_hold(session, case.id)
            inbox.move(session, held, State.REVIEW, HOUSE, now)
            decisions.propose(session, held, Proposal(Outcome.APPROVE), by, now)
            decisions.decide(session, held, by, now)

        batch_id = ordering.order(session, own, HOUSE, now)

        assert list(session.scalars(select(BatchCase.case_id).where(BatchCase.batch_id == batch_id))) == [
            case.id
        ]


def test_what_came_before_the_plan_began_stays_out(database: Database, now: datetime) -> None:
    later = plan(valid_from=date(2026, 11, 20))
    with equip(database, later).session() as session:
        accepted(session, now - timedelta(days=1))

        assert ordering.waiting(session, later, now) == 0
        assert ordering.waiting(session, plan(), now) == 1


def test_other_procedures_and_divisions_are_not_touched(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        accepted(session, now)

        assert ordering.waiting(session, plan(procedures=("suido_chushi",)), now) == 0
        assert ordering.waiting(session, plan(division="zeimu", procedures=()), now) == 0
        assert ordering.waiting(session, plan(procedures=()), now) == 1


def test_two_plans_take_a_case_once_each(database: Database, now: datetime) -> None:
    other = plan(id="other")
    with equip(database, plan(), other).session() as session:
        accepted(session, now)

        ordering.order(session, plan(), HOUSE, now)
        ordering.order(session, other, HOUSE, now)

        assert numbers(session) == [1, 2]
        for one in (plan(), other):
            assert ordering.waiting(session, one, now) == 0


def test_the_night_orders_what_the_plans_want(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordering, "MOST_CASES", 2)
    by_hand = plan(id="by_hand", nightly=False)
    with equip(database, plan(), by_hand).session() as session:
        for _ in range(5):
            accepted(session, now)

        assert ordering.nightly(session, now) == 3
        assert ordering.nightly(session, now) == 0
        assert list(session.scalars(select(Batch.cases).order_by(Batch.number))) == [2, 2, 1]
        assert ordering.waiting(session, by_hand, now) == 5


def test_large_attachments_go_into_the_next_number(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.services.batches.test_harmless import picture
    from tests.services.batches.town import attach

    content = picture()
    monkeypatch.setattr(ordering, "MOST_BYTES", len(content) * 2)
    with equip(database).session() as session:
        for _ in range(3):
            attach(session, accepted(session, now), content, "a.jpg", now)

        ordering.nightly(session, now)

        assert list(session.scalars(select(Batch.cases).order_by(Batch.number))) == [2, 1]


def test_many_who_order_at_once_leave_no_gap_and_take_nobody_twice(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordering, "MOST_CASES", 2)
    with equip(database).session() as session:
        for _ in range(12):
            accepted(session, now)
    start, refused = threading.Barrier(4), []

    def press() -> None:
        start.wait()
        for _ in range(4):
            with database.session() as own:
                try:
                    ordering.order(own, plan(), HOUSE, now)
                except Refused as error:
                    refused.append(error.code)

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.session() as session:
        cases = session.scalars(select(BatchCase.case_id)).all()
        assert numbers(session) == [1, 2, 3, 4, 5, 6]
        assert len(cases) == len(set(cases)) == 12
        assert refused == ["batch_nothing"] * 10


def test_an_order_that_fails_uses_no_number(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with equip(database).session() as session:
        accepted(session, now)
        with monkeypatch.context() as broken:
            broken.setattr(outbox, "add", lambda *_given, **_more: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                ordering.order(session, plan(), HOUSE, now)

        ordering.order(session, plan(), HOUSE, now)

        assert numbers(session) == [1]
