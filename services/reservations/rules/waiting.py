"""Until when a time is offered to whoever waits for it: the town's hours, less where the use is near, and never into the night."""

from datetime import datetime, timedelta
from enum import StrEnum

from portal.opening import TOKYO

# Whoever is offered a time late in the evening answers in the morning.
MORNING, EVENING = 10, 20
# Less than that before the use nobody could answer: whoever looks first has it.
LEAST = timedelta(hours=3)
_LAST = timedelta(hours=1)


class Why(StrEnum):
    """Why staff pass an offer on before its time; words to choose from, so that nothing about a person is written."""

    # Nobody answers the telephone, and there is no mail.
    UNREACHED = "unreached"
    # They said that they do not need it.
    DECLINED = "declined"
    # The place in the line was a mistake.
    MISTAKEN = "mistaken"


def until(now: datetime, starts: datetime, hours: int) -> datetime | None:
    """The end of an offer that is made now; nothing where it is too late for one."""
    left = starts - now
    if not hours or left < LEAST:
        return None
    end = min(now + timedelta(hours=hours), now + left / 2).astimezone(TOKYO)
    morning = end.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    if end.hour >= EVENING:
        end = morning + timedelta(days=1)
    elif end.hour < MORNING - 1:
        end = morning
    # A use that begins early in the morning leaves an hour to whoever comes next.
    return min(end, starts - _LAST)
