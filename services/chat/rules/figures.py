"""How many were helped, and how sure that is: of those who said so, with the interval that so few allow."""

import math
from dataclasses import dataclass

# 95 of 100 intervals hold the true share.
_Z = 1.96


@dataclass(frozen=True)
class Figure:
    """One field in one month: asked, answered, and what people said of it, in words and in silence."""

    asked: int = 0
    answered: int = 0
    voted: int = 0
    yes: int = 0
    rephrased: int = 0
    handed_over: int = 0

    @property
    def share(self) -> float | None:
        """解決率: the yes among those who said anything."""
        return self.yes / self.voted if self.voted else None

    @property
    def response(self) -> float | None:
        """回答率: how many of those who were asked said anything."""
        return self.voted / self.answered if self.answered else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between which shares the true one lies, 95 times in a hundred."""
        return wilson(self.yes, self.voted) if self.voted else None

    @property
    def least(self) -> float | None:
        """The share where every silence that speaks counts as a no."""
        whole = self.voted + self.rephrased + self.handed_over
        return self.yes / whole if whole else None


def wilson(yes: int, n: int) -> tuple[float, float]:
    """Wilson's interval (1927): it stays between nothing and all, for three answers as for three thousand."""
    share, square = yes / n, _Z * _Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    reach = _Z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return max(0.0, middle - reach), min(1.0, middle + reach)
