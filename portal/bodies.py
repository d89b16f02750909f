"""Bodies: what a browser sent with a form, as names and texts; quick however much of it there is."""

import re
from binascii import unhexlify
from collections.abc import Iterator

FORM = "application/x-www-form-urlencoded"
MARK = "\ufffd"
# So much is turned into text at a time, so that a long answer needs little more memory than itself.
_CHUNK = 1 << 16
_RUN = re.compile(rb"(?:%[0-9A-Fa-f]{2}){1,1024}")


def pairs(body: bytes) -> Iterator[tuple[str, str]]:
    """The fields of a form in their order; bytes that are no UTF-8 become a visible mark, which every field refuses.

    The standard library takes twenty seconds and a gigabyte for ten million Japanese letters, and the web library
    would keep bytes of another encoding as %8C%A9, which reads like an answer.
    """
    for part in body.split(b"&"):
        if part:
            name, _, value = part.partition(b"=")
            yield _text(name), _text(value)


def storable(text: str) -> str:
    """A text that every database takes: PostgreSQL keeps no NUL, so that it too becomes the mark every field refuses."""
    return text.replace("\0", MARK)


def _text(raw: bytes) -> str:
    return storable(b"".join(_plain(raw.replace(b"+", b" "))).decode("utf-8", "replace"))


def _plain(raw: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(raw):
        end = start + _CHUNK
        # A sign that would be cut in two belongs to the next piece.
        cut = raw.rfind(b"%", end - 2, end) if end < len(raw) else -1
        end = cut if cut > start else end
        yield _RUN.sub(_signs, raw[start:end])
        start = end


def _signs(run: re.Match[bytes]) -> bytes:
    return unhexlify(run[0].replace(b"%", b""))
