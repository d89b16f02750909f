"""還付 in the book: proposed, approved by another, never more than is left, and seen by whoever comes at the same time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from portal import payments
from portal.db import Database, writing
from portal.payments import CASH, Payment, Told, refunds
from portal.payments.refunds import Stage
from portal.refused import Refused

CASE, CLERK, ACCOUNTS = UUID(int=5), UUID(int=8), UUID(int=9)


def paid(session: Session, now: datetime, yen: int = 300) -> Payment:
    """A fee that was paid in cash."""
    with writing(session):
        due = payments.owe(
            session, "case", CASE, "fee", yen, now, key="x", division="shimin", account="手数料"
        )
        payments.paid(session, due, Told(yen, CASH, "cash:1", CLERK), now)
    return payments.book(session, due)[0]


def test_a_refund_goes_from_proposal_to_the_book(database: Database, now: datetime) -> None:
    with database.session() as session:
        line = paid(session, now)
        with writing(session):
            refund = refunds.propose(session, line, 300, "amount", CLERK, now)
            refunds.approve(session, refund.id, ACCOUNTS, now)
        with writing(session):
            told = [refunds.done(session, refund.id, CASH, date(2026, 11, 20), CLERK, now) for _ in range(2)]

        assert told == [True, False]
        assert refunds.waiting(session) == []
        assert payments.outstanding(session, "case", CASE) == 300


def test_after_the_accounts_closed_it_is_expenditure(database: Database, now: datetime) -> None:
    june = datetime(2027, 6, 1, 1, 0, tzinfo=UTC)
    with database.session() as session:
        line = paid(session, now)
        with writing(session):
            refund = refunds.propose(session, line, 300, "amount", CLERK, june)
            refunds.approve(session, refund.id, ACCOUNTS, june)
            refunds.done(session, refund.id, CASH, date(2027, 6, 1), CLERK, june)

        due = payments.dues(session, "case", CASE)[0]
        first, second = payments.book(session, due)
    assert (first.fiscal_year, first.account) == (2026, "手数料")
    assert (second.fiscal_year, second.account) == (2027, "過誤納還付金")


def test_nobody_decides_about_their_own_proposal(database: Database, now: datetime) -> None:
    with database.session() as session:
        line = paid(session, now)
        with writing(session):
            refund = refunds.propose(session, line, 300, "other", CLERK, now)

        for decide in (refunds.approve, refunds.refuse):
            with writing(session), pytest.raises(Refused, match="four_eyes"):
                decide(session, refund.id, CLERK, now)


def test_what_was_refused_can_be_proposed_again_and_what_was_decided_is_not_decided_anew(
    database: Database, now: datetime
) -> None:
    with database.session() as session:
        line = paid(session, now)
        with writing(session):
            first = refunds.propose(session, line, 300, "other", CLERK, now)
            refunds.refuse(session, first.id, ACCOUNTS, now)
            assert refunds.propose(session, line, 300, "other", CLERK, now).stage == Stage.PROPOSED

        with writing(session), pytest.raises(Refused, match="refund_decided"):
            refunds.approve(session, first.id, ACCOUNTS, now)


@pytest.mark.parametrize(("yen", "reason"), [(301, "other"), (0, "other"), (-1, "other"), (300, "because")])
def test_what_cannot_be_is_not_proposed(database: Database, now: datetime, yen: int, reason: str) -> None:
    with database.session() as session:
        line = paid(session, now)
        with writing(session), pytest.raises(Refused, match="refund_"):
            refunds.propose(session, line, yen, reason, CLERK, now)


def test_two_proposals_at_once_do_not_together_exceed_the_payment(database: Database, now: datetime) -> None:
    with database.session() as session:
        line = paid(session, now)

    def propose(_place: int) -> bool:
        with database.session() as session, writing(session):
            try:
                refunds.propose(session, line, 200, "twice", uuid4(), now)
            except Refused:
                return False
            return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(propose, range(4))) == 1


def test_a_refund_that_came_back_is_given_in_cash(database: Database, now: datetime) -> None:
    with database.session() as session:
        line = paid(session, now)
        with writing(session):
            refund = refunds.propose(session, line, 300, "withdrawn", CLERK, now)
            refunds.approve(session, refund.id, ACCOUNTS, now)
            refunds.sent(session, refund.id, "re_1")
            assert refunds.failed(session, refund.id)
            assert not refunds.failed(session, refund.id)
            assert refunds.done(session, refund.id, CASH, date(2026, 11, 21), CLERK, now)

        found = refunds.by_ref(session, "re_1")
    assert found is not None
    assert found.stage == Stage.DONE
