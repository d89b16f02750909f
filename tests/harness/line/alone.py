"""LINE as a process of its own, for what is measured: told which reply tokens are good, it tells what arrived and when.

It prints its address and lives until its input is closed, so that it never outlives whoever started it.
"""

import http.client
import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Response

from tests.harness.line.server import LineServer, application

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Arrived:
    """Something that arrived: how, at whom first, at how many, and when."""

    how: str
    first: str
    many: int
    at: float


@dataclass(frozen=True)
class Alone:
    """The process, as its starter sees it."""

    address: str
    pid: int

    def give(self, events: Sequence[Mapping[str, Any]]) -> None:
        """Make the reply tokens of these events good from now on."""
        told = [{"replyToken": one["replyToken"], "source": one["source"]} for one in events]
        self._ask("POST", "/given", json.dumps(told))

    def arrived(self, since: int = 0) -> list[Arrived]:
        """What arrived, from the place `since` of the list on."""
        return [Arrived(**one) for one in json.loads(self._ask("GET", f"/arrived?since={since}"))]

    def refused(self) -> list[str]:
        """What it took for a fault."""
        found: list[str] = json.loads(self._ask("GET", "/refused"))
        return found

    def _ask(self, how: str, path: str, body: str | None = None) -> bytes:
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=30)
        try:
            connection.request(how, path, body, {"Content-Type": "application/json"} if body else {})
            return connection.getresponse().read()
        finally:
            connection.close()


@contextmanager
def alone() -> Iterator[Alone]:
    """Start it, and end it with the block."""
    command = [sys.executable, "-m", "tests.harness.line.alone"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("a process without its ends")
        yield Alone(process.stdout.readline().strip(), process.pid)
        process.stdin.close()


def observed(line: LineServer) -> Flask:
    """The channel, with three addresses beside LINE's own."""
    app = application(line)

    @app.post("/given")
    def given() -> str:
        for one in request.get_json():
            line.give(one)
        return ""

    @app.get("/arrived")
    def arrived() -> Any:
        new = line.sent[int(request.args["since"]) :]
        return [
            {"how": one.how, "first": one.to[0], "many": len(one.to), "at": one.at.timestamp()} for one in new
        ]

    @app.get("/refused")
    def refused() -> Any:
        return line.refused

    return app


def handler(app: Flask) -> type[BaseHTTPRequestHandler]:
    """Answers for the application and keeps connections, as LINE does.

    Werkzeug's own server reads on after each answer to throw away what is left, and so would eat the next request.
    """

    class Kept(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body of an answer are sent one after the other; the second would wait for whoever reads to confirm the first.
        disable_nagle_algorithm = True
        wbufsize = -1

        def answer(self) -> None:
            """Ask the application and send what it says in one piece."""
            said = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked = EnvironBuilder(
                path=self.path, method=self.command, headers=self.headers.items(), data=said
            )
            told = Response.from_app(app, asked.get_environ())
            raw = told.get_data()
            self.send_response(told.status_code)
            for name, value in told.headers:
                if name.lower() != "content-length":
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        do_GET = do_POST = answer  # noqa: N815 (named by the standard library)

        def log_request(self, *_: Any) -> None:
            """Nothing is printed."""

    return Kept


def main() -> None:
    """Serve until the input is closed."""
    line = LineServer(lambda: datetime.now(UTC))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(observed(line)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
