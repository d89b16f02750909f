"""Questions that ask for the same, put together by the words they share; and words by which they would be found."""

import math
import re
from collections import Counter
from collections.abc import Sequence

from chatbot.folding import folded
from chatbot.grams import asked_grams

# Two questions with so much in common ask for the same.
ALIKE = 0.35
# A word of a question: kanji, katakana or letters in a row; what stands in ［］ was masked.
_WORD = re.compile(r"[一-龥々]{2,8}|[ァ-ヶー]{3,12}|[A-Za-z]{3,20}")
_MASK = re.compile(r"［[^］]*］")
_MOST = 6


def clusters(texts: Sequence[str]) -> list[list[int]]:
    """The places of texts that belong together; each joins the first lot that is like it."""
    weights = [_weights(text) for text in texts]
    common = Counter(gram for one in weights for gram in one)
    vectors = [
        _unit({gram: said / math.log(1.5 + common[gram]) for gram, said in one.items()}) for one in weights
    ]
    found: list[tuple[dict[str, float], list[int]]] = []
    for place, vector in enumerate(vectors):
        for centre, members in found:
            if _cosine(centre, vector) >= ALIKE:
                members.append(place)
                break
        else:
            found.append((vector, [place]))
    return [members for _, members in found]


def words(texts: Sequence[str], known: str) -> tuple[str, ...]:
    """Words of these texts that the nearest answer does not say: the ones by which it is not found."""
    plain = folded(known)
    said = Counter(
        word
        for text in texts
        for word in dict.fromkeys(_WORD.findall(_MASK.sub(" ", text)))
        if folded(word) not in plain
    )
    return tuple(word for word, _ in said.most_common(_MOST))


def _weights(text: str) -> dict[str, float]:
    return dict(asked_grams(_MASK.sub(" ", text)))


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(one * one for one in vector.values())) or 1.0
    return {gram: one / length for gram, one in vector.items()}


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    return sum(value * other.get(gram, 0.0) for gram, value in one.items())
