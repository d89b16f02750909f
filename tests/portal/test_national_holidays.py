"""A second opinion on the national holidays: two libraries by different authors name the same days."""

from datetime import date, timedelta

import holidays
import jpholiday

FIRST, LAST = date(2020, 1, 1), date(2030, 12, 31)


def test_two_libraries_name_the_same_days() -> None:
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
    japan = holidays.country_holidays("JP", years=range(FIRST.year, LAST.year + 1))

    ours = {day for day in days if jpholiday.is_holiday(day)}

    assert len(ours) > 170
    assert ours == {day for day in days if day in japan}
