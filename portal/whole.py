"""Public pages kept whole: they carry nothing personal, so each is made once a day, language and pack."""

import hashlib
from collections.abc import Callable

from flask import Response, current_app, request

from portal import i18n
from portal.doors import now
from portal.opening import today

# Eleven languages, readings on or off, and a few hundred procedures fit; a flood of odd ones starts anew.
MOST = 4000


def whole(name: str, make: Callable[[], str]) -> Response:
    """The page of this name as this visitor reads it, from memory where it has been made today."""
    words = i18n.words()
    place = (name, words.language.key, words.ruby, today(now()))
    kept: dict[object, tuple[bytes, str]] = current_app.extensions.setdefault("whole_pages", {})
    if place not in kept:
        if len(kept) >= MOST:
            kept.clear()
        body = make().encode()
        kept[place] = (body, hashlib.sha256(body).hexdigest()[:16])
    body, tag = kept[place]
    response = Response(body, mimetype="text/html")
    response.set_etag(tag)
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    response.make_conditional(request)
    return response
