"""Trains an encoder from what a town wrote itself: a passage of an answer, and half of a title, must lead to their own document."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from chatbot.documents import Document
from chatbot.mind.encoder import Encoder, bag
from chatbot.mind.looking import Index

EPOCHS, BATCH = 6, 256
# How far one step goes, and how sharply the right document has to stand out from those beside it.
_RATE, _HEAT = 1e-3, 0.05
# A passage is so many words; a title is read so often; of what is asked so much is left unsaid.
_PASSAGE, _TITLES, _UNSAID = 12, 3, 0.25
_FIRST, _SECOND, _LITTLE = 0.9, 0.99, 1e-8
Bag = Mapping[int, float]


@dataclass(frozen=True)
class Pair:
    """Words that lead to a document: a passage of what it says, or its title."""

    asked: tuple[int, ...]
    document: int
    title: bool


@dataclass(frozen=True)
class _Steps:
    """Vectors of words on their way, with what Adam remembers of each."""

    vectors: Any
    mean: Any
    square: Any
    count: Any

    def take(self, rows: Any, slope: Any) -> None:
        """One step downhill for the words of a batch."""
        self.mean[rows] = _FIRST * self.mean[rows] + (1 - _FIRST) * slope
        self.square[rows] = _SECOND * self.square[rows] + (1 - _SECOND) * slope**2
        self.count[rows] += 1
        times = self.count[rows][:, None]
        mean, square = self.mean[rows] / (1 - _FIRST**times), self.square[rows] / (1 - _SECOND**times)
        self.vectors[rows] -= _RATE * mean / (np.sqrt(square) + _LITTLE)


def trained(index: Index, documents: Sequence[Document], seed: int = 0) -> Encoder:
    """An encoder of these documents, begun with the vectors of ordinary words; the same texts give the same one."""
    meaning, random = index.meaning, np.random.default_rng(seed)
    cut = [_cut(index, one) for one in documents]
    bags = [bag(titles, text) for titles, text in cut]
    pairs = [pair for number, (titles, text) in enumerate(cut) for pair in _pairs(number, titles, text)]
    length = float(np.linalg.norm(meaning.vectors, axis=1).mean()) or 1.0
    vectors = np.array(meaning.vectors, dtype=np.float32) / length
    steps = _Steps(vectors, np.zeros_like(vectors), np.zeros_like(vectors), np.zeros(len(vectors)))
    for _ in range(EPOCHS):
        order = random.permutation(len(pairs))
        for part in np.array_split(order, max(1, len(order) // BATCH)):
            batch = [pairs[place] for place in part]
            _step(steps, meaning.weights, [(one, _heard(one, bags, random)) for one in batch])
    told = (meaning.weights[:, None] * steps.vectors).astype(np.float32)
    return Encoder(hashlib.sha256(told.tobytes()).hexdigest()[:16], dict(meaning.words), told)


def _cut(index: Index, document: Document) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The words of a document's titles and of its texts, by their numbers."""
    titles, text = (
        [term.key for one in field for term in index.cutter.cut(one)]
        for field in (document.titles, document.texts)
    )
    known = index.meaning.words
    return tuple(known[key] for key in titles if key in known), tuple(
        known[key] for key in text if key in known
    )


def _pairs(document: int, titles: tuple[int, ...], text: tuple[int, ...]) -> Iterator[Pair]:
    for start in range(0, len(text), _PASSAGE):
        if len(part := text[start : start + _PASSAGE]) > 2:
            yield Pair(part, document, title=False)
    if titles:
        yield from [Pair(titles, document, title=True)] * _TITLES


def _heard(pair: Pair, bags: Sequence[Bag], random: Any) -> tuple[Bag, Bag]:
    """What is asked, some of it unsaid, and the document without what would give it away."""
    asked = [word for word in pair.asked if random.random() > _UNSAID] or pair.asked
    whole = bags[pair.document]
    if pair.title:
        shown = {word: worth for word, worth in whole.items() if worth < 1 or random.random() > 0.5}
    else:
        shown = {word: worth for word, worth in whole.items() if worth == 1}
    return dict.fromkeys(asked, 1.0), shown or whole


def _step(steps: _Steps, weights: Any, batch: Sequence[tuple[Pair, tuple[Bag, Bag]]]) -> None:
    """One batch: each question nearer to its own document than to those of the others, and the other way about."""
    said = [asked for _, (asked, _) in batch] + [shown for _, (_, shown) in batch]
    rows, table = _table(said, weights)
    summed = table @ steps.vectors[rows]
    length = np.linalg.norm(summed, axis=1, keepdims=True) + 1e-6
    unit, many = summed / length, len(batch)
    asked, shown = unit[:many], unit[many:]
    alike = asked @ shown.T / _HEAT
    of = np.array([pair.document for pair, _ in batch])
    # Another passage of the same document is not wrong.
    alike[(of[:, None] == of[None]) & ~np.eye(many, dtype=bool)] = -1e9
    wrong = (_share(alike) + _share(alike.T).T) / 2 - np.eye(many, dtype=np.float32)
    wrong /= _HEAT * many
    slope = np.concatenate([wrong @ shown, wrong.T @ asked])
    slope = (slope - unit * (unit * slope).sum(axis=1, keepdims=True)) / length
    steps.take(rows, table.T @ slope)


def _table(said: Sequence[Bag], weights: Any) -> tuple[Any, Any]:
    """Bags as rows over the words that stand in any of them."""
    rows = sorted({word for one in said for word in one})
    places = {word: place for place, word in enumerate(rows)}
    table = np.zeros((len(said), len(rows)), dtype=np.float32)
    for number, one in enumerate(said):
        for word, worth in one.items():
            table[number, places[word]] = worth * weights[word]
    return np.array(rows), table


def _share(alike: Any) -> Any:
    told = np.exp(alike - alike.max(axis=1, keepdims=True))
    return told / told.sum(axis=1, keepdims=True)
