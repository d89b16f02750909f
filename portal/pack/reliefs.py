"""減免 of public facilities, as the desk that confirms them sees every 減免 of the town."""

from collections.abc import Mapping

from portal.pack.buildings import Building
from portal.pack.fees import WaiverRule

PROCEDURE = "shisetsu_riyo"


def rule(buildings: Mapping[str, Building], id: str) -> WaiverRule | None:
    """The relief of a building under its name among all rules: building/relief."""
    house, _, key = id.partition("/")
    building = buildings.get(house)
    found = next((one for one in building.reliefs if one.key == key), None) if building else None
    if building is None or found is None:
        return None
    return WaiverRule(
        None, None, id, PROCEDURE, found.title, found.evidence, "", frozenset(), f"{found.percent}%", ""
    )
