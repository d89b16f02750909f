"""Payments: what is owed, paid, given back and waived, each written once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from portal import ledger, payments, tasks
from portal.db import Database, writing
from portal.payments import CASH, Due, Told
from portal.refused import Refused

CASE = UUID(int=5)


def owed(session: Session, now: datetime, yen: int = 300, what: str = "fee", **changes: Any) -> Due:
    """A fee of a case, owed in a block of its own."""
    known: dict[str, Any] = {"key": "juminhyo", "division": "shimin", "account": "手数料", **changes}
    with writing(session):
        return payments.owe(session, "case", CASE, what, yen, now, **known)


def cash(yen: int, once_key: str = "counter:1", **changes: Any) -> Told:
    return Told(yen, CASH, once_key, **changes)


def test_what_is_owed_is_outstanding_until_it_is_paid(database: Database, now: datetime) -> None:
    with database.session() as session:
        fee = owed(session, now)
        owed(session, now, 110, "postage")
        assert payments.outstanding(session, "case", CASE) == 410

        with writing(session):
            assert payments.paid(session, fee, cash(300, by=UUID(int=9)), now)

        assert payments.outstanding(session, "case", CASE) == 110
        (line,) = payments.book(session, fee)
    assert (line.yen, line.method, line.by, line.paid_on) == (300, "cash", UUID(int=9), date(2026, 11, 20))


def test_the_same_payment_told_twice_is_written_once(database: Database, now: datetime) -> None:
    with database.session() as session:
        fee = owed(session, now)
        with writing(session):
            told = [payments.paid(session, fee, cash(300), now) for _ in range(2)]

        assert told == [True, False]
        assert payments.owing(session, fee) == 0


def test_a_number_used_for_something_else_is_refused_loudly(database: Database, now: datetime) -> None:
    with database.session() as session:
        fee, postage = owed(session, now), owed(session, now, 110, "postage")
        with writing(session):
            payments.paid(session, fee, cash(300), now)

        with writing(session), pytest.raises(Refused, match="payment_key_used"):
            payments.paid(session, postage, cash(110), now)


def test_the_same_thing_is_owed_once(database: Database, now: datetime) -> None:
    with database.session() as session:
        assert owed(session, now).id == owed(session, now).id
        with pytest.raises(Refused, match="owed_already"):
            owed(session, now, 500)
        with pytest.raises(ValueError, match="nothing"):
            owed(session, now, -1, "postage")


def test_a_due_belongs_to_the_fiscal_year_of_its_day_in_japan(database: Database) -> None:
    with database.session() as session:
        march = owed(session, datetime(2027, 3, 31, 14, 59, tzinfo=UTC))
        april = owed(session, datetime(2027, 3, 31, 15, 0, tzinfo=UTC), what="postage")

    assert (march.fiscal_year, april.fiscal_year) == (2026, 2027)


def test_rooms_hear_of_a_payment_once_and_in_the_same_transaction(database: Database, now: datetime) -> None:
    heard: list[tuple[str, int]] = []

    def hear_paid(_session: Session, yen: int, **_: object) -> None:
        heard.append(("paid", yen))

    def hear_refunded(_session: Session, yen: int, **_: object) -> None:
        heard.append(("refunded", yen))

    database.info["hear"] = {"payment.paid": (hear_paid,), "payment.refunded": (hear_refunded,)}
    with database.session() as session:
        fee = owed(session, now)
        with writing(session):
            payments.paid(session, fee, cash(300), now)
            payments.paid(session, fee, cash(300), now)
            payments.refunded(session, fee, cash(100, "counter:2"), now)
            payments.refunded(session, fee, cash(100, "counter:2"), now)

    assert heard == [("paid", 300), ("refunded", 100)]


def test_never_more_is_given_back_than_came_in(database: Database, now: datetime) -> None:
    with database.session() as session:
        fee = owed(session, now)
        with writing(session):
            payments.paid(session, fee, cash(300), now)
            assert payments.refunded(session, fee, cash(200, "r1"), now)

        with writing(session), pytest.raises(Refused, match="refund_too_large"):
            payments.refunded(session, fee, cash(101, "r2"), now)
        with writing(session):
            assert payments.refunded(session, fee, cash(100, "r3"), now)


def test_two_refunds_at_once_do_not_together_give_back_too_much(database: Database, now: datetime) -> None:
    with database.session() as session:
        fee = owed(session, now)
        with writing(session):
            payments.paid(session, fee, cash(300), now)

    def refund(place: int) -> bool:
        with database.session() as session, writing(session):
            try:
                return payments.refunded(session, fee, cash(200, f"r{place}"), now)
            except Refused:
                return False

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(refund, range(4))) == 1


def test_money_that_came_in_twice_is_written_and_becomes_a_task(database: Database, now: datetime) -> None:
    with database.session() as session:
        fee = owed(session, now)
        with writing(session):
            payments.paid(session, fee, Told(300, "konbini", "konbini:1"), now)
            payments.paid(session, fee, cash(300), now)

        assert payments.outstanding(session, "case", CASE) == -300
        (task,) = tasks.open_tasks(session, {"shimin"})
    assert (task.kind, task.refs["case"]) == ("overpaid", str(CASE))


def test_what_is_waived_is_not_owed_and_nothing_more_can_be_waived(database: Database, now: datetime) -> None:
    with database.session() as session:
        fee = owed(session, now)
        with writing(session):
            assert payments.waived(session, fee, Told(300, "waiver", "w1"), now)
            assert not payments.waived(session, fee, Told(300, "waiver", "w1"), now)

        assert payments.owing(session, fee) == 0
        with writing(session), pytest.raises(Refused, match="waiver_too_large"):
            payments.waived(session, fee, Told(1, "waiver", "w2"), now)


def test_the_ledger_counts_money_by_procedure_and_method(database: Database, now: datetime) -> None:
    day = date(2026, 11, 20)
    with database.session() as session:
        fee = owed(session, now)
        with writing(session):
            payments.paid(session, fee, Told(300, "card", "card:1"), now)
            payments.paid(session, fee, Told(300, "card", "card:1"), now)

        (count,) = ledger.counts(session, "paid", day, day)
        (owing,) = ledger.counts(session, "owed", day, day)
    assert (count.key, count.channel, count.division, count.n, count.value) == (
        "juminhyo",
        "card",
        "shimin",
        1,
        300,
    )
    assert owing.value == 300


def test_the_day_of_payment_may_lie_before_the_day_it_is_told(database: Database, now: datetime) -> None:
    with database.session() as session:
        fee = owed(session, now)
        with writing(session):
            payments.paid(session, fee, Told(300, "konbini", "k1", on=date(2026, 11, 18)), now)

        assert payments.book(session, fee)[0].paid_on == date(2026, 11, 18)


@pytest.mark.parametrize("yen", [0, -1])
def test_a_line_moves_at_least_one_yen(database: Database, now: datetime, yen: int) -> None:
    with database.session() as session:
        fee = owed(session, now)
        with writing(session), pytest.raises(ValueError, match="one yen"):
            payments.paid(session, fee, cash(yen), now)


def test_nothing_is_written_outside_a_writing_block(database: Database, now: datetime) -> None:
    with database.session() as session:
        fee = owed(session, now)
        with pytest.raises(RuntimeError, match="writing block"):
            payments.paid(session, fee, cash(300), now)
        with pytest.raises(RuntimeError, match="writing block"):
            payments.owe(session, "case", uuid4(), "fee", 1, now, key="x", division="y")
