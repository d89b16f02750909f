"""How long a 仮予約 stays, and when an undertaker who gives back late is stopped."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from portal.pack.crematorium import Rules


def permit_until(rules: Rules, starts: datetime, made: datetime) -> datetime:
    """Until when the number of the permit has to be told."""
    return min(
        made + timedelta(hours=rules.permit_hours), starts - timedelta(hours=rules.permit_hours_before)
    )


def warns_at(rules: Rules, until: datetime) -> datetime:
    """When whoever booked is reminded."""
    return until - timedelta(hours=rules.warn_hours)


def is_late(rules: Rules, starts: datetime, now: datetime) -> bool:
    """Whether giving back at this moment counts."""
    return now > starts - timedelta(hours=rules.late_hours)


def stopped_until(rules: Rules, late: Sequence[datetime], now: datetime) -> datetime | None:
    """Until when no booking is taken from whoever gave back late at these moments; None where nothing stands against it."""
    if not rules.late_to_stop:
        return None
    span = timedelta(days=rules.late_days)
    moments = sorted(late)
    ends = [
        last + timedelta(days=rules.stop_days)
        for first, last in zip(moments, moments[rules.late_to_stop - 1 :], strict=False)
        if last - first <= span
    ]
    until = max(ends, default=None)
    return until if until is not None and until > now else None
