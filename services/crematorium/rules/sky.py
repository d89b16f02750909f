"""Where sun and moon stand: moments of new moons and the sun's longitude, to well under a minute around the year 2000 ± 50.

New moons: Meeus, Astronomical Algorithms, chapter 49 (a few seconds). The sun: the abridged series that the Japanese
Hydrographic Department printed in its almanacs (some three seconds of arc, about a minute of time).
"""

from datetime import UTC, datetime, timedelta
from math import radians, sin

_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
_NEW_MOON = datetime(2000, 1, 6, tzinfo=UTC)
# The earth's clock runs behind even time; a second more or less decides no day.
_DELTA_T = timedelta(seconds=72)
SYNODIC = 29.530588861
# Size in days, power of the eccentricity, multiples of the sun's and the moon's anomaly and of the moon's latitude.
_TERMS = (
    (-0.40720, 0, 0, 1, 0), (0.17241, 1, 1, 0, 0), (0.01608, 0, 0, 2, 0), (0.01039, 0, 0, 0, 2),
    (0.00739, 1, -1, 1, 0), (-0.00514, 1, 1, 1, 0), (0.00208, 2, 2, 0, 0), (-0.00111, 0, 0, 1, -2),
    (-0.00057, 0, 0, 1, 2), (0.00056, 1, 1, 2, 0), (-0.00042, 0, 0, 3, 0), (0.00042, 1, 1, 0, 2),
    (0.00038, 1, 1, 0, -2), (-0.00024, 1, -1, 2, 0), (-0.00007, 0, 2, 1, 0), (0.00004, 0, 0, 2, -2),
    (0.00004, 0, 3, 0, 0), (0.00003, 0, 1, 1, -2), (0.00003, 0, 0, 2, 2), (-0.00003, 0, 1, 1, 2),
    (0.00003, 0, -1, 1, 2), (-0.00002, 0, -1, 1, -2), (-0.00002, 0, 1, 3, 0), (0.00002, 0, 0, 4, 0),
)  # fmt: skip
# What the planets do to it: size in millionths of a day, angle at the beginning, and per month.
_PLANETS = (
    (325, 299.77, 0.107408), (165, 251.88, 0.016321), (164, 251.83, 26.651886), (126, 349.42, 36.412478),
    (110, 84.66, 18.206239), (62, 141.74, 53.303771), (60, 207.14, 2.453732), (56, 154.84, 7.306860),
    (47, 34.52, 27.261239), (42, 207.19, 0.121824), (40, 291.34, 1.844379), (37, 161.72, 24.198154),
    (35, 239.56, 25.513099), (23, 331.55, 3.592518),
)  # fmt: skip
# Size in degrees, angle at the beginning, and per year.
_SUN = (
    (0.0200, 355.05, 719.981), (0.0048, 234.95, 19.341), (0.0020, 247.1, 329.64), (0.0018, 297.8, 4452.67),
    (0.0018, 251.3, 0.20), (0.0015, 343.2, 450.37), (0.0013, 81.4, 225.18), (0.0008, 132.5, 659.29),
    (0.0007, 153.3, 90.38), (0.0007, 206.8, 30.35), (0.0006, 29.8, 337.18), (0.0005, 207.4, 1.50),
    (0.0005, 291.2, 22.81), (0.0004, 234.9, 315.56), (0.0004, 157.3, 299.30), (0.0004, 21.1, 720.02),
    (0.0003, 352.5, 1079.97), (0.0003, 329.7, 44.43),
)  # fmt: skip


def new_moon(number: int) -> datetime:
    """The moment of a new moon, counted from the first one of the year 2000."""
    t = number / 1236.85
    sun = 2.5534 + 29.10535670 * number - 0.0000014 * t**2
    moon = 201.5643 + 385.81693528 * number + 0.0107582 * t**2
    latitude = 160.7108 + 390.67050284 * number - 0.0016118 * t**2
    node = 124.7746 - 1.56375588 * number + 0.0020672 * t**2
    bent = 1 - 0.002516 * t - 0.0000074 * t**2
    days = 2451550.09766 + SYNODIC * number + 0.00015437 * t**2
    for size, power, a, b, c in _TERMS:
        days += size * bent**power * _sin(a * sun + b * moon + c * latitude)
    days -= 0.00017 * _sin(node)
    for millionths, start, step in _PLANETS:
        days += millionths * 1e-6 * _sin(start + step * number - (0.009173 * t**2 if step == 0.107408 else 0))
    return _J2000 + timedelta(days=days - 2451545.0) - _DELTA_T


def sun(moment: datetime) -> float:
    """The sun's longitude in degrees, as it is seen: 0 at the spring equinox."""
    t = ((moment + _DELTA_T) - _J2000) / timedelta(days=365.25)
    found = 280.4603 + 360.00769 * t + (1.9146 - 0.00005 * t) * _sin(357.538 + 359.991 * t)
    found += sum(size * _sin(start + step * t) for size, start, step in _SUN)
    return found % 360


def number_near(moment: datetime) -> int:
    """The number of a new moon within a day of the one before a moment."""
    return int((moment - _NEW_MOON) / timedelta(days=SYNODIC))


def _sin(degrees: float) -> float:
    return sin(radians(degrees))
