"""Learns from what a town judged: a question like one that was judged leads to what was right for that one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from chatbot.mind.looking import Index, Look, best, scaled
from chatbot.mind.store import Kept

Judged = Mapping[str, Mapping[str, int]]

# With fewer judged questions than this nothing is learned.
ENOUGH = 20
# So many documents are weighed anew: the best together, and the best of single ways, which the others may have outvoted.
BEST, OF_ONE, BY_MEMORY = 100, 20, 10
_SINGLE = ("words", "whole", "title")
_SHARES = ("words", "plain", "title", "whole", "told")
# How far the weights are held back: many are learned from few questions.
_HELD, _STEPS = 10.0, 15
_LITTLE = 1e-9


@dataclass(frozen=True)
class Memory:
    """Judged questions: what they mean, the words they hold, and what was right for each (`starts` parts them).

    `holding` is a row for each word: what it weighs in each judged question.
    """

    vectors: Any
    words: Mapping[str, int]
    holding: Any
    starts: Any
    documents: Any
    grades: Any
    weights: Any

    def scores(self, index: Index, look: Look) -> tuple[Any, Any]:
        """The documents worth weighing anew, and what each of them earns."""
        worth, told = self.told(look, self.like(index, look), len(index.documents))
        return worth, told @ self.weights

    def told(self, look: Look, like: Any, count: int) -> tuple[Any, Any]:
        """The documents worth weighing and all that tells of them, by how like a question is to the judged ones."""
        remembered = self._remembered(like, count)
        worth = _worth_a_look(look, remembered)
        return worth, _told(look, remembered, worth)

    def like(self, index: Index, look: Look) -> Any:
        """How like a question is to each judged one, by meaning and by words."""
        meaning = np.clip(self.vectors @ index.meaning.asked(look.wanted), 0, 1) ** 3
        known = {
            self.words[word]: worth for word, worth in _weights(index, look).items() if word in self.words
        }
        words = np.fromiter(known.values(), np.float32, len(known)) @ self.holding[list(known)]
        return np.stack([meaning, words**2])

    def _remembered(self, like: Any, count: int) -> Any:
        """What was right for the questions most like this one, for each document: by meaning, by words, and all of them."""
        each = np.repeat(like, np.diff(self.starts), axis=1) * self.grades / 2
        found = np.zeros((3, count))
        np.maximum.at(found[0], self.documents, each[0])
        np.maximum.at(found[1], self.documents, each[1])
        np.add.at(found[2], self.documents, each.sum(axis=0))
        found[2] = np.minimum(found[2], 2)
        return found


def learned(index: Index, judged: Judged) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is kept of judged questions, as arrays and words for the mind's files; nothing where they are too few."""
    numbers = {document.key: number for number, document in enumerate(index.documents)}
    right = {
        question: {numbers[key]: grade for key, grade in grades.items() if grade > 0 and key in numbers}
        for question, grades in judged.items()
    }
    looks = {question: index.look(question) for question, grades in right.items() if grades}
    looks = {question: look for question, look in looks.items() if look.wanted}
    if len(looks) < ENOUGH:
        return {}, {}
    grades = [right[question] for question in looks]
    arrays = {
        "learned_vectors": np.array(
            [index.meaning.asked(look.wanted) for look in looks.values()], np.float32
        ),
        "learned_starts": np.cumsum([0, *map(len, grades)]),
        "learned_documents": np.array([number for one in grades for number in one], np.int32),
        "learned_grades": np.array([grade for one in grades for grade in one.values()], np.float32),
    }
    words, arrays["learned_holding"] = _holding([_weights(index, look) for look in looks.values()])
    arrays["learned_weights"] = _fitted(_memory(arrays, words), index, list(looks.values()), grades)
    return arrays, {"learned": words}


def opened(kept: Kept) -> Memory | None:
    """What a mind's files remember of judged questions."""
    return _memory(kept.arrays, kept.told["learned"]) if "learned" in kept.told else None


def _memory(arrays: Mapping[str, Any], words: Iterable[str]) -> Memory:
    return Memory(
        vectors=arrays["learned_vectors"],
        words={word: number for number, word in enumerate(words)},
        holding=arrays["learned_holding"],
        starts=arrays["learned_starts"],
        documents=arrays["learned_documents"],
        grades=arrays["learned_grades"],
        weights=arrays.get("learned_weights"),
    )


def _holding(questions: Sequence[Mapping[str, float]]) -> tuple[list[str], Any]:
    """The words of judged questions, and for each what it weighs in every one of them."""
    words = list(dict.fromkeys(word for one in questions for word in one))
    places = {word: place for place, word in enumerate(words)}
    table = np.zeros((len(words), len(questions)), np.float32)
    for number, one in enumerate(questions):
        for word, weight in one.items():
            table[places[word], number] = weight
    return words, table


def _weights(index: Index, look: Look) -> dict[str, float]:
    """A question's words by how much each tells, together of length one."""
    weights = {word: worth * index.words.rarity(word) for word, worth in look.wanted.items()}
    length = sum(weight**2 for weight in weights.values()) ** 0.5 or 1.0
    return {word: weight / length for word, weight in weights.items()}


def _worth_a_look(look: Look, remembered: Any) -> Any:
    lists = [best(look.together, BEST), *(best(look.earned[way], OF_ONE) for way in _SINGLE)]
    return np.unique(np.concatenate([*lists, best(remembered[2], BY_MEMORY)]))


def _told(look: Look, remembered: Any, worth: Any) -> Any:
    """All that tells of some documents, a row for each."""
    # How many stand before it.
    place = len(look.together) - np.searchsorted(np.sort(look.together), look.together[worth], "right")
    columns = [
        *(scores[worth] for scores in look.standing.values()),
        scaled(look.together)[worth],
        *(look.earned[way][worth] / (look.earned[way].max() + _LITTLE) for way in _SHARES),
        look.together[worth] / (look.together.max() + _LITTLE),
        *remembered[:, worth],
        1 / (1 + place / 5),
    ]
    return np.stack(columns, axis=1)


def _fitted(memory: Memory, index: Index, looks: Sequence[Look], grades: Sequence[Mapping[int, int]]) -> Any:
    """Weights by which what is right stands before what is not; no question is asked of its own judgement."""
    pairs, counts = [], []
    for number, (look, right) in enumerate(zip(looks, grades, strict=True)):
        like = memory.like(index, look)
        like[:, number] = 0
        worth, told = memory.told(look, like, len(index.documents))
        given = np.array([right.get(int(document), 0) for document in worth])
        for good in np.flatnonzero(given):
            worse = np.flatnonzero(given < given[good])
            pairs.append(told[good] - told[worse])
            counts.append((given[good] - given[worse]) / max(1, len(worse)))
    apart, count = np.concatenate(pairs), np.concatenate(counts)
    spread = apart.std(axis=0) + _LITTLE
    return _descended(apart / spread, count * (_HELD * len(looks) / count.sum())) / spread


def _descended(apart: Any, count: Any) -> Any:
    weights = np.zeros(apart.shape[1])
    held = np.eye(len(weights)) * _HELD
    for _ in range(_STEPS):
        wrong = 1 / (1 + np.exp(np.clip(apart @ weights, -50, 50)))
        slope = held @ weights - apart.T @ (count * wrong)
        bend = (apart * (count * wrong * (1 - wrong))[:, None]).T @ apart + held
        weights -= np.linalg.solve(bend, slope)
    return weights
