"""A photo of the street: where it says it was taken, what it looks like to a machine, and the same painted anew."""

import io
from typing import Any

from portal import pictures
from portal.distances import Point, point_of

# Enough to see a crack in; small enough for a telephone outdoors.
LONGEST = 2048
QUALITY = 82
# EXIF: the block of the place, and in it the hemispheres and the degrees.
_GPS, _NORTH, _LAT, _EAST, _LON = 0x8825, 1, 2, 3, 4
_SIDE = 8


def plain(content: bytes) -> bytes:
    """A JPEG of the same points: upright, and without place, time or camera; `pictures.Unpaintable` where it cannot be."""
    return pictures.written(pictures.painted(content, LONGEST), "JPEG", QUALITY)


def place_in(content: bytes) -> Point | None:
    """Where the camera says it was; None where it says nothing that could be a place."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as opened:
            gps: Any = opened.getexif().get_ifd(_GPS)
        lat = _degrees(gps[_LAT]) * (-1 if str(gps[_NORTH]).upper().startswith("S") else 1)
        lon = _degrees(gps[_LON]) * (-1 if str(gps[_EAST]).upper().startswith("W") else 1)
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, IndexError, ArithmeticError):
        return None
    # A camera without reception writes zeros.
    return point_of(f"{lat},{lon}") if lat or lon else None


def look_of(content: bytes) -> str:
    """64 bits that stay nearly the same when a picture is made smaller or darker: is each point lighter than its neighbour."""
    from PIL import Image

    small = pictures.painted(content, 256).convert("L").resize((_SIDE + 1, _SIDE), Image.Resampling.LANCZOS)
    points = small.tobytes()
    bits = 0
    for row in range(_SIDE):
        for column in range(_SIDE):
            at = row * (_SIDE + 1) + column
            bits = bits << 1 | (points[at] > points[at + 1])
    return f"{bits:016x}"


def apart(one: str, other: str) -> int:
    """In how many of their 64 bits two looks differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(one) for one in parts)
    return degrees + minutes / 60 + seconds / 3600
