"""年齢: how old somebody is on the day that counts: the day they come, or the last of its 年度."""

from datetime import date, timedelta

from forms import ages
from portal.opening import fiscal_year
from portal.pack.appointments import AgeOn, Bookable, Matter


def age(found: Bookable, born: date, day: date) -> int:
    """How many years somebody who comes on a day has by the rule of what they come for.

    A year of life is full when the day before the birthday ends (年齢計算ニ関スル法律), and all of 31 March counts.
    """
    if found.age_on is AgeOn.DAY:
        return ages.years(born, day)
    return ages.years(born, date(fiscal_year(day) + 1, 3, 31) + timedelta(days=1))


def fits(found: Bookable, matter: Matter, born: date, day: date) -> bool:
    """Whether somebody may come for a matter on a day."""
    years = age(found, born, day)
    if matter.youngest is not None and years < matter.youngest:
        return False
    return matter.oldest is None or years <= matter.oldest
