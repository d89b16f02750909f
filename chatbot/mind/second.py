"""A second opinion: whoever is handed in scores the best that was found, and all opinions count alike."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

# So many are worth a second opinion.
WORTH = 20
# Says of a question and the keys that were found how well each answers it; None where it has no opinion now.
Second = Callable[[str, Sequence[str]], Sequence[float] | None]


def order(
    question: str, keys: Sequence[str], scores: Sequence[float], opinions: Sequence[Second]
) -> list[int]:
    """The places of what was found in the order that all opinions make together; as they are where nobody has one."""
    heard = [ask(question, keys) for ask in opinions]
    told = [_scaled(one) for one in heard if one is not None and _usable(one, len(keys))]
    if not told:
        return list(range(len(keys)))
    together = np.sum([_scaled(scores), *told], axis=0)
    return [int(place) for place in np.argsort(-together, kind="stable")]


def _usable(scores: Sequence[float], many: int) -> bool:
    """One for each, all of them numbers."""
    return len(scores) == many and bool(np.isfinite(scores).all())


def _scaled(scores: Sequence[float]) -> Any:
    found = np.asarray(scores, dtype=np.float64)
    return (found - found.mean()) / (found.std() + 1e-9)
