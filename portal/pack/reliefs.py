"""減免 of public facilities, as the desk that confirms them sees every 減免 of the town."""

from collections.abc import Mapping

from portal.pack.buildings import Building
from portal.pack.crematorium import KEY, Crematorium
from portal.pack.fees import WaiverRule

PROCEDURE, CREMATION = "shisetsu_riyo", "saijo_riyo"


def rule(buildings: Mapping[str, Building], crematorium: Crematorium | None, id: str) -> WaiverRule | None:
    """The relief of a building, or of the 斎場, under its name among all rules: building/relief."""
    house, _, key = id.partition("/")
    building = crematorium if house == KEY else buildings.get(house)
    found = next((one for one in building.reliefs if one.key == key), None) if building else None
    if building is None or found is None:
        return None
    procedure = CREMATION if house == KEY else PROCEDURE
    return WaiverRule(
        None, None, id, procedure, found.title, found.evidence, "", frozenset(), f"{found.percent}%", ""
    )
