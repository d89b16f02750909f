"""A second opinion on what the mind found, by models the town has named: where texts stand, and how well each answers."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chatbot.documents import Document
from portal.finding import Finder
from portal.masking import masked
from portal.settings import Settings
from services.chat import outside
from services.chat.outside import Model

if TYPE_CHECKING:
    from chatbot.mind import Second

FOLDER = "mind-vectors"
# So many letters of an answer tell where it stands, and so many texts are sent at a time.
_LONGEST, _AT_ONCE = 1000, 64
# Nobody waits for the vectors of all answers, which are made at night or after a change.
_PATIENCE = 60.0


def of(settings: Settings, finder: Finder) -> "tuple[Second, ...]":
    """Whoever has an opinion in this town: nobody, unless it has named a model."""
    found: list[Second] = []
    if embedder := outside.embedder(settings):
        found.append(lambda question, keys: _near(embedder, settings.home / FOLDER, question, keys))
    if reranker := outside.reranker(settings):
        texts = {one.key: _text(one) for one in finder.index.documents}
        found.append(
            lambda question, keys: reranker.rerank(masked(question), [texts.get(key, "") for key in keys])
        )
    return tuple(found)


def embed(settings: Settings, documents: Sequence[Document]) -> bool:
    """Have the vectors of all that can be answered made and kept; only what has changed is sent. Whether they lie there."""
    model = outside.embedder(settings, _PATIENCE)
    if model is None:
        return False
    from chatbot.mind import store

    texts = {one.key: _text(one) for one in documents}
    name = _digest(json.dumps([model.name, texts], ensure_ascii=False))
    folder = settings.home / FOLDER
    if store.version(folder) == name:
        return True
    known = _known(folder, model)
    wanted = list(dict.fromkeys(text for text in texts.values() if _digest(text) not in known))
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        vectors = model.embed(part)
        if vectors is None:
            return False
        known |= {_digest(text): vector for text, vector in zip(part, vectors, strict=True)}
    _keep(folder, name, model, {key: (_digest(text), known[_digest(text)]) for key, text in texts.items()})
    return True


def _keep(folder: Path, name: str, model: Model, made: dict[str, tuple[str, Any]]) -> None:
    import numpy as np

    from chatbot.mind import store

    table = np.array([vector for _, vector in made.values()], dtype=np.float32)
    told = {"model": model.name, "keys": list(made), "digests": [digest for digest, _ in made.values()]}
    store.keep(folder, name, {"vectors": table}, told)


def _known(folder: Path, model: Model) -> dict[str, Any]:
    """The vectors that this model has made before, by the digest of their texts."""
    from chatbot.mind import store

    if not store.version(folder):
        return {}
    kept = store.opened(folder)
    if kept.told["model"] != model.name:
        return {}
    return dict(zip(kept.told["digests"], kept.arrays["vectors"], strict=True))


def _near(model: Model, folder: Path, question: str, keys: Sequence[str]) -> list[float] | None:
    """How near each stands to the question; no opinion where the vectors of one of them are not made yet."""
    import numpy as np

    from chatbot.mind import store

    if not store.version(folder):
        return None
    kept = store.opened(folder)
    places = {key: place for place, key in enumerate(kept.told["keys"])}
    if kept.told["model"] != model.name or not places.keys() >= set(keys):
        return None
    asked = model.embed([masked(question)])
    there = kept.arrays["vectors"][[places[key] for key in keys]]
    if asked is None or len(asked[0]) != there.shape[1]:
        return None
    near = there @ np.array(asked[0], dtype=np.float32)
    return [float(one) for one in near / (np.linalg.norm(there, axis=1) + 1e-9)]


def _text(document: Document) -> str:
    return "\n".join([*document.titles[:1], *document.texts[:1]])[:_LONGEST]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
