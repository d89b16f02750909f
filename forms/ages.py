"""Ages as the law counts them (年齢計算ニ関スル法律), and the first day of the year of schools and offices."""

from datetime import date

_APRIL = 4


def years(born: date, on: date) -> int:
    """Full years of life on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def year_starts(today: date) -> date:
    """The 1 April with which the fiscal and school year of a day began."""
    return date(today.year if today.month >= _APRIL else today.year - 1, _APRIL, 1)


def at_school_year(born: date, today: date) -> int:
    """The age on the first day of the present school year: 6 to 11 at primary school, 12 to 14 at junior high school."""
    return years(born, year_starts(today))
