"""What can be found: one procedure, one answered question, with its words in every language at once."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Document:
    """Something a question can lead to; `key` is the caller's, `kind` tells procedures from answers.

    `titles` and `names` are what it may be called, `texts` what it says, `asides` what only stands beside it.
    """

    key: str
    kind: str
    titles: tuple[str, ...]
    texts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    asides: tuple[str, ...] = ()
