"""Places on the map: how far apart two are, and where to look for whatever lies near one."""

from math import asin, cos, isfinite, radians, sin, sqrt

# The mean radius of the earth, in metres: exact enough for anything within a town.
_EARTH = 6_371_008.8
_DEGREE = 111_000.0
Point = tuple[float, float]


def metres(one: Point, other: Point) -> float:
    """The distance between two places, each as latitude and longitude."""
    (lat, lon), (north, east) = one, other
    up, across = radians(north - lat), radians(east - lon)
    chord = sin(up / 2) ** 2 + cos(radians(lat)) * cos(radians(north)) * sin(across / 2) ** 2
    return 2 * _EARTH * asin(min(1.0, sqrt(chord)))


def around(point: Point, reach: float) -> tuple[Point, Point]:
    """The south-western and the north-eastern corner of a field that holds everything within `reach` metres."""
    lat, lon = point
    high = reach / _DEGREE
    wide = high / max(0.01, cos(radians(lat)))
    return (lat - high, lon - wide), (lat + high, lon + wide)


def point_of(text: str) -> Point | None:
    """A place as 「緯度,経度」; None where the text is none, or not on the earth."""
    first, _, second = text.partition(",")
    try:
        lat, lon = float(first), float(second)
    except ValueError:
        return None
    known = isfinite(lat) and isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180
    return (round(lat, 6), round(lon, 6)) if known else None


def written(point: Point) -> str:
    """The same as text, to a tenth of a metre."""
    return f"{point[0]:.6f},{point[1]:.6f}"
