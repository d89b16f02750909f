"""Hall: the one door of a deployment with several towns; the host name says whose application answers."""

import gc
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portal.log_lines import TOWN, Log
from portal.towns import Listed, host_of

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

    from flask import Flask

# A town that could not be put together is tried again after this; its neighbours are served all the while.
AGAIN = 30.0
_HEAD = [
    ("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
]  # fmt: skip
_PAGE = """<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"></head>
<body><main><h1>{title}</h1><p>{ja}</p><p lang="en">{en}</p></main></body></html>
"""
NOBODY = _PAGE.format(
    title="ページが見つかりません",
    ja="このアドレスの市町村はここにありません。アドレスをもう一度お確かめください。",
    en="There is no town at this address. Please look at the address again.",
).encode()
AWAY = _PAGE.format(
    title="いまは休止しています",
    ja="しばらくしてから、もう一度開いてください。お急ぎのときは、市役所・町村役場に電話してください。",
    en="This town's portal is not available now. Please try again later, or telephone the town hall.",
).encode()


@dataclass
class Room:
    """One town's place in the hall: its application once it was asked for."""

    listed: Listed
    app: "Flask | None" = None
    broken_at: float | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Hall:
    """A WSGI application that hands each request to the application of the town whose host name it bears."""

    def __init__(
        self,
        listed: Mapping[str, Listed],
        build: "Callable[[Listed], Flask]",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rooms = {name: Room(town) for name, town in listed.items()}
        self._hosts = {host: room for room in self._rooms.values() for host in room.listed.hosts}
        self._build, self._clock = build, clock
        self._log = Log("portal.hall")

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        room = self._hosts.get(host_of(environ.get("HTTP_HOST", "")))
        if room is None:
            start("404 Not Found", _HEAD)
            return [NOBODY]
        # Whatever is logged until the answer is made says whose it was.
        mark = TOWN.set(room.listed.name)
        try:
            app = self._app(room)
            if app is None:
                start("503 Service Unavailable", [*_HEAD, ("Retry-After", str(int(AGAIN)))])
                return [AWAY]
            return app(environ, start)
        finally:
            TOWN.reset(mark)

    def town(self, name: str) -> "Flask":
        """The application of one town, for commands; what is wrong with it is raised."""
        room = self._rooms[name]
        if room.app is None:
            room.app = self._build(room.listed)
        return room.app

    def names(self) -> list[str]:
        """The towns, in the order of the list."""
        return list(self._rooms)

    def _app(self, room: Room) -> "Flask | None":
        """A town's application, made by whoever asks first: a worker that starts anew serves at once."""
        return room.app or self._alone(room)

    def _alone(self, room: Room) -> "Flask | None":
        with room.lock:
            if room.app is None:
                room.app = self._made(room)
        return room.app

    def _made(self, room: Room) -> "Flask | None":
        if room.broken_at is not None and self._clock() - room.broken_at < AGAIN:
            return None
        # As in wsgi.py: what is made here stays until the process ends, so that looking through it again is for nothing.
        gc.disable()
        try:
            app = self._build(room.listed)
        except Exception as error:  # noqa: BLE001 (one town's fault must not be its neighbours')
            room.broken_at = self._clock()
            self._log.error("town_broken", caught=error)
            return None
        finally:
            gc.enable()
        gc.freeze()
        return app
