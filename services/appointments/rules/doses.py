"""二回目の接種: between which days it lies after the first."""

from datetime import date, timedelta

from portal.pack.appointments import Doses


def window(doses: Doses, first: date) -> tuple[date, date]:
    """The first and the last day for the second dose; the day of the first is not counted (民法第140条)."""
    return first + timedelta(days=doses.least_days), first + timedelta(days=doses.most_days)


def fits(doses: Doses, first: date, second: date) -> bool:
    """Whether a second dose on a day keeps the interval."""
    least, most = window(doses, first)
    return least <= second <= most
