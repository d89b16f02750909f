"""Until when numbers are given: the office's hours, the town's rule, and what staff decided for today."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.opening import TOKYO, Calendar, spans, today
from portal.pack.queues import Queue


class Door(StrEnum):
    """Whether numbers are given now."""

    OPEN = "open"
    # Not yet, or not today.
    BEFORE = "before"
    # No more numbers, but those who wait are served.
    STOPPED = "stopped"
    CLOSED = "closed"


@dataclass(frozen=True)
class Hours:
    """Today's hours of an office, empty on a day it stays closed."""

    opens: datetime | None
    stops: datetime | None
    closes: datetime | None

    def door(self, now: datetime) -> Door:
        """Whether numbers are given at a moment."""
        if self.opens is None or self.stops is None or self.closes is None or now >= self.closes:
            return Door.CLOSED
        if now < self.opens:
            return Door.BEFORE
        return Door.STOPPED if now >= self.stops else Door.OPEN


def hours(town: Calendar, queue: Queue, now: datetime, stop_at: datetime | None = None) -> Hours:
    """The hours of the day a moment lies in; `stop_at` is what staff decided, never later than closing time."""
    found = spans(town, queue.office, today(now))
    if not found:
        return Hours(None, None, None)
    opens, closes = found[0][0], found[-1][1]
    usual = closes - timedelta(minutes=queue.stop_before)
    stops = min(stop_at or usual, closes)
    return Hours(opens.astimezone(TOKYO), stops.astimezone(TOKYO), closes.astimezone(TOKYO))
