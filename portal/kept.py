"""Kept: what very many ask for every second is answered from memory, before the application is asked.

A view that shows everybody the same says so with `keep(seconds)`; its whole answer, headers and all, then stands for that
long in the memory of this process. While one thread makes the next one, the others are given the last for a moment more.
"""

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app, request

from portal.meter import Meter

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

ASKED = "portal.keep"
# So much longer an answer may stand while the next one is made; after that whoever asks waits for it.
GRACE = 1.0
# A few pages in every language fit; a flood of odd headers starts anew.
MOST = 500
# Nobody who looks for a day or a month asks in more letters than these.
LONGEST = 60
_SPEECH = re.compile(r"(?:^|;\s*)((?:__Host-)?(?:lang|ruby)=[\w-]{0,10})")
_WHOLE, _UNCHANGED = "200 OK", "304 NOT MODIFIED"
# What a short answer repeats of the long one (RFC 9110, 15.4.5).
_REPEATED = frozenset({"etag", "cache-control", "vary", "content-location", "expires"})

Head = list[tuple[str, str]]


def keep(seconds: float, *, asked: bool = False) -> None:
    """The answer being made is the same for everybody who reads this language: others may be given it for so long.

    `asked`: also where the address asks for something (a day, a month); what it may ask is then the view's to bound.
    """
    if asked or not request.query_string:
        request.environ[ASKED] = seconds


def forget() -> None:
    """Something changed through this process: what is kept here is made anew at once."""
    kept: Kept = current_app.extensions["kept"]
    kept.forget()


def init(app: Flask) -> None:
    """Stand before the application."""
    meter: Meter = app.extensions["house"].meter
    kept = Kept(app.wsgi_app, noted=lambda: meter.count("kurashi_kept_answers_total"))
    app.extensions["kept"] = kept
    app.wsgi_app = kept  # type: ignore[method-assign,assignment]


@dataclass
class _Page:
    """One answer; `busy` while somebody makes the next one."""

    head: Head
    body: bytes
    tag: str
    until: float
    busy: bool = False


class Kept:
    """A WSGI application in front of another, with a memory of a few answers."""

    def __init__(
        self,
        app: "WSGIApplication",
        clock: Callable[[], float] = time.monotonic,
        noted: Callable[[], None] = lambda: None,
    ) -> None:
        self._app, self._clock, self._noted = app, clock, noted
        self._pages: dict[tuple[str, ...], _Page] = {}

    def forget(self) -> None:
        """Make everything anew."""
        self._pages.clear()

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET" or len(environ.get("QUERY_STRING", "")) > LONGEST:
            return self._app(environ, start)
        key = _key(environ)
        page, now = self._pages.get(key), self._clock()
        if page is None:
            return self._asked(key, environ, start)
        if now < page.until or (page.busy and now < page.until + GRACE):
            self._noted()
            return _answer(page, environ.get("HTTP_IF_NONE_MATCH", ""), start)
        page.busy = True
        try:
            return self._asked(key, environ, start)
        finally:
            page.busy = False

    def _asked(
        self, key: tuple[str, ...], environ: "WSGIEnvironment", start: "StartResponse"
    ) -> Iterable[bytes]:
        """Ask the application; where it says so, its whole answer is kept."""
        known = environ.get("HTTP_IF_NONE_MATCH", "")
        if key in self._pages:
            # A short answer could not be handed to anybody else.
            environ.pop("HTTP_IF_NONE_MATCH", None)
        said: list[tuple[str, Head]] = []
        body = self._app(environ, _listen(said, start, environ))
        if not said:
            return body
        status, head = said[0]
        # What is handed to many is no one request's, and no line of the log tells of it.
        head = [one for one in head if one[0].lower() != "x-request-id"]
        whole = b"".join(body)
        getattr(body, "close", lambda: None)()
        if status in (_WHOLE, _UNCHANGED) and not any(name.lower() == "set-cookie" for name, _ in head):
            page = self._remember(key, _Page(head, whole, _tag(head), 0.0))
            if status == _WHOLE:
                page.until = self._clock() + float(environ[ASKED])
                return _answer(page, known, start)
            # The address is worth keeping; this once the short answer is handed on as it is.
        start(status, head)
        return [whole]

    def _remember(self, key: tuple[str, ...], page: _Page) -> _Page:
        if len(self._pages) >= MOST:
            self._pages.clear()
        self._pages[key] = page
        return page


def _listen(said: list[tuple[str, Head]], start: "StartResponse", environ: "WSGIEnvironment") -> Any:
    """Hold back what the application says of its answer where that may be kept; hand it on where not."""

    def hear(status: str, head: Head, error: Any = None) -> Callable[[bytes], object]:
        if ASKED in environ and error is None:
            said.append((status, head))
            return lambda _part: None
        return start(status, head, error) if error else start(status, head)

    return hear


def _answer(page: _Page, known: str, start: "StartResponse") -> Iterable[bytes]:
    if page.tag and page.tag in known:
        start(_UNCHANGED, [one for one in page.head if one[0].lower() in _REPEATED])
        return []
    start(_WHOLE, page.head)
    return [page.body]


def _tag(head: Head) -> str:
    return next((value for name, value in head if name.lower() == "etag"), "")


def _key(environ: "WSGIEnvironment") -> tuple[str, ...]:
    """What an answer may depend on; cookies that say who somebody is are no part of it."""
    spoken = _SPEECH.findall(environ["HTTP_COOKIE"]) if "HTTP_COOKIE" in environ else ()
    return (
        environ["PATH_INFO"],
        environ.get("QUERY_STRING", ""),
        environ.get("HTTP_HOST", "")[:200],
        environ.get("HTTP_ACCEPT_LANGUAGE", "")[:200],
        "gzip" if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") else "",
        *spoken,
    )
