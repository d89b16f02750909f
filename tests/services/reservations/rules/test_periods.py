"""Who may book from which day until which day, and from how many points on nobody may."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from portal.pack.buildings import Who
from services.reservations.rules import periods
from tests.portal.cases import hinata
from tests.services.reservations.builders import HALL, at

# 60 days ahead for residents, 30 for others, until the day before.
HOUSE = hinata().buildings[HALL]


@pytest.mark.parametrize(
    ("who", "ahead", "by_staff", "code"),
    [
        (Who.RESIDENT, 60, False, ""),
        (Who.RESIDENT, 61, False, "not_yet_open"),
        (Who.OUTSIDE, 30, False, ""),
        (Who.OUTSIDE, 31, False, "not_yet_open"),
        (Who.COMMERCIAL, 31, False, "not_yet_open"),
        (Who.RESIDENT, 1, False, ""),
        (Who.RESIDENT, 0, False, "too_late_online"),
        (Who.RESIDENT, 0, True, ""),
        (Who.RESIDENT, 61, True, "not_yet_open"),
    ],
)
def test_a_day_can_be_booked_so_far_ahead(who: Who, ahead: int, by_staff: bool, code: str) -> None:
    now = at(8, 9)
    starts = now + timedelta(days=ahead, hours=2)

    assert periods.fault(HOUSE, who, starts, starts + timedelta(hours=2), now, by_staff=by_staff) == code


@pytest.mark.parametrize(
    ("now", "by_staff", "code"),
    [
        (at(8, 10), False, "time_is_past"),
        # At the desk somebody walks in while the room is still to be had.
        (at(8, 11), True, ""),
        (at(8, 12), True, "time_is_past"),
    ],
)
def test_what_has_begun_is_past_online_and_what_is_over_is_past_for_everybody(
    now: datetime, by_staff: bool, code: str
) -> None:
    assert periods.fault(HOUSE, Who.RESIDENT, at(8, 10), at(8, 12), now, by_staff=by_staff) == code


@pytest.mark.parametrize(
    ("starts", "month"),
    [
        (at(31, 23, 59), "2026-12"),
        (at(1, 0, month=1, year=2027), "2027-01"),
        (at(29, 9, month=2, year=2028), "2028-02"),
    ],
)
def test_a_booking_counts_for_the_month_of_its_use_in_japan(starts: datetime, month: str) -> None:
    assert periods.month(starts) == month


@pytest.mark.parametrize(("limit", "points", "stopped"), [(3, 2, False), (3, 3, True), (0, 99, False)])
def test_points_stop_somebody_where_the_town_says_so(limit: int, points: int, stopped: bool) -> None:
    rules = replace(HOUSE.rules, points_to_stop=limit)

    assert periods.stopped(rules, points) is stopped
