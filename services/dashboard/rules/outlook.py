"""What may come: a straight line through what was, with a band in which four of five values would lie if it goes on."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

# Fewer months say nothing about a direction; older ones say little about the present one.
LEAST, MOST = 6, 24
# Student's t for a band of 80 %, by degrees of freedom from one to thirty.
_T = (
    3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363, 1.356, 1.350, 1.345, 1.341,
    1.337, 1.333, 1.330, 1.328, 1.325, 1.323, 1.321, 1.319, 1.318, 1.316, 1.315, 1.314, 1.313, 1.311, 1.310,
)  # fmt: skip
_T_MANY = 1.282


@dataclass(frozen=True)
class Band:
    """A middle and the two ends of what is likely."""

    middle: float
    low: float
    high: float

    def within(self, least: float, most: float) -> "Band":
        """The same, where less or more cannot be."""
        return Band(*(min(most, max(least, one)) for one in (self.middle, self.low, self.high)))


@dataclass(frozen=True)
class Trend:
    """A straight line through values that stand one step apart, and how far they stray from it."""

    start: float
    slope: float
    stray: float
    count: int

    def ahead(self, steps: int) -> Band:
        """What is to be expected so many steps after the last value."""
        middle_place = (self.count - 1) / 2
        spread = self.count * (self.count**2 - 1) / 12
        place = self.count - 1 + steps
        middle = self.start + self.slope * place
        degrees = self.count - 2
        t = _T[degrees - 1] if degrees <= len(_T) else _T_MANY
        half = t * self.stray * sqrt(1 + 1 / self.count + (place - middle_place) ** 2 / spread)
        return Band(middle, middle - half, middle + half)


def trend(values: Sequence[float]) -> Trend | None:
    """The line through the newest values; nothing where they are too few."""
    used = values[-MOST:]
    count = len(used)
    if count < LEAST:
        return None
    middle, mean = (count - 1) / 2, sum(used) / count
    spread = sum((place - middle) ** 2 for place in range(count))
    slope = sum((place - middle) * (value - mean) for place, value in enumerate(used)) / spread
    start = mean - slope * middle
    strays = sum((value - start - slope * place) ** 2 for place, value in enumerate(used))
    return Trend(start, slope, sqrt(strays / (count - 2)), count)


def wilson(yes: int, of: int, z: float = 1.96) -> Band | None:
    """A share with the interval in which the true one lies in 95 of 100 cases (Wilson), as parts of one."""
    if of <= 0:
        return None
    share = yes / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return Band(share, max(0.0, middle - half), min(1.0, middle + half))
