"""Who may book from which day until which day, and when somebody who did not come has to wait."""

from datetime import date, datetime, timedelta

from portal.opening import TOKYO, midnight, today
from portal.pack.buildings import Building, Monthly, Rules, Who

_LONGEST_MONTH = 31


def opens_at(rules: Rules, who: Who, day: date) -> datetime:
    """The first moment at which a day of use can be booked; whoever is not of the town comes later where the town says so."""
    ahead = rules.days_ahead if who is Who.RESIDENT else rules.outside_days_ahead
    by_day = midnight(day - timedelta(days=ahead))
    if rules.opens is None:
        return by_day
    by_month = _month_opens(rules.opens, day)
    return by_month if who is Who.RESIDENT else max(by_day, by_month)


def _month_opens(opens: Monthly, day: date) -> datetime:
    year, month = divmod(day.year * 12 + day.month - 1 - opens.months_before, 12)
    return datetime.combine(date(year, month + 1, opens.day), opens.at, TOKYO)


def last_day(rules: Rules, day: date) -> date:
    """The last day on which a day of use can be booked online."""
    return day - timedelta(days=rules.days_before)


def furthest(rules: Rules, who: Who, now: datetime) -> date:
    """The furthest day of use that somebody can book at this moment; today where there is none."""
    first = today(now)
    months = 0 if rules.opens is None else rules.opens.months_before + 2
    most = max(rules.days_ahead, rules.outside_days_ahead, months * _LONGEST_MONTH)
    days = (first + timedelta(days=ahead) for ahead in range(most, -1, -1))
    return next((day for day in days if opens_at(rules, who, day) <= now), first)


def fault(
    building: Building, who: Who, starts: datetime, ends: datetime, now: datetime, *, by_staff: bool
) -> str:
    """Why a time cannot be booked at this moment, or nothing; staff book for whoever stands before them until it is over."""
    if ends <= now if by_staff else starts <= now:
        return "time_is_past"
    day = today(starts)
    if now < opens_at(building.rules, who, day):
        return "not_yet_open"
    if today(now) > last_day(building.rules, day) and not by_staff:
        return "too_late_online"
    return ""


def month(starts: datetime) -> str:
    """The month of use that a booking counts for."""
    return f"{today(starts):%Y-%m}"


def stopped(rules: Rules, points: int) -> bool:
    """Whether somebody with so many points books nothing for now; where no number is set nobody is stopped."""
    return 0 < rules.points_to_stop <= points
