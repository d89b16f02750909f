"""Who may book from which day until which day, and when somebody who did not come has to wait."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.opening import today
from portal.pack.buildings import Building, Rules, Who


@dataclass(frozen=True)
class Period:
    """From the first to the last day on which a day of use can be booked online."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether it can be booked on this day."""
        return self.first <= day <= self.last


def period(rules: Rules, who: Who, day: date) -> Period:
    """When a day of use can be booked; whoever is not of the town comes later where the town says so."""
    ahead = rules.days_ahead if who is Who.RESIDENT else rules.outside_days_ahead
    return Period(day - timedelta(days=ahead), day - timedelta(days=rules.days_before))


def last_day(rules: Rules, who: Who, now: datetime) -> date:
    """The furthest day of use that can be booked at this moment."""
    ahead = rules.days_ahead if who is Who.RESIDENT else rules.outside_days_ahead
    return today(now) + timedelta(days=ahead)


def fault(
    building: Building, who: Who, starts: datetime, ends: datetime, now: datetime, *, by_staff: bool
) -> str:
    """Why a time cannot be booked at this moment, or nothing; staff book for whoever stands before them until it is over."""
    if ends <= now if by_staff else starts <= now:
        return "time_is_past"
    found = period(building.rules, who, today(starts))
    if today(now) < found.first:
        return "not_yet_open"
    if today(now) > found.last and not by_staff:
        return "too_late_online"
    return ""


def month(starts: datetime) -> str:
    """The month of use that a booking counts for."""
    return f"{today(starts):%Y-%m}"


def stopped(rules: Rules, points: int) -> bool:
    """Whether somebody with so many points books nothing for now; where no number is set nobody is stopped."""
    return 0 < rules.points_to_stop <= points
