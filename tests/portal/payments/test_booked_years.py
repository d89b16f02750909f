"""出納整理期間 in the book itself: into which 会計年度 a payment and a refund are written, by the day in Japan."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from portal import payments
from portal.db import Database, writing
from portal.opening import today
from portal.payments import CASH, Due, Told, refunds

CLERK, ACCOUNTS = UUID(int=8), UUID(int=9)
MARCH = datetime(2027, 3, 25, 1, 0, tzinfo=UTC)
# Nine hours before midnight in Greenwich it is midnight in Japan.
LAST_OF_MAY = datetime(2027, 5, 31, 14, 59, tzinfo=UTC)
FIRST_OF_JUNE = datetime(2027, 5, 31, 15, 0, tzinfo=UTC)


def owed(session: Session, noticed_on: date | None) -> Due:
    """A fee of March, of which a 納入通知書 went out or did not."""
    with writing(session):
        return payments.owe(
            session, "case", UUID(int=5), "fee", 300, MARCH, key="x", division="shimin", account="手数料",
            noticed_on=noticed_on,
        )  # fmt: skip


def paid(session: Session, due: Due, now: datetime, on: date | None = None) -> None:
    with writing(session):
        payments.paid(session, due, Told(300, CASH, "cash:1", CLERK, on), now)


def given_back(session: Session, due: Due, now: datetime) -> None:
    with writing(session):
        refund = refunds.propose(session, payments.book(session, due)[0], 300, "amount", CLERK, now)
        refunds.approve(session, refund.id, ACCOUNTS, now)
    with writing(session):
        refunds.done(session, refund.id, CASH, today(now), CLERK, now)


@pytest.mark.parametrize(
    ("noticed", "at", "year"),
    [(True, LAST_OF_MAY, 2026), (True, FIRST_OF_JUNE, 2027), (False, LAST_OF_MAY, 2027)],
)
def test_what_was_noticed_in_march_is_income_of_the_old_year_until_the_last_minute_of_may(
    database: Database, *, noticed: bool, at: datetime, year: int
) -> None:
    with database.session() as session:
        due = owed(session, date(2027, 3, 25) if noticed else None)
        paid(session, due, at)

        (line,) = payments.book(session, due)

    assert (line.fiscal_year, line.account) == (year, "手数料")


def test_what_a_provider_tells_in_april_belongs_to_the_day_on_which_it_was_paid(database: Database) -> None:
    april = datetime(2027, 4, 2, 1, 0, tzinfo=UTC)
    with database.session() as session:
        due = owed(session, None)
        paid(session, due, april, date(2027, 3, 31))

        (line,) = payments.book(session, due)

    assert (line.fiscal_year, line.paid_on, line.booked_on) == (2026, date(2027, 3, 31), date(2027, 4, 2))


@pytest.mark.parametrize(
    ("at", "taken"),
    [(LAST_OF_MAY, (2026, "手数料")), (FIRST_OF_JUNE, (2027, "過誤納還付金"))],
)
def test_a_refund_leaves_the_old_year_while_its_accounts_are_open(
    database: Database, at: datetime, taken: tuple[int, str]
) -> None:
    with database.session() as session:
        due = owed(session, date(2027, 3, 25))
        paid(session, due, MARCH)
        given_back(session, due, at)

        line = payments.book(session, due)[-1]

    assert (line.fiscal_year, line.account) == taken


def test_a_refund_of_what_came_in_after_the_closing_leaves_the_year_it_came_into(database: Database) -> None:
    with database.session() as session:
        due = owed(session, date(2027, 3, 25))
        paid(session, due, FIRST_OF_JUNE)
        given_back(session, due, datetime(2028, 5, 1, 1, 0, tzinfo=UTC))

        line = payments.book(session, due)[-1]

    assert (line.fiscal_year, line.account) == (2027, "手数料")
