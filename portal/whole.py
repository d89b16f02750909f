"""What is the same for everybody who reads one language on one day: made once, then handed out from memory."""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

from flask import Response, current_app, request

from portal import i18n
from portal.doors import now
from portal.opening import today

# Eleven languages, readings on or off, and a few hundred procedures fit; a flood of odd ones starts anew.
MOST = 4000

Made = TypeVar("Made")


def once_a_day(name: str, make: Callable[[], Made]) -> Made:
    """What `make` gives, for this name, language and day; a pack changes only with a restart, or at midnight."""
    words = i18n.words()
    place = (name, words.language.key, words.ruby, today(now()))
    kept: dict[object, object] = current_app.extensions.setdefault("once_a_day", {})
    if place not in kept:
        if len(kept) >= MOST:
            kept.clear()
        kept[place] = make()
    return cast(Made, kept[place])


def whole(name: str, make: Callable[[], str]) -> Response:
    """A public page kept whole: it carries nothing personal, so its bytes are the same for many."""
    # The links to other languages keep what stands in the address; nobody else may be handed those.
    alone = bool(set(request.args) - {"lang", "ruby"})
    kept = packed(make()) if alone else once_a_day(f"page/{name}", lambda: packed(make()))
    return handed_out(kept, "text/html", "private, max-age=0, must-revalidate")


@dataclass(frozen=True)
class Kept:
    """A page's bytes and the same compressed, once for all: there is no secret on it that its length could tell."""

    body: bytes
    small: bytes
    tag: str


def compressed(page: str, status: int = 200) -> Response:
    """A page made for this one request, sent small.

    For pages on which nothing secret stands beside what a stranger's link could put there: a form's token is salted
    anew each time, and what was typed comes back only to whoever sent it with such a token.
    """
    small = request.accept_encodings.quality("gzip") > 0
    body = page.encode()
    response = Response(gzip.compress(body, 6, mtime=0) if small else body, status, mimetype="text/html")
    if small:
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response


def packed(page: str) -> Kept:
    """A page that carries nothing personal, ready to be handed out often."""
    return packed_bytes(page.encode())


def packed_bytes(body: bytes) -> Kept:
    """The same for a file."""
    return Kept(body, gzip.compress(body, 9, mtime=0), hashlib.sha256(body).hexdigest()[:20])


def handed_out(kept: Kept, mimetype: str, cache: str) -> Response:
    """The bytes that the browser can read, or word that it has them already."""
    small = request.accept_encodings.quality("gzip") > 0
    response = Response(kept.small if small else kept.body, mimetype=mimetype)
    if small:
        response.headers["Content-Encoding"] = "gzip"
    # The two are different bytes, so each has a tag of its own.
    response.set_etag(f"{kept.tag}-small" if small else kept.tag)
    response.headers["Cache-Control"] = cache
    response.vary.add("Accept-Encoding")
    response.make_conditional(request)
    return response
