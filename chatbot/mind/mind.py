"""The mind as others meet it: a question in, one answer, a few, or none out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from chatbot.answers import FEW, Answer, Choices, Sure, Unknown
from chatbot.documents import Document
from chatbot.mind import calibration, confidence, contrasts, learning, looking, store
from chatbot.mind.build import build as _build
from chatbot.mind.calibration import Calibration
from chatbot.mind.confidence import DIRECT, HAND_OVER, Judge
from chatbot.mind.contrasts import Contrast
from chatbot.mind.encoder import Encoder
from chatbot.mind.learning import Judged, Memory
from chatbot.mind.looking import Index, Look, best
from chatbot.mind.second import WORTH, Second, order
from chatbot.mind.signals import signals, speaks_of_it


@dataclass(frozen=True)
class Hit:
    """A document with how well it fits, comparable within one question only; `number` is its place in the index."""

    document: Document
    score: float
    number: int


@dataclass(frozen=True)
class Mind:
    """What a town has written, ready to be asked; `memory` holds what it judged, when it judged enough."""

    version: str
    index: Index
    judge: Judge
    memory: Memory | None
    town: Calibration = field(default_factory=Calibration)
    contrasts: tuple[Contrast, ...] = field(default_factory=contrasts.general)

    def answer(self, question: str, opinions: Sequence[Second] = ()) -> Answer:
        """One document where it is sure, a few where it is not, none where the question is none for this town.

        Where `opinions` put another first, nothing is sure any more.
        """
        look = self.index.look(question)
        hits = self.ranked(look, WORTH if opinions else FEW)
        if not hits:
            return Unknown()
        found = signals(self.index, look, hits[0].number)
        if self.judge.ours.of(found) < HAND_OVER:
            return Unknown()
        right = self._right(found)
        keys, scores = [hit.document.key for hit in hits], [hit.score for hit in hits]
        places = order(question, keys, scores, opinions)
        if right >= DIRECT and places[0] == 0 and self.speaks_of(question, look, hits[0]):
            return Sure(hits[0].document, right)
        return Choices(tuple(hits[place].document for place in places[:FEW]))

    def first(self, question: str) -> tuple[str, float]:
        """The key of what stands first, and the general chance that it is right; no key where nothing is found."""
        look = self.index.look(question)
        hits = self.ranked(look, 1)
        if not hits:
            return "", 0.0
        found = signals(self.index, look, hits[0].number)
        return hits[0].document.key, float(self.judge.right.of(found))

    def speaks_of(self, question: str, look: Look, hit: Hit) -> bool:
        """Whether a document speaks of what was asked and not of its neighbour, however well it fits."""
        beside = contrasts.neighbours(self.contrasts, question, hit.document.titles)
        return not beside and speaks_of_it(self.index, look, hit.number)

    def _right(self, found: Any) -> float:
        return float(self.town.of(self.judge.right.of(found)))

    def rank(self, question: str, most: int = 10) -> list[Hit]:
        """The documents that a question leads to, best first."""
        return self.ranked(self.index.look(question), most)

    def ranked(self, look: Look, most: int) -> list[Hit]:
        """The best of what was looked up; the order of equals is that of the documents."""
        if not look.wanted:
            return []
        numbers, scores = np.arange(len(look.together)), look.together
        if self.memory:
            numbers, scores = self.memory.scores(self.index, look)
        documents, first = self.index.documents, best(scores, most)
        return [Hit(documents[numbers[place]], float(scores[place]), int(numbers[place])) for place in first]


def build(
    documents: Iterable[Document], folder: Path, judged: Judged | None = None, encoder: Encoder | None = None
) -> str:
    """Write the mind of some documents into a folder, unless it lies there already; which one it is.

    `judged` are questions with the keys that are right for them (2 and more rightly, 1 nearly), to learn from;
    `encoder` is one that was trained from the town's own texts.
    """
    return _build(documents, folder, judged, encoder)


def version(folder: Path) -> str:
    """Which mind lies in a folder, and how sure of itself it may be; empty where none does."""
    name, town = store.version(folder), calibration.opened(folder)
    return f"{name}+{town.slope}+{town.base}" if name and town.votes else name


def discard(folder: Path, name: str) -> None:
    """Throw away a mind that cannot be read, so that it is built again."""
    store.discard(folder, name.partition("+")[0])


def load(folder: Path) -> Mind:
    """The mind that lies in a folder, its arrays mapped into memory."""
    kept = store.opened(folder)
    judge, town = confidence.general(), calibration.opened(folder)
    return Mind(version(folder), looking.opened(kept), judge, learning.opened(kept), town)
