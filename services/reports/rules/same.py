"""Whether two reports are of one thing: near one another, or a little farther with photos that look alike."""

from dataclasses import dataclass

from portal.distances import Point, metres
from services.reports.rules.photos import apart

# A telephone between houses is wrong by so much.
NEAR = 50.0
# So far somebody may have stood from the other, or put the pin beside it, where the photos look alike.
FARTHER = 200.0
ALIKE = 8


@dataclass(frozen=True)
class Seen:
    """What two reports are compared by."""

    kind: str
    point: Point | None = None
    look: str = ""


def distance(one: Seen, other: Seen) -> float | None:
    """How far apart, in metres; None where one of them names no place on the map."""
    return metres(one.point, other.point) if one.point and other.point else None


def same(one: Seen, other: Seen) -> bool:
    """Whether they are probably of one thing."""
    if one.kind != other.kind:
        return False
    alike = bool(one.look and other.look) and apart(one.look, other.look) <= ALIKE
    apart_by = distance(one, other)
    if apart_by is None:
        return alike
    return apart_by <= NEAR or (alike and apart_by <= FARTHER)
