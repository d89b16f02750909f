"""Kept pages: what is the same for everybody is made once and stands until a number that it hangs on has grown."""

from collections.abc import Callable

from flask import Response, current_app, request

from portal import i18n, kept
from portal.doors import house
from portal.whole import Kept, handed_out, packed, packed_bytes

# So long an answer stands in this process before it asks for the version again: a change elsewhere shows within two seconds.
FRESH = 0.5
# So many pages of one room a process remembers: days, weeks and months in three languages.
_MOST = 400
_SHELVES = "kept_pages"
Key = tuple[object, ...]


def for_all(shelf: str, depends: object, make: Callable[[], str], mimetype: str = "text/html") -> Response:
    """An answer that is the same for everybody: made anew when what it depends on is another."""
    words = i18n.words()
    page = _made(shelf, (request.full_path, words.language.key, words.ruby, depends), make)
    response = handed_out(page, mimetype, "public, max-age=0, must-revalidate")
    kept.keep(FRESH, asked=True)
    return response


def _made(name: str, key: Key, make: Callable[[], str]) -> Kept:
    shelves: dict[str, dict[Key, Kept]] = current_app.extensions.setdefault(_SHELVES, {})
    shelf = shelves.setdefault(name, {})
    found = shelf.get(key)
    if found is None:
        found = _from_others(name, key, make)
        if len(shelf) >= _MOST:
            shelf.clear()
        shelf[key] = found
    return found


def _from_others(name: str, key: Key, make: Callable[[], str]) -> Kept:
    """The page as another process of this town has made it, where machines keep such things together; else made here."""
    tally = house().tally
    if tally is None:
        return packed(make())
    # The sheet's address changes with a release, so that an older one's page is not handed out by a newer one.
    release = current_app.extensions["look"]["site.css"].address
    place = repr((name, key, release)).encode()
    body = tally.kept(place)
    if body is None:
        body = make().encode()
        tally.keep(place, body)
    return packed_bytes(body)
