"""Looks a question up in every way there is, and weighs the ways against one another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from chatbot.documents import Document
from chatbot.mind import store
from chatbot.mind.cutting import pieces
from chatbot.mind.encoder import WORTH, Encoder, Trained
from chatbot.mind.kinds import kinds
from chatbot.mind.meaning import Meaning
from chatbot.mind.postings import Postings
from chatbot.mind.sayings import Saying, Sayings, gathered
from chatbot.mind.terms import Cutter, cutter

# What each way counts, all of them brought to one scale; round figures, since finer ones would fit one town.
WAYS = {"words": 1.0, "letters": 0.2, "title": 0.5, "whole": 0.5, "told": 0.2, "kind": 0.2}
# What a document gains by those that are nearest to it.
COMPANY = 0.15
# A matter is said in so many letters; what follows is not looked up.
READ = 400
_LITTLE = 1e-9


@dataclass(frozen=True)
class Look:
    """What a question looks like: its words and their weights with and without what they may mean, and what each way earns.

    `standing` is what they earn brought to one scale.
    """

    own: Mapping[str, float]
    wanted: Mapping[str, float]
    earned: Mapping[str, Any]
    standing: Mapping[str, Any]
    together: Any


@dataclass(frozen=True)
class Index:
    """Everything that is looked up; only read, so that many threads may ask at once."""

    documents: tuple[Document, ...]
    cutter: Cutter
    sayings: Sayings
    words: Postings
    letters: Postings
    meaning: Meaning
    kinds_worth: Any
    kinds: Any
    neighbours: Any
    trained: Trained | None = None

    def look(self, question: str) -> Look:
        """A question looked up in every way."""
        asked = question[:READ]
        own = dict.fromkeys((term.key for term in self.cutter.cut(asked)), 1.0)
        wanted = self.sayings.expand(own, asked)
        title, whole, told = self.meaning.near(wanted)
        earned = {
            "words": self.words.scores(wanted),
            "letters": self.letters.scores(dict.fromkeys(pieces(asked), 1.0)),
            "title": title,
            "whole": whole,
            "told": told,
            "kind": self.kinds @ self._kind(asked),
            "plain": self.words.scores(own),
        }
        ways = WAYS
        if self.trained:
            earned["trained"], ways = self.trained.near(wanted), {**WAYS, "trained": WORTH}
        standing = {way: scaled(scores) for way, scores in earned.items()}
        fused = sum(worth * standing[way] for way, worth in ways.items())
        return Look(own, wanted, earned, standing, self._in_company(fused))

    def _kind(self, asked: str) -> Any:
        kind = kinds([asked]) * self.kinds_worth
        return kind / (np.linalg.norm(kind) + 1e-6)

    def _in_company(self, fused: Any) -> Any:
        if not self.neighbours.shape[1]:
            return fused
        return fused + COMPANY * fused[self.neighbours].mean(axis=1)


def scaled(scores: Any) -> Any:
    """Scores of one question brought to one scale with those of another way."""
    return (scores - scores.mean()) / (scores.std() + _LITTLE)


def best(scores: Any, most: int) -> Any:
    """The places of the highest scores, the highest first; the order of equals is their own."""
    there = np.arange(len(scores))
    if most < len(scores):
        # What falls out of the first most is never sorted; equals of the last kept are, so that their order is their own.
        there = np.flatnonzero(scores >= np.partition(scores, -most)[-most])
    return there[np.argsort(-scores[there], kind="stable")][:most]


def opened(kept: store.Kept) -> Index:
    """The index that lies in files."""
    arrays, told = kept.arrays, kept.told
    meant = {
        key.removeprefix("meaning_"): array for key, array in arrays.items() if key.startswith("meaning_")
    }
    return Index(
        documents=tuple(Document(key, kind, tuple(titles)) for key, kind, titles in told["documents"]),
        cutter=cutter(),
        sayings=gathered(Saying(said, tuple(map(tuple, means))) for said, means in told["sayings"]),
        words=_postings("words", kept),
        letters=_postings("letters", kept),
        meaning=Meaning(words={word: number for number, word in enumerate(told["meant"])}, **meant),
        kinds_worth=arrays["kinds_worth"],
        kinds=arrays["kinds"],
        neighbours=arrays["neighbours"],
        trained=_trained(kept),
    )


def _trained(kept: store.Kept) -> Trained | None:
    if "trained" not in kept.told:
        return None
    words = {word: row for row, word in enumerate(kept.told["trained"])}
    encoder = Encoder("", words, kept.arrays["trained_vectors"])
    return Trained(encoder, kept.arrays["trained_documents"])


def _postings(name: str, kept: store.Kept) -> Postings:
    words = {word: number for number, word in enumerate(kept.told[name])}
    starts, documents, adds = (kept.arrays[f"{name}_{part}"] for part in ("starts", "documents", "adds"))
    return Postings(words, starts, documents, adds, len(kept.told["documents"]))
