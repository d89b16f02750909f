"""A system outside that is told: a real server on the loopback, which checks signatures by code of its own."""

import hashlib
import hmac
import json
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOLERANCE = 300


@dataclass(frozen=True)
class Got:
    """One call as it arrived."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["kurashi-id"]

    @property
    def said(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass
class Receiver:
    """What arrived, and how the next calls are answered: a status, or something worse."""

    address: str = ""
    got: list[Got] = field(default_factory=list)
    answers: list[int | str] = field(default_factory=list)
    elsewhere: str = ""


def verifies(got: Got, secret: str, now: float) -> bool:
    """What a receiver does, written from the documentation alone: moment, then any of the signatures."""
    moment = got.headers["kurashi-timestamp"]
    if not moment.isdecimal() or abs(now - int(moment)) > TOLERANCE:
        return False
    wanted = hmac.new(secret.encode(), moment.encode() + b"." + got.body, hashlib.sha256).hexdigest()
    offered = [one.partition("=") for one in got.headers["kurashi-signature"].split(",")]
    return any(name == "v1" and hmac.compare_digest(value, wanted) for name, _, value in offered)


class Handler(BaseHTTPRequestHandler):
    """Takes a call down and answers as the receiver was told to."""

    protocol_version = "HTTP/1.1"
    receiver: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.receiver.got.append(Got(self.path, headers, body))
        self.close_connection = True
        self.answer(self.receiver.answers.pop(0) if self.receiver.answers else 204)

    # A redirect that was followed would come as one of these.
    do_GET = do_POST  # noqa: N815 (the server finds it by this name)

    def answer(self, how: int | str) -> None:
        if how == "drip":
            self.drip(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        elif how == "endless":
            self.drip(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
        elif how == "hang":
            time.sleep(3)
        elif isinstance(how, int):
            self.send_response(how)
            if 300 <= how < 400:
                self.send_header("Location", self.receiver.elsewhere)
            self.send_header("Content-Length", "0")
            self.end_headers()

    def drip(self, first: bytes) -> None:
        with suppress(OSError):
            self.wfile.write(first)
            for _ in range(200):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.05)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def receiving(tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A receiver on a free port until the block ends."""
    receiver = Receiver()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Handler,), {"receiver": receiver}))
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    receiver.address = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}/hook"
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
