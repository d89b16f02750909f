"""The town's own models, where it has any: an OpenAI-compatible address that is asked once and soon given up."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from portal.settings import Settings
from portal.tracing import onward

if TYPE_CHECKING:
    import httpx

# More than this is no answer of three sentences; numbers of many texts are longer.
LARGEST, LARGEST_NUMBERS = 256 * 1024, 8 * 1024 * 1024
TOKENS = 400
Told = TypeVar("Told")


@dataclass(frozen=True, repr=False)
class Model:
    """One model at one address; `patience` is the time from asking to the last word, in seconds."""

    address: str
    name: str
    key: str
    patience: float

    def complete(self, rules: str, asked: str) -> str | None:
        """What it answers; None where it does not in time, or not as agreed: then the town's own words are shown."""
        told = {
            "messages": [{"role": "system", "content": rules}, {"role": "user", "content": asked}],
            "temperature": 0,
            "max_tokens": TOKENS,
        }
        return self._asked("chat/completions", told, _said, LARGEST)

    def embed(self, texts: Sequence[str]) -> list[list[float]] | None:
        """Where texts stand in its space, a vector each."""
        return self._asked(
            "embeddings", {"input": list(texts)}, lambda body: _vectors(body, len(texts)), LARGEST_NUMBERS
        )

    def rerank(self, question: str, texts: Sequence[str]) -> list[float] | None:
        """How well each text answers a question, as vLLM, TEI and others serve it."""
        told = {"query": question, "documents": list(texts), "top_n": len(texts)}
        return self._asked("rerank", told, lambda body: _scores(body, len(texts)), LARGEST_NUMBERS)

    def _asked(
        self, path: str, told: Mapping[str, object], read: Callable[[bytes], Told], largest: int
    ) -> Told | None:
        import httpx

        try:
            return read(self._sent(path, {"model": self.name, **told}, largest))
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, IndexError, TypeError):
            return None

    def _sent(self, path: str, told: Mapping[str, object], largest: int) -> bytes:
        import httpx

        until = monotonic() + self.patience
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        address = f"{self.address.rstrip('/')}/{path}"
        # Reading all authorities' certificates takes longer than the call, and without encryption nobody asks for them.
        shown = address.startswith("https:")
        with (
            httpx.Client(
                verify=shown, timeout=self.patience, trust_env=False, follow_redirects=False
            ) as client,
            client.stream("POST", address, json=told, headers={**onward(), **headers}) as answered,
        ):
            if answered.status_code != httpx.codes.OK:
                raise ValueError("the model refuses")
            return _read(answered, until, largest)


def model(settings: Settings) -> Model | None:
    """The model that puts answers into words; None, as in every town that has not set one."""
    return _at(settings, settings.chat_model_name) if settings.chat_model_url else None


def embedder(settings: Settings, patience: float | None = None) -> Model | None:
    """The model that tells where texts stand; None where the town has named none."""
    return _at(settings, settings.chat_embed_name, patience) if settings.chat_embed_name else None


def reranker(settings: Settings) -> Model | None:
    """The model that puts what was found in order again; None where the town has named none."""
    return _at(settings, settings.chat_rerank_name) if settings.chat_rerank_name else None


def _at(settings: Settings, name: str, patience: float | None = None) -> Model:
    seconds = settings.chat_model_seconds if patience is None else patience
    return Model(settings.chat_model_url, name, settings.chat_model_key, seconds)


def _read(answered: "httpx.Response", until: float, largest: int) -> bytes:
    """The body, unless it is too large or drips on past the time there is."""
    body = bytearray()
    for piece in answered.iter_bytes():
        body += piece
        if len(body) > largest or monotonic() > until:
            raise ValueError("the model says too much or too slowly")
    return bytes(body)


def _said(body: bytes) -> str | None:
    said = json.loads(body)["choices"][0]["message"]["content"]
    return said if isinstance(said, str) else None


def _vectors(body: bytes, many: int) -> list[list[float]]:
    found = _in_order(json.loads(body)["data"], "embedding", many)
    vectors = [[float(number) for number in vector] for vector in found]
    if len({len(vector) for vector in vectors}) != 1 or not vectors[0]:
        raise ValueError("vectors of several lengths")
    return vectors


def _scores(body: bytes, many: int) -> list[float]:
    return [float(score) for score in _in_order(json.loads(body)["results"], "relevance_score", many)]


def _in_order(told: Sequence[Mapping[str, Any]], what: str, many: int) -> list[Any]:
    """One for each text that was sent, by the place that each says of itself."""
    placed = {one["index"]: one[what] for one in told}
    return [placed[place] for place in range(many)]
