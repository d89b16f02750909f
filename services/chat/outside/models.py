"""The town's own language model, where it has one: an OpenAI-compatible address that is asked once and soon given up."""

import json
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from portal.settings import Settings

if TYPE_CHECKING:
    import httpx

# More than this is no answer of three sentences.
LARGEST = 256 * 1024
TOKENS = 400


@dataclass(frozen=True, repr=False)
class Model:
    """One model at one address; `patience` is the time from asking to the last word, in seconds."""

    address: str
    name: str
    key: str
    patience: float

    def complete(self, rules: str, asked: str) -> str | None:
        """What it answers; None where it does not in time, or not as agreed: then the town's own words are shown."""
        import httpx

        told = {
            "model": self.name,
            "messages": [{"role": "system", "content": rules}, {"role": "user", "content": asked}],
            "temperature": 0,
            "max_tokens": TOKENS,
        }
        try:
            return _said(self._asked(told))
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, IndexError, TypeError):
            return None

    def _asked(self, told: dict[str, object]) -> bytes:
        import httpx

        until = monotonic() + self.patience
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        address = f"{self.address.rstrip('/')}/chat/completions"
        # Reading all authorities' certificates takes longer than the call, and without encryption nobody asks for them.
        shown = address.startswith("https:")
        with (
            httpx.Client(
                verify=shown, timeout=self.patience, trust_env=False, follow_redirects=False
            ) as client,
            client.stream("POST", address, json=told, headers=headers) as answered,
        ):
            if answered.status_code != httpx.codes.OK:
                raise ValueError("the model refuses")
            return _read(answered, until)


def model(settings: Settings) -> Model | None:
    """The town's model; None, as in every town that has not set one."""
    if not settings.chat_model_url:
        return None
    return Model(
        settings.chat_model_url,
        settings.chat_model_name,
        settings.chat_model_key,
        settings.chat_model_seconds,
    )


def _read(answered: "httpx.Response", until: float) -> bytes:
    """The body, unless it is too large or drips on past the time there is."""
    body = bytearray()
    for piece in answered.iter_bytes():
        body += piece
        if len(body) > LARGEST or monotonic() > until:
            raise ValueError("the model says too much or too slowly")
    return bytes(body)


def _said(body: bytes) -> str | None:
    said = json.loads(body)["choices"][0]["message"]["content"]
    return said if isinstance(said, str) else None
