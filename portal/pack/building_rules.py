"""What the rules of a building choose between."""

from enum import StrEnum


class Unnoted(StrEnum):
    """What a use counts as of which nobody noted whether they came."""

    CAME = "came"
    MISSED = "missed"


class DrawsFor(StrEnum):
    """Who takes part in the draws of a building: everybody, for themselves or for a group, or registered groups only."""

    EVERYONE = "everyone"
    GROUPS = "groups"


class DrawsFirst(StrEnum):
    """Who stands before the others in every pass of a draw, behind the classes of groups that come before everybody."""

    RESIDENTS = "residents"
    NOBODY = "nobody"


class DrawsCarry(StrEnum):
    """What bad luck in the draws before is worth: one ticket more for each, or nothing."""

    TICKET = "ticket"
    NOTHING = "nothing"
