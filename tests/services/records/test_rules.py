"""How long a closed case is kept: counted from 1 April after the 年度 in which it was closed."""

from datetime import date

import pytest

from portal import keeping
from services.records import rules
from services.records.rules import Act, Stage


@pytest.mark.parametrize(
    ("closed_on", "begins"),
    [
        (date(2026, 4, 1), date(2027, 4, 1)),
        (date(2026, 12, 31), date(2027, 4, 1)),
        (date(2027, 3, 31), date(2027, 4, 1)),
        (date(2027, 4, 1), date(2028, 4, 1)),
        (date(2028, 2, 29), date(2028, 4, 1)),
    ],
)
def test_the_time_counts_from_the_first_of_april_after_the_fiscal_year(closed_on: date, begins: date) -> None:
    assert keeping.counts_from(closed_on) == begins


@pytest.mark.parametrize(
    ("closed_on", "years", "last"),
    [
        (date(2027, 3, 31), 1, date(2028, 3, 31)),
        (date(2027, 4, 1), 1, date(2029, 3, 31)),
        (date(2027, 3, 31), 5, date(2032, 3, 31)),
        (date(2026, 4, 1), 30, date(2057, 3, 31)),
    ],
)
def test_it_is_kept_through_the_last_day_of_a_fiscal_year(closed_on: date, years: int, last: date) -> None:
    assert keeping.keep_until(closed_on, years) == last


@pytest.mark.parametrize("years", [1, 3, 5, 10, 30])
@pytest.mark.parametrize("closed_on", [date(2027, 3, 31), date(2027, 4, 1), date(2027, 9, 9)])
def test_the_quick_bound_and_the_exact_day_agree(years: int, closed_on: date) -> None:
    until = keeping.keep_until(closed_on, years)
    first_over = date(until.year, 4, 1)

    assert closed_on < rules.closed_before(first_over, years)
    assert closed_on >= rules.closed_before(until, years)


def test_who_proposed_cannot_agree() -> None:
    assert rules.possible(Stage.PROPOSED, proposed_by_me=True) == (Act.TAKE_BACK,)
    assert rules.possible(Stage.PROPOSED, proposed_by_me=False) == (Act.APPROVE, Act.SEND_BACK)


@pytest.mark.parametrize("stage", [Stage.APPROVED, Stage.DONE])
def test_after_the_approval_nobody_changes_the_list(stage: Stage) -> None:
    assert rules.possible(stage, proposed_by_me=False) == ()
