"""On which days a fixed user comes: every week, every other, fixed weeks of a month, across the year's end and 29 February."""

from datetime import date, time

import pytest

from services.reservations.rules import series
from services.reservations.rules.series import Every, Rhythm


def rhythm(weekdays: tuple[int, ...] = (1,), every: Every = Every.WEEK, nth: tuple[int, ...] = ()) -> Rhythm:
    """Tuesdays from ten to twelve."""
    return Rhythm(weekdays, every, nth, time(10), time(12))


@pytest.mark.parametrize(
    ("one", "first", "last", "found"),
    [
        (rhythm(), (2026, 12, 22), (2027, 1, 5), ["12-22", "12-29", "01-05"]),
        (rhythm((1, 4)), (2026, 12, 24), (2027, 1, 1), ["12-25", "12-29", "01-01"]),
        # The week of the first day counts, even where its Tuesday is over.
        (rhythm(every=Every.OTHER), (2026, 12, 2), (2026, 12, 31), ["12-15", "12-29"]),
        (rhythm(every=Every.OTHER), (2026, 12, 1), (2026, 12, 31), ["12-01", "12-15", "12-29"]),
        (
            rhythm(every=Every.MONTH, nth=(1, 3)),
            (2026, 12, 1),
            (2027, 1, 31),
            ["12-01", "12-15", "01-05", "01-19"],
        ),
        # Only some months have a fifth one; 29 February 2028 is a Tuesday.
        (rhythm(every=Every.MONTH, nth=(5,)), (2028, 1, 1), (2028, 3, 31), ["02-29"]),
        (rhythm(()), (2026, 12, 1), (2026, 12, 31), []),
    ],
)
def test_a_rhythm_falls_on_these_days(
    one: Rhythm, first: tuple[int, int, int], last: tuple[int, int, int], found: list[str]
) -> None:
    assert [f"{day:%m-%d}" for day in series.days(one, date(*first), date(*last))] == found


def test_every_other_week_goes_on_from_where_it_began() -> None:
    other = rhythm(every=Every.OTHER)

    whole = series.days(other, date(2026, 12, 1), date(2027, 1, 31))
    more = series.days(other, date(2027, 1, 1), date(2027, 1, 31), since=date(2026, 12, 1))

    assert more == tuple(day for day in whole if day.year == 2027)


def test_a_rhythm_is_kept_and_read_again() -> None:
    one = rhythm((0, 6), Every.MONTH, (2, 4))

    assert series.thawed(one.json()) == one


@pytest.mark.parametrize(
    ("first", "last", "within"),
    [
        (date(2026, 4, 1), date(2027, 3, 31), True),
        (date(2027, 3, 31), date(2027, 4, 1), False),
        (date(2027, 4, 2), date(2027, 4, 1), False),
    ],
)
def test_it_stays_within_one_year_from_april_to_march(first: date, last: date, within: bool) -> None:
    assert series.within_a_year(first, last) is within
