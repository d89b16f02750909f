"""Which opening of a building very many come to at once."""

from datetime import datetime

from portal.opening import today
from portal.pack.buildings import Building, Who
from portal.rush import Rush
from services.reservations.rules import periods


def rush(building: Building, starts: datetime) -> Rush | None:
    """The opening of a day of use, where a whole month of them opens at one moment."""
    if building.rules.opens is None:
        return None
    day = today(starts)
    opens = periods.opens_at(building.rules, Who.RESIDENT, day)
    return Rush(f"reservations/{building.key}/{day:%Y-%m}", opens)
