"""日計表: sums by year, account and method, what the bank says, and days that stay as they were closed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from portal import payments
from portal.db import Database, writing
from portal.payments import Told, daybook
from portal.refused import Refused

DAY, CLERK = date(2026, 11, 20), UUID(int=9)


def took(session: Session, now: datetime, yen: int, method: str = "cash", **more: object) -> None:
    """Somebody paid a fee."""
    with writing(session):
        due = payments.owe(
            session, "case", uuid4(), "fee", yen, now, key="x", division="shimin", account="手数料"
        )
        payments.paid(session, due, Told(yen, method, f"{method}:{due.id}", **more), now)  # type: ignore[arg-type]


def test_a_day_adds_up_by_account_and_method(database: Database, now: datetime) -> None:
    with database.session() as session:
        for yen, method in ((300, "cash"), (300, "cash"), (110, "card")):
            took(session, now, yen, method)

        found = daybook.sums(session, DAY)
        assert [(one.method, one.n, one.yen) for one in found] == [("card", 1, 110), ("cash", 2, 600)]
        assert daybook.sums(session, DAY, ["suido"]) == []
        assert len(daybook.lines(session, DAY, ["shimin"])) == 3


def test_what_is_told_later_stands_on_the_day_it_is_written(database: Database, now: datetime) -> None:
    later = now + timedelta(days=2)
    with database.session() as session:
        took(session, now, 300)
        took(session, later, 110, "konbini", on=DAY)

        assert sum(one.yen for one in daybook.sums(session, DAY)) == 300
        (line,) = daybook.lines(session, DAY + timedelta(days=2))
    assert (line.payment.paid_on, line.payment.booked_on) == (DAY, date(2026, 11, 22))


def test_a_deposit_takes_its_lines_off_the_way(database: Database, now: datetime) -> None:
    with database.session() as session:
        took(session, now, 300, "card")
        took(session, now, 200)
        with writing(session):
            daybook.bank(session, "card", [DAY], 300, DAY, CLERK, now)

        assert [(one.method, one.yen) for one in daybook.on_the_way(session, DAY)] == [("cash", 200)]
        assert [(one.yen, one.expected) for one in daybook.deposits(session, DAY)] == [(300, 300)]


def test_a_difference_is_told_with_both_sums(database: Database, now: datetime) -> None:
    with database.session() as session:
        took(session, now, 300, "card")
        with writing(session), pytest.raises(Refused) as told:
            daybook.bank(session, "card", [DAY], 290, DAY, CLERK, now)

    assert told.value.values == {"expected": 300, "told": 290, "gap": -10}


def test_one_statement_is_written_by_one_of_two(database: Database, now: datetime) -> None:
    with database.session() as session:
        took(session, now, 300, "card")

    def bank(_place: int) -> bool:
        with database.session() as session, writing(session):
            try:
                daybook.bank(session, "card", [DAY], 300, DAY, CLERK, now)
            except Refused:
                return False
            return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(bank, range(4))) == 1


@pytest.mark.parametrize(
    ("days", "banked_on"), [([], DAY), ([DAY], DAY - timedelta(days=1)), ([DAY], DAY + timedelta(days=1))]
)
def test_a_deposit_lies_between_its_days_and_today(
    database: Database, now: datetime, days: list[date], banked_on: date
) -> None:
    with database.session() as session:
        took(session, now, 300)
        with writing(session), pytest.raises(Refused, match="deposit_incomplete"):
            daybook.bank(session, "cash", days, 300, banked_on, CLERK, now)
