"""What is the same for everybody who reads one language on one day: made once, then handed out from memory."""

import hashlib
from collections.abc import Callable
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
    if set(request.args) - {"lang", "ruby"}:
        # The links to other languages keep what stands in the address; nobody else may be handed those.
        body, tag = _tagged(make().encode())
    else:
        body, tag = once_a_day(f"page/{name}", lambda: _tagged(make().encode()))
    response = Response(body, mimetype="text/html")
    response.set_etag(tag)
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    response.make_conditional(request)
    return response


def _tagged(body: bytes) -> tuple[bytes, str]:
    return body, hashlib.sha256(body).hexdigest()[:16]
