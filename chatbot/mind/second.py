"""A second opinion: whoever is handed in scores the best that was found, and both opinions count alike."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from chatbot.mind.mind import Hit

# So many are worth a second opinion.
WORTH = 20
# Says of a question and the keys that were found how well each answers it; None where it has no opinion now.
Second = Callable[[str, Sequence[str]], Sequence[float] | None]


def again(question: str, hits: "Sequence[Hit]", opinions: Sequence[Second]) -> "list[Hit]":
    """The same hits in the order that all opinions make together; as they were where nobody has one."""
    keys = [hit.document.key for hit in hits]
    told = [_scaled(scores) for ask in opinions if (scores := _heard(ask(question, keys), len(hits)))]
    if not told:
        return list(hits)
    together = np.sum([_scaled([hit.score for hit in hits]), *told], axis=0)
    return [hits[place] for place in np.argsort(-together, kind="stable")]


def _heard(scores: Sequence[float] | None, many: int) -> Sequence[float] | None:
    """Scores that can be used: one for each, all of them numbers."""
    return scores if scores is not None and len(scores) == many and np.isfinite(scores).all() else None


def _scaled(scores: Sequence[float]) -> Any:
    found = np.asarray(scores, dtype=np.float64)
    return (found - found.mean()) / (found.std() + 1e-9)
