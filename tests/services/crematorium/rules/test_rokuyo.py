"""六曜, proved against what others print and reckon.

The days of August 2025 and of January to March 2017 are those of calendars on sale; that of 2033 follows the advice of
日本カレンダー暦文化振興協会 of August 2015 (閏11月). `months_of_kasi.csv` holds the old calendar's years as the Korea
Astronomy and Space Science Institute reckons them for the same meridian by the same rule, written out with the package
korean-lunar-calendar 0.4.0; the new moons were also compared with ephem 4.2.1 (at most 40 seconds apart).
"""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.opening import TOKYO
from services.crematorium.rules import rokuyo, sky
from services.crematorium.rules.rokuyo import Month, Rokuyo

DAY = timedelta(days=1)
TABLE = Path(__file__).with_name("months_of_kasi.csv")


def printed() -> Iterator[Month]:
    """The months of the table, the first one first; a month is long (L, 30 days) or short (S, 29)."""
    with TABLE.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            begins, number, leap = date.fromisoformat(row["first_day"]), 0, int(row["leap_month"])
            for length in row["lengths"]:
                again = leap > 0 and number == leap
                number, leap = (number, 0) if again else (number + 1, leap)
                yield Month(begins, number, again)
                begins += (30 if length == "L" else 29) * DAY


@pytest.mark.parametrize(
    ("year", "month", "tomobiki"),
    [
        (2017, 1, {6, 12, 18, 24, 29}),
        (2017, 2, {4, 10, 16, 22, 26}),
        (2017, 3, {4, 10, 16, 22}),
        (2025, 8, {2, 8, 14, 20, 24, 30}),
    ],
)
def test_tomobiki_falls_on_the_days_that_calendars_print(year: int, month: int, tomobiki: set[int]) -> None:
    first = date(year, month, 1)
    days = [first + n * DAY for n in range(31) if (first + n * DAY).month == month]

    assert {one.day for one in days if rokuyo.is_tomobiki(one)} == tomobiki


def test_every_month_is_the_one_of_another_reckoning() -> None:
    months = [one for one in printed() if rokuyo.FIRST <= one.begins.year <= rokuyo.LAST]

    assert len(months) > 270
    assert [rokuyo.month_of(one.begins) for one in months] == months
    # The day before belongs to the month before.
    assert all(rokuyo.month_of(one.begins - DAY).begins < one.begins for one in months)


def test_no_new_moon_lies_so_near_midnight_that_the_method_could_be_wrong() -> None:
    moments = [sky.new_moon(number).astimezone(TOKYO) for number in range(290, 580)]

    assert (moments[0].year, moments[-1].year) == (2023, 2046)
    past = [one.hour * 3600 + one.minute * 60 + one.second for one in moments]
    assert min(min(one, 86400 - one) for one in past) > 120


def test_the_months_of_2033_bear_the_eleventh_twice() -> None:
    months = {rokuyo.month_of(date(2033, 8, 1) + n * DAY) for n in range(210)}

    numbers = [(one.number, one.leap) for one in sorted(months, key=lambda one: one.begins)]
    assert numbers == [
        (7, False), (8, False), (9, False), (10, False), (11, False), (11, True), (12, False), (1, False),
    ]  # fmt: skip
    assert next(one.begins for one in months if one.leap) == date(2033, 12, 22)


def test_the_six_begin_anew_with_every_month() -> None:
    # 旧正月 is always 先勝: 10 February 2024 and 17 February 2026.
    assert rokuyo.of(date(2024, 2, 10)) is rokuyo.of(date(2026, 2, 17)) is Rokuyo.SENSHO
