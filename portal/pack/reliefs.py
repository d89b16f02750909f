"""減免 of public facilities and of what is booked by time, as the desk that confirms them sees every 減免 of the town."""

from collections.abc import Mapping

from portal.pack.appointments import Bookable
from portal.pack.buildings import Building
from portal.pack.crematorium import KEY, Crematorium
from portal.pack.fees import WaiverRule

PROCEDURE, CREMATION = "shisetsu_riyo", "saijo_riyo"
TIMED = "appointments/"


def rule(
    buildings: Mapping[str, Building],
    crematorium: Crematorium | None,
    appointments: Mapping[str, Bookable],
    id: str,
) -> WaiverRule | None:
    """The relief of a building, of the 斎場, or of what is booked by time, under its name among all rules: building/relief."""
    name, _, key = id.rpartition("/")
    procedure = CREMATION if name == KEY else PROCEDURE
    house: Building | Crematorium | Bookable | None = crematorium if name == KEY else buildings.get(name)
    if name.startswith(TIMED):
        house = appointments.get(name.removeprefix(TIMED))
        procedure = house.procedure if house else ""
    found = next((one for one in house.reliefs if one.key == key), None) if house else None
    if found is None:
        return None
    return WaiverRule(
        None, None, id, procedure, found.title, found.evidence, "", frozenset(), f"{found.percent}%", ""
    )
