"""Until which day of use somebody can book at this moment, as the page of a building says it."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from portal.opening import TOKYO
from portal.pack.buildings import Monthly, Rules, Who
from services.reservations.rules import periods
from tests.portal.cases import hinata

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=TOKYO)


@pytest.fixture
def rules() -> Rules:
    """Sixty days ahead for residents, thirty for people from outside."""
    return hinata().buildings["chuo_kominkan"].rules


def test_residents_can_book_further_ahead_than_people_from_outside(rules: Rules) -> None:
    assert periods.furthest(rules, Who.RESIDENT, NOW) == date(2027, 1, 19)
    assert periods.furthest(rules, Who.OUTSIDE, NOW) == date(2026, 12, 20)


def test_where_a_whole_month_opens_at_once_it_is_the_last_of_the_month(rules: Rules) -> None:
    monthly = replace(rules, opens=Monthly(months_before=2, day=1, at=time(9)))

    assert periods.furthest(monthly, Who.RESIDENT, NOW) == date(2027, 1, 31)


def test_where_nothing_opened_yet_it_is_today(rules: Rules) -> None:
    assert periods.furthest(replace(rules, days_ahead=0), Who.RESIDENT, NOW) == date(2026, 11, 20)
