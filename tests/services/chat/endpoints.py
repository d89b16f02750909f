"""A language model that is none: on this machine, over real HTTP, saying what a test wants said."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass
class Endpoint:
    """What the model answers next, and what it was sent; `reads` answers by what is asked."""

    address: str = ""
    status: int = 200
    answer: bytes = b"{}"
    slow: bool = False
    reads: Callable[[str, dict[str, Any]], object] | None = None
    got: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    go: Event = field(default_factory=Event)

    def says(self, text: object) -> None:
        self.status, self.slow = 200, False
        self.answer = json.dumps({"choices": [{"message": {"content": text}}]}).encode()


@contextmanager
def serving() -> Iterator[Endpoint]:
    """A model on a free port of the loopback until the block ends."""
    told = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked = json.loads(body)
            told.got.append((self.path, self.headers.get("Authorization", ""), asked))
            if told.slow:
                # Until the test is over: longer than anybody waits.
                told.go.wait(30)
            self.send_response(told.status)
            self.end_headers()
            self.wfile.write(json.dumps(told.reads(self.path, asked)).encode() if told.reads else told.answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the library's)
            """A test needs no log."""

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                """Whoever asked went away, which is what is tested."""

    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.address = f"http://127.0.0.1:{made.server_port}/v1"
    Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield told
    finally:
        told.go.set()
        made.shutdown()
        made.server_close()
