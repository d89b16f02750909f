"""Which documents hold a word and what it adds to their score: BM25 over fields, worked out once and kept in arrays."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

# How much a field weighs, and how far a long one is held against its document: titles, names, texts, asides.
WEIGHTS = (2.0, 2.0, 1.0, 0.4)
LENGTHS = (0.75, 0.5, 0.5, 0.6)
# From how many occurrences on a further one says little more.
SATURATION = 2.0

Fields = tuple[Sequence[str], ...]


@dataclass(frozen=True)
class Postings:
    """Words by number; for each the documents that hold it and what it adds, one word after the other."""

    words: Mapping[str, int]
    starts: Any
    documents: Any
    adds: Any
    count: int

    def scores(self, wanted: Mapping[str, float]) -> Any:
        """What every document earns by the words of a question."""
        earned = np.zeros(self.count, dtype=np.float32)
        for word, worth in wanted.items():
            number = self.words.get(word)
            if number is not None:
                part = slice(self.starts[number], self.starts[number + 1])
                earned[self.documents[part]] += worth * self.adds[part]
        return earned

    def rarity(self, word: str) -> float:
        """How much a word tells: one that few documents hold tells most, one that none holds as much as the rarest."""
        number = self.words.get(word)
        held = 0 if number is None else int(self.starts[number + 1] - self.starts[number])
        return math.log(1 + (self.count - held + 0.5) / (held + 0.5))


def built(fields: Iterable[Fields]) -> Postings:
    """Postings over documents, each by the words of its fields."""
    counted = [tuple(Counter(field) for field in one) for one in fields]
    sizes = [[field.total() for field in one] for one in counted]
    usual = [sum(column) / len(counted) or 1.0 for column in zip(*sizes, strict=True)]
    held: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, (one, lengths) in enumerate(zip(counted, sizes, strict=True)):
        for word, strength in _strengths(one, lengths, usual).items():
            held[word].append((number, strength * (SATURATION + 1) / (strength + SATURATION)))
    return _arrays(held, len(counted))


def _strengths(
    fields: Sequence[Counter[str]], lengths: Sequence[int], usual: Sequence[float]
) -> dict[str, float]:
    strength: dict[str, float] = defaultdict(float)
    for place, field in enumerate(fields):
        share = 1 - LENGTHS[place] + LENGTHS[place] * lengths[place] / usual[place]
        for word, n in field.items():
            strength[word] += WEIGHTS[place] * n / share
    return strength


def _arrays(held: Mapping[str, Sequence[tuple[int, float]]], count: int) -> Postings:
    many = [len(pairs) for pairs in held.values()]
    rarity = [math.log(1 + (count - n + 0.5) / (n + 0.5)) for n in many]
    adds = [add for pairs in held.values() for _, add in pairs]
    return Postings(
        words={word: number for number, word in enumerate(held)},
        starts=np.concatenate([[0], np.cumsum(many)]).astype(np.int64),
        documents=np.array([number for pairs in held.values() for number, _ in pairs], dtype=np.int32),
        adds=(np.array(adds) * np.repeat(rarity, many)).astype(np.float32),
        count=count,
    )
