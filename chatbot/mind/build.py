"""Makes a mind from documents: cuts them into words, counts, lays vectors beside them, and writes it all into files."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from chatbot.documents import Document
from chatbot.mind import kinds, learning, looking, meaning, postings, sayings, store, vectors
from chatbot.mind.cutting import pieces
from chatbot.mind.encoder import Encoder, bag
from chatbot.mind.learning import Judged
from chatbot.mind.terms import Cutter, Term, cutter

# Raised when the files mean something else than before, so that nobody reads old ones.
FORMAT = 2


@dataclass(frozen=True)
class _Cut:
    """A document's words, field by field, and its titles one by one."""

    titles: tuple[tuple[str, ...], ...]
    fields: tuple[list[str], ...]


def build(
    documents: Iterable[Document], folder: Path, judged: Judged | None = None, encoder: Encoder | None = None
) -> str:
    """Write the mind of some documents into a folder, unless it lies there already; which one it is.

    `judged` are questions with the keys that are right for them, 2 and more rightly, 1 nearly.
    """
    known = tuple(documents)
    name = _name(known, judged or {}, encoder)
    if store.version(folder) != name:
        arrays, told = _made(known, encoder)
        if judged:
            more, words = learning.learned(looking.opened(store.Kept(arrays, told)), judged)
            arrays, told = {**arrays, **more}, {**told, **words}
        store.keep(folder, name, arrays, told)
    return name


def _name(documents: Sequence[Document], judged: Judged, encoder: Encoder | None) -> str:
    told = [
        FORMAT, vectors.package() is not None, sayings.lines(), judged, encoder.name if encoder else "",
        *map(asdict, documents),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:16]


def _made(documents: Sequence[Document], encoder: Encoder | None) -> tuple[dict[str, Any], dict[str, Any]]:
    scissors = cutter()
    forms: dict[str, tuple[str, ...]] = {"": ()}
    cut = [_cut(document, scissors, forms) for document in documents]
    said = sayings.read(_heard(scissors, forms), scissors)
    words = postings.built(one.fields for one in cut)
    letters = postings.built(tuple(map(_pieces, _fields(document))) for document in documents)
    arrays = {**_postings("words", words), **_postings("letters", letters)}
    arrays.update(_meant(cut, forms, words))
    arrays["kinds_worth"], arrays["kinds"] = kinds.weighed(
        [kinds.kinds((*one.titles, *one.names)) for one in documents]
    )
    told: dict[str, Any] = {
        "documents": [[one.key, one.kind, one.titles] for one in documents],
        "words": list(words.words),
        "letters": list(letters.words),
        "meant": list(forms),
        "sayings": [[one.said, one.means] for one in said],
    }
    if encoder:
        arrays["trained_vectors"] = encoder.vectors
        arrays["trained_documents"] = np.array([encoder.of(_bag(one)) for one in cut])
        told["trained"] = list(encoder.words)
    return arrays, told


def _bag(cut: _Cut) -> dict[str, float]:
    return bag([word for title in cut.titles for word in title], cut.fields[2])


def _heard(scissors: Cutter, forms: dict[str, tuple[str, ...]]) -> list[str]:
    """The lexicon's lines, with the forms of their official words noted."""
    told = sayings.lines()
    for line in told:
        _keys(scissors.cut(line.partition("=>")[2]), forms)
    return told


def _fields(document: Document) -> tuple[Sequence[str], ...]:
    return document.titles, document.names, document.texts, document.asides


def _cut(document: Document, scissors: Cutter, forms: dict[str, tuple[str, ...]]) -> _Cut:
    fields = [[_keys(scissors.cut(text), forms) for text in field] for field in _fields(document)]
    called = tuple(
        dict.fromkeys(tuple(dict.fromkeys(keys)) for field in fields[:2] for keys in field if keys)
    )
    return _Cut(called, tuple([key for keys in field for key in keys] for field in fields))


def _keys(terms: Iterable[Term], forms: dict[str, tuple[str, ...]]) -> list[str]:
    found = list(terms)
    for term in found:
        forms.setdefault(term.key, term.forms)
    return [term.key for term in found]


def _pieces(texts: Sequence[str]) -> list[str]:
    return [piece for text in texts for piece in pieces(text)]


def _postings(name: str, made: postings.Postings) -> dict[str, Any]:
    return {f"{name}_starts": made.starts, f"{name}_documents": made.documents, f"{name}_adds": made.adds}


def _meant(
    cut: Sequence[_Cut], forms: dict[str, tuple[str, ...]], words: postings.Postings
) -> dict[str, Any]:
    numbers = {word: number for number, word in enumerate(forms)}
    rarity = np.array([words.rarity(word) if word else 0.0 for word in forms], dtype=np.float32)
    known = vectors.vectors(forms, vectors.package())
    made = meaning.built([one.titles for one in cut], [one.fields[2] for one in cut], numbers, known, rarity)
    arrays = {f"meaning_{key}": value for key, value in vars(made).items() if key != "words"}
    return {**arrays, "neighbours": meaning.neighbours(made.whole)}
