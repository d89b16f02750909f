"""Which documents hold a word and what it adds to their score: BM25 over fields, worked out once and kept in arrays."""

import math
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

# How much a field weighs, and how far a long one is held against its document: titles, names, texts, asides.
WEIGHTS = (2.0, 2.0, 1.0, 0.4)
LENGTHS = (0.75, 0.5, 0.5, 0.6)
# From how many occurrences on a further one says little more.
SATURATION = 2.0
_LITTLE = 1e-9

Fields = tuple[Iterable[str], ...]


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

    def holds(self, word: str, document: int) -> bool:
        """Whether a word stands in a document."""
        number = self.words.get(word)
        if number is None:
            return False
        there = self.documents[self.starts[number] : self.starts[number + 1]]
        place = int(np.searchsorted(there, document))
        return place < len(there) and int(there[place]) == document

    def rarity(self, word: str) -> float:
        """How much a word tells: one that few documents hold tells most, one that none holds as much as the rarest."""
        number = self.words.get(word)
        held = 0 if number is None else int(self.starts[number + 1] - self.starts[number])
        return math.log(1 + (self.count - held + 0.5) / (held + 0.5))


def built(fields: Iterable[Fields]) -> Postings:
    """Postings over documents, each by the words of its fields."""
    words: dict[str, int] = {}
    # Numbered at once, a large town's words take megabytes; kept as words they would take hundreds.
    coded = [tuple(array("i", _numbered(field, words)) for field in one) for one in fields]
    sizes = np.array([[len(field) for field in one] for one in coded], dtype=np.float64)
    shares = 1 - np.array(LENGTHS) + np.array(LENGTHS) * sizes / np.maximum(sizes.mean(axis=0), _LITTLE)
    told, strengths = zip(*map(_strengths, coded, np.array(WEIGHTS) / shares), strict=True)
    number, strength = np.concatenate(told), np.concatenate(strengths)
    document = np.repeat(np.arange(len(coded), dtype=np.int32), [len(one) for one in told])
    order = np.argsort(number, kind="stable")
    many = np.bincount(number, minlength=len(words))
    rarity = np.log(1 + (len(coded) - many + 0.5) / (many + 0.5))
    adds = strength * (SATURATION + 1) / (strength + SATURATION) * rarity[number]
    return Postings(
        words=words,
        starts=np.concatenate([[0], np.cumsum(many)]).astype(np.int64),
        documents=document[order],
        adds=adds[order].astype(np.float32),
        count=len(coded),
    )


def _numbered(field: Iterable[str], words: dict[str, int]) -> Iterator[int]:
    return (words.setdefault(word, len(words)) for word in field)


def _strengths(fields: Sequence[Sequence[int]], worth: Any) -> tuple[Any, Any]:
    """A document's words and how strongly it holds each, all fields together."""
    numbers = np.concatenate([np.asarray(field, dtype=np.int64) for field in fields])
    each = np.repeat(worth, [len(field) for field in fields])
    there, places = np.unique(numbers, return_inverse=True)
    return there, np.bincount(places, each, minlength=len(there))
