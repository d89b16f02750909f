"""会計年度: the year an income and a refund belong to, at the edges of the year and of its closing."""

from datetime import date

import pytest

from portal.payments.years import REFUND_ACCOUNT, closes, income_year, refund_from

NOTICE = date(2027, 3, 25)


@pytest.mark.parametrize(
    ("noticed", "paid", "year"),
    [
        (None, date(2027, 3, 31), 2026),
        (None, date(2027, 4, 1), 2027),
        (NOTICE, date(2027, 3, 31), 2026),
        (NOTICE, date(2027, 4, 1), 2026),
        (NOTICE, date(2027, 5, 31), 2026),
        (NOTICE, date(2027, 6, 1), 2027),
        (NOTICE, date(2028, 4, 1), 2028),
    ],
)
def test_an_income_belongs_to_the_year_of_its_notice_until_the_accounts_close(
    noticed: date | None, paid: date, year: int
) -> None:
    assert income_year(noticed, paid) == year


def test_the_accounts_of_a_year_close_on_the_last_of_may() -> None:
    assert closes(2026) == date(2027, 5, 31)


@pytest.mark.parametrize(
    ("on", "taken"),
    [
        (date(2027, 3, 31), (2026, "手数料")),
        (date(2027, 5, 31), (2026, "手数料")),
        (date(2027, 6, 1), (2027, REFUND_ACCOUNT)),
        (date(2028, 4, 1), (2028, REFUND_ACCOUNT)),
    ],
)
def test_a_refund_is_taken_from_the_income_while_its_year_is_open(on: date, taken: tuple[int, str]) -> None:
    assert refund_from(2026, "手数料", on) == taken
