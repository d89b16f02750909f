"""A bag-of-words encoder that was trained from a town's own texts: what each word counts for, and where texts stand by it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from chatbot.mind import store

# What a word of the answer says next to one of the title, and how many of them are read.
BODY, READ = 0.3, 80
# What this way counts beside the others (chatbot.mind.looking).
WORTH = 0.6
Word = TypeVar("Word", str, int)


@dataclass(frozen=True)
class Encoder:
    """A vector for each word, as long as the word counts; `name` tells one training from another."""

    name: str
    words: Mapping[str, int]
    vectors: Any

    def of(self, bag: Mapping[str, float]) -> Any:
        """Where a bag of words stands; nowhere where none of them is known."""
        known = [(self.words[word], worth) for word, worth in bag.items() if word in self.words]
        told = np.array([worth for _, worth in known], dtype=np.float32)
        found = told @ self.vectors[[row for row, _ in known]] if known else np.zeros(self.vectors.shape[1])
        return (found / (np.linalg.norm(found) + 1e-9)).astype(np.float32)


@dataclass(frozen=True)
class Trained:
    """An encoder with the documents of one index laid out by it."""

    encoder: Encoder
    documents: Any

    def near(self, wanted: Mapping[str, float]) -> Any:
        """How near each document is to a question."""
        return self.documents @ self.encoder.of(wanted)


def bag(titles: Iterable[Word], text: Sequence[Word]) -> dict[Word, float]:
    """A document as the encoder reads it: its titles, and softer the beginning of what it says."""
    return dict.fromkeys(text[:READ], BODY) | dict.fromkeys(titles, 1.0)


def keep(folder: Path, encoder: Encoder) -> None:
    """Write an encoder into a folder of its own, from which every rebuilding takes it."""
    store.keep(folder, encoder.name, {"vectors": encoder.vectors}, {"words": list(encoder.words)})


def opened(folder: Path) -> Encoder | None:
    """The encoder that lies in a folder."""
    name = store.version(folder)
    if not name:
        return None
    kept = store.opened(folder)
    return Encoder(name, {word: row for row, word in enumerate(kept.told["words"])}, kept.arrays["vectors"])
