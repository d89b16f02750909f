"""Days and hours in Japan, which has kept one offset all year since 1952."""

from datetime import date, datetime, timedelta, timezone

TOKYO = timezone(timedelta(hours=9), "JST")


def day_of(moment: datetime) -> date:
    """The date in Japan at a moment."""
    return moment.astimezone(TOKYO).date()
