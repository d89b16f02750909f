"""How near a question's words are in meaning to those of a title or a whole document, by vectors of words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

# What a word of the answer says next to one of the title, and how many of them are read.
BODY, READ = 0.3, 60
# How many directions that all texts share are left out: of titles, and of whole documents.
SHARED_TITLES, SHARED_WHOLE = 1, 4
# A word near another says as much as this power of how near it is.
NEAR = 3
# How many neighbours a document has, and how many documents are compared with all at a time.
NEIGHBOURS, AT_A_TIME = 5, 500
_LITTLE = 1e-9


@dataclass(frozen=True)
class Meaning:
    """Vectors of words, of every title (`row_of` says from which row on a document's stand), and of whole documents."""

    words: Mapping[str, int]
    vectors: Any
    weights: Any
    titles: Any
    row_of: Any
    whole: Any
    shared_titles: Any
    shared_whole: Any
    told: Any
    told_of: Any
    told_rarity: Any
    told_words: Any
    told_vectors: Any

    def near(self, wanted: Mapping[str, float]) -> tuple[Any, Any, Any]:
        """How near each document is: by its best title, as a whole, and by the title's words one by one."""
        rows = [self.words[word] for word in wanted if word in self.words]
        if not rows:
            nothing = np.zeros(len(self.whole), dtype=np.float32)
            return nothing, nothing, nothing
        title = self.titles @ _without(self._bag(wanted), self.shared_titles)
        return self._best(title), self.whole @ self.asked(wanted), self._best(self._told(rows))

    def asked(self, wanted: Mapping[str, float]) -> Any:
        """What a question means, to be laid beside whole documents and other questions."""
        return _without(self._bag(wanted), self.shared_whole)

    def _bag(self, wanted: Mapping[str, float]) -> Any:
        return _unit(_bag(wanted, self.words, self.vectors, self.weights))

    def _best(self, by_title: Any) -> Any:
        return np.maximum.reduceat(by_title, self.row_of)

    def _told(self, rows: Sequence[int]) -> Any:
        """How much of each title the question speaks of, its words weighed by how rare they are."""
        alike = (_unit(self.vectors[rows]) @ self.told_vectors.T).max(axis=0)
        spoken = np.clip(alike, 0, 1) ** NEAR
        # A word that was said is told, whether or not it has a vector.
        spoken[np.isin(self.told_words, rows)] = 1
        return np.add.reduceat(self.told_rarity * spoken[self.told], self.told_of)


def built(
    titles: Sequence[Sequence[Sequence[str]]], texts: Sequence[Sequence[str]], words: Mapping[str, int],
    vectors: Any, rarity: Any,
) -> Meaning:  # fmt: skip
    """The meaning of documents, by the words of each of their titles and of their texts."""
    has = (vectors**2).sum(axis=1) > 0
    centred = np.where(has[:, None], vectors - vectors[has].mean(axis=0) if has.any() else vectors, 0)
    weights = np.sqrt(rarity).astype(np.float32)
    rows = [title or ("",) for one in titles for title in (one or [()])]
    first = np.cumsum([0, *(max(1, len(one)) for one in titles)])[:-1]
    by_title, shared_titles = _apart(
        np.array([_bag(dict.fromkeys(row, 1.0), words, centred, weights) for row in rows]), SHARED_TITLES
    )
    bags = [_of_all(one, text) for one, text in zip(titles, texts, strict=True)]
    whole, shared_whole = _apart(np.array([_bag(bag, words, centred, weights) for bag in bags]), SHARED_WHOLE)
    return Meaning(
        words, centred.astype(np.float32), weights, by_title, first.astype(np.int64), whole,
        shared_titles, shared_whole, *_told(rows, words, centred, rarity),
    )  # fmt: skip


def neighbours(whole: Any) -> Any:
    """For each document those nearest to it, itself left out."""
    many = min(NEIGHBOURS, len(whole) - 1)
    found = np.zeros((len(whole), many), dtype=np.int32)
    for start in range(0, len(whole), AT_A_TIME):
        alike = whole[start : start + AT_A_TIME] @ whole.T
        alike[np.arange(len(alike)), np.arange(start, start + len(alike))] = -2
        found[start : start + AT_A_TIME] = np.argpartition(-alike, max(0, many - 1), axis=1)[:, :many]
    return found


def _of_all(titles: Sequence[Sequence[str]], text: Sequence[str]) -> dict[str, float]:
    return dict.fromkeys(text[:READ], BODY) | {word: 1.0 for title in titles for word in title}


def _bag(bag: Mapping[str, float], words: Mapping[str, int], vectors: Any, weights: Any) -> Any:
    known = [(words[word], worth) for word, worth in bag.items() if word in words]
    rows = [row for row, _ in known]
    return np.array([worth for _, worth in known], dtype=np.float32) * weights[rows] @ vectors[rows]


def _apart(table: Any, shared: int) -> tuple[Any, Any]:
    """Rows of length one without the directions that all of them share, and these directions."""
    table = _unit(table.astype(np.float32))
    _, directions = np.linalg.eigh(table.T @ table)
    common = directions[:, -shared:].T.astype(np.float32).copy()
    return _without(table, common).astype(np.float32), common


def _without(table: Any, common: Any) -> Any:
    return _unit(table - (table @ common.T) @ common)


def _unit(table: Any) -> Any:
    return table / (np.linalg.norm(table, axis=-1, keepdims=True) + _LITTLE)


def _told(
    rows: Sequence[Sequence[str]], words: Mapping[str, int], vectors: Any, rarity: Any
) -> tuple[Any, Any, Any, Any, Any]:
    """Title after title its words, as places among the words of titles, with what each is of its title."""
    told = [list(dict.fromkeys(words.get(word, 0) for word in row)) for row in rows]
    flat = np.array([number for row in told for number in row])
    of = np.cumsum([0, *map(len, told)])[:-1]
    weight = rarity[flat]
    shares = weight / np.repeat(np.add.reduceat(weight, of) + _LITTLE, [len(row) for row in told])
    there, places = np.unique(flat, return_inverse=True)
    return (
        places.astype(np.int32), of.astype(np.int64), shares.astype(np.float32),
        there.astype(np.int32), _unit(vectors[there]).astype(np.float32),
    )  # fmt: skip
