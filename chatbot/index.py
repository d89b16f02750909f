"""The index: made once from documents, then only read; BM25 over fields that weigh differently."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from chatbot.documents import Document
from chatbot.grams import asked_grams, document_grams
from chatbot.lexicon import Lexicon, general

# How much a field weighs, and how far a long one is held against its document: titles, names, texts, asides.
WEIGHTS = (2.0, 2.0, 1.0, 0.4)
LENGTHS = (0.6, 0.3, 0.6, 0.5)
# From how many occurrences on a further one says little more.
SATURATION = 2.0


@dataclass(frozen=True)
class Name:
    """One thing a document may be called: what its grams weigh, each and together."""

    grams: Mapping[str, float]
    weight: float


@dataclass(frozen=True)
class Index:
    """Documents and where each gram stands in them; values only, so that many threads may ask at once."""

    documents: tuple[Document, ...]
    lexicon: Lexicon
    rarity: Mapping[str, float]
    unseen: float
    postings: Mapping[str, Sequence[tuple[int, float]]]
    strengths: tuple[Mapping[str, float], ...]
    names: tuple[tuple[Name, ...], ...]

    def weight(self, gram: str) -> float:
        """How much a gram tells: one that few documents hold tells most, one that none holds as much as the rarest."""
        return self.rarity.get(gram, self.unseen)


def build(documents: Iterable[Document], lexicon: Lexicon | None = None) -> Index:
    """An index over documents; without a lexicon of the caller's it speaks the product's own."""
    kept = tuple(documents)
    counted = [_fields(document) for document in kept]
    rarity = _rarity(counted)
    strengths = tuple(_strengths(counted))
    return Index(
        documents=kept,
        lexicon=general() if lexicon is None else lexicon,
        rarity=MappingProxyType(rarity),
        unseen=math.log(1 + (len(kept) + 0.5) / 0.5),
        postings=MappingProxyType(_postings(strengths)),
        strengths=strengths,
        names=tuple(_names(document, rarity) for document in kept),
    )


def _fields(document: Document) -> tuple[Counter[str], ...]:
    parts = (document.titles, document.names, document.texts, document.asides)
    return tuple(Counter(gram for text in part for gram in document_grams(text)) for part in parts)


def _rarity(counted: Sequence[tuple[Counter[str], ...]]) -> dict[str, float]:
    holding = Counter(gram for fields in counted for gram in set().union(*fields))
    return {gram: math.log(1 + (len(counted) - n + 0.5) / (n + 0.5)) for gram, n in holding.items()}


def _strengths(counted: Sequence[tuple[Counter[str], ...]]) -> Iterable[Mapping[str, float]]:
    """How strongly each document holds each of its grams, all fields together."""
    sizes = [[field.total() for field in fields] for fields in counted]
    usual = [sum(column) / len(counted) or 1.0 for column in zip(*sizes, strict=True)]
    for fields, lengths in zip(counted, sizes, strict=True):
        strength: dict[str, float] = defaultdict(float)
        for place, field in enumerate(fields):
            share = 1 - LENGTHS[place] + LENGTHS[place] * lengths[place] / usual[place]
            for gram, n in field.items():
                strength[gram] += WEIGHTS[place] * n / share
        yield MappingProxyType(dict(strength))


def _postings(strengths: Sequence[Mapping[str, float]]) -> dict[str, list[tuple[int, float]]]:
    """For each gram the documents that hold it, with what it adds to their score."""
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, held in enumerate(strengths):
        for gram, strength in held.items():
            found[gram].append((number, strength * (SATURATION + 1) / (strength + SATURATION)))
    return dict(found)


def _names(document: Document, rarity: Mapping[str, float]) -> tuple[Name, ...]:
    # A name is cut as a question is, so that courtesy in either makes no difference.
    called = [asked_grams(text) for text in (*document.titles, *document.names)]
    weighed = [{gram: says * rarity.get(gram, 0.0) for gram, says in name.items()} for name in called if name]
    return tuple(Name(MappingProxyType(name), sum(name.values())) for name in weighed)
