"""The load: wrk where it is installed, for plain GETs; else, and for everything that posts, sockets of our own."""

import asyncio
import re
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import cycle

UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Load:
    """What one run of load measured."""

    per_second: float
    p99_ms: float
    faults: int
    answers: int = 0


def get(port: int, path: str, seconds: float, connections: int, cookie: str = "") -> Load:
    """Ask for one page as often as it is answered."""
    if shutil.which("wrk"):
        return _wrk(port, path, seconds, connections, cookie)
    return send(port, cycle([plain_get(port, path, cookie)]), seconds, connections)


def plain_get(port: int, path: str, cookie: str = "") -> bytes:
    """The bytes of a GET."""
    more = f"Cookie: {cookie}\r\n" if cookie else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{more}\r\n".encode()


def plain_post(port: int, path: str, body: str, cookie: str = "") -> bytes:
    """The bytes of a form's POST, as a browser on our own page sends it."""
    content = body.encode()
    home = f"http://127.0.0.1:{port}"
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: {home}\r\nReferer: {home}{path}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(content)}\r\n"
    )
    return (head + (f"Cookie: {cookie}\r\n" if cookie else "") + "\r\n").encode() + content


def _wrk(port: int, path: str, seconds: float, connections: int, cookie: str) -> Load:
    header = ["-H", f"Cookie: {cookie}"] if cookie else []
    address = f"http://127.0.0.1:{port}{path}"
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:.0f}s", "--latency", *header, address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate, late = re.search(r"Requests/sec:\s+([\d.]+)", said), re.search(r"99%\s+([\d.]+)(us|ms|s)", said)
    if rate is None or late is None:
        raise RuntimeError(f"wrk said nothing to count: {said}")
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    lost = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said)
    faults = int(wrong[1]) if wrong else 0
    faults += sum(map(int, lost.groups())) if lost else 0
    return Load(float(rate[1]), float(late[1]) * UNITS[late[2]], faults)


@dataclass
class _Tally:
    """What the connections of one run saw together."""

    requests: Iterator[bytes]
    until: float
    waits: list[float] = field(default_factory=list)
    faults: int = 0


class _Connection(asyncio.Protocol):
    """One connection that sends the next request when the last is answered."""

    def __init__(self, tally: _Tally, done: "asyncio.Future[None]") -> None:
        self.tally, self.done = tally, done
        self.received = b""
        self.begun = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self._next()

    def _next(self) -> None:
        request = next(self.tally.requests, None) if time.perf_counter() < self.tally.until else None
        if request is None:
            self._finish()
            return
        self.received, self.begun = b"", time.perf_counter()
        self.transport.write(request)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        self.received += data
        head, split, body = self.received.partition(b"\r\n\r\n")
        if not split:
            return
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        if len(body) < (int(length[1]) if length else 0):
            return
        self.tally.waits.append(time.perf_counter() - self.begun)
        self.tally.faults += head[9:10] not in {b"2", b"3"}
        self._next()

    def connection_lost(self, _fault: Exception | None) -> None:
        if not self.done.done():
            self.tally.faults += 1
            self.done.set_result(None)

    def _finish(self) -> None:
        if not self.done.done():
            self.done.set_result(None)
        self.transport.close()


def send(port: int, requests: Iterable[bytes], seconds: float, connections: int) -> Load:
    """Send these requests, each once, over so many connections, until they or the time are used up."""
    return asyncio.run(_send(port, iter(requests), seconds, connections))


async def _send(port: int, requests: Iterator[bytes], seconds: float, connections: int) -> Load:
    loop, begun = asyncio.get_running_loop(), time.perf_counter()
    tally = _Tally(requests, begun + seconds)
    ends = [loop.create_future() for _ in range(connections)]
    for end in ends:
        await loop.create_connection(lambda end=end: _Connection(tally, end), "127.0.0.1", port)  # type: ignore[misc]
    await asyncio.gather(*ends)
    spent = time.perf_counter() - begun
    waits = sorted(tally.waits) or [0.0]
    p99 = waits[int(len(waits) * 0.99) - 1] * 1000
    return Load(len(tally.waits) / spent, p99, tally.faults, len(tally.waits))
