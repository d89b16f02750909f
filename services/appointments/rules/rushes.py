"""The moment at which something opens that very many come to at once."""

from datetime import datetime

from portal.opening import TOKYO
from portal.pack.appointments import Bookable
from portal.rush import Rush


def opens(found: Bookable) -> datetime | None:
    """When booking begins, where the town names a moment."""
    if found.opens is None or found.opens_at is None:
        return None
    return datetime.combine(found.opens, found.opens_at, TOKYO)


def rush(found: Bookable) -> Rush | None:
    """The opening, for the waiting room; a calendar without a moment of its own has none."""
    moment = opens(found)
    return None if moment is None else Rush(f"{found.name}/{moment:%Y-%m-%d}", moment)
