"""The days on which an age is reached and a second dose begins and ends to fit, leap days included."""

from dataclasses import replace
from datetime import date

import pytest

from portal.pack.appointments import AgeOn
from services.appointments.rules import ages, doses
from tests.portal.cases import hinata
from tests.services.appointments.builders import CANCER, SHINGLES


@pytest.mark.parametrize(
    ("rule", "born", "day", "years"),
    [
        (AgeOn.DAY, date(1986, 12, 5), date(2026, 12, 4), 39),
        (AgeOn.DAY, date(1986, 12, 5), date(2026, 12, 5), 40),
        # Whoever was born on a leap day has lived another year when 28 February ends.
        (AgeOn.DAY, date(1988, 2, 29), date(2027, 2, 28), 38),
        (AgeOn.DAY, date(1988, 2, 29), date(2027, 3, 1), 39),
        (AgeOn.DAY, date(1988, 2, 29), date(2028, 2, 28), 39),
        (AgeOn.DAY, date(1988, 2, 29), date(2028, 2, 29), 40),
        # Born on 1 April one is a year older when 31 March ends, which still counts; a day later one is not.
        (AgeOn.FISCAL_YEAR_END, date(1987, 4, 1), date(2026, 4, 1), 40),
        (AgeOn.FISCAL_YEAR_END, date(1987, 4, 2), date(2027, 3, 31), 39),
        (AgeOn.FISCAL_YEAR_END, date(1988, 2, 29), date(2027, 4, 1), 40),
        (AgeOn.FISCAL_YEAR_END, date(1988, 2, 29), date(2027, 3, 31), 39),
    ],
)
def test_an_age_is_reached_on_its_day(rule: AgeOn, born: date, day: date, years: int) -> None:
    found = replace(hinata().appointments[CANCER], age_on=rule)

    assert ages.age(found, born, day) == years


@pytest.mark.parametrize(
    ("first", "second", "fits"),
    [
        (date(2026, 12, 5), date(2027, 2, 2), False),
        (date(2026, 12, 5), date(2027, 2, 3), True),
        (date(2026, 12, 5), date(2027, 6, 3), True),
        (date(2026, 12, 5), date(2027, 6, 4), False),
        # Over a leap day the same sixty days end a day earlier in the calendar.
        (date(2027, 12, 31), date(2028, 2, 28), False),
        (date(2027, 12, 31), date(2028, 2, 29), True),
        (date(2028, 1, 1), date(2028, 2, 29), False),
        (date(2028, 1, 1), date(2028, 3, 1), True),
        (date(2028, 2, 29), date(2028, 4, 28), False),
        (date(2028, 2, 29), date(2028, 4, 29), True),
    ],
)
def test_a_second_dose_fits_from_its_first_day_to_its_last(first: date, second: date, fits: bool) -> None:
    rule = hinata().appointments[SHINGLES].doses
    assert rule is not None
    assert (rule.least_days, rule.most_days) == (60, 180)

    assert doses.fits(rule, first, second) is fits
