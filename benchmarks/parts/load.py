"""The load: plain sockets and epoll, which take some twenty microseconds a request; both cores are wanted by what is measured."""

import select
import socket
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice

_HEAD_END = b"\r\n\r\n"
_LENGTH = b"content-length: "
_PATIENCE = 60.0


@dataclass(frozen=True)
class Load:
    """What one run of load measured."""

    per_second: float
    p99_ms: float
    faults: int
    answers: int = 0


def get(port: int, path: str, seconds: float, connections: int, cookie: str = "") -> Load:
    """Ask for one page as often as it is answered."""
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


@dataclass
class _Line:
    """One kept connection: what has come so far, how much will come, and when the request went out."""

    socket: socket.socket
    requests: Iterator[bytes]
    received: bytes = b""
    expected: int = 0
    begun: float = 0.0

    def ask(self, request: bytes) -> None:
        self.received, self.expected, self.begun = b"", 0, time.perf_counter()
        self.socket.sendall(request)

    def whole(self) -> bool:
        """Take what has come; whether that is all of the answer."""
        came = self.socket.recv(1 << 18)
        if not came:
            raise ConnectionResetError
        self.received = self.received + came if self.received else came
        if not self.expected:
            end = self.received.find(_HEAD_END)
            if end < 0:
                return False
            self.expected = end + len(_HEAD_END) + _length(self.received[:end])
        return len(self.received) >= self.expected


def _length(head: bytes) -> int:
    place = head.lower().find(_LENGTH)
    if place < 0:
        return 0
    return int(head[place + len(_LENGTH) :].split(b"\r\n", 1)[0])


@dataclass
class _Run:
    """What one run saw."""

    until: float
    waits: list[float] = field(default_factory=list)
    faults: int = 0

    def next(self, requests: Iterator[bytes]) -> bytes | None:
        return next(requests, None) if time.perf_counter() < self.until else None


def send(port: int, requests: Iterable[bytes], seconds: float, connections: int) -> Load:
    """Send these requests over so many connections, each the next when one is answered, until they or the time are used up."""
    return spread([(port, requests)], seconds, connections)


def spread(asked: Sequence[tuple[int, Iterable[bytes]]], seconds: float, connections: int) -> Load:
    """The same to several servers at once, each with its part of the connections."""
    begun = time.perf_counter()
    run, waiting = _Run(begun + seconds), dict[int, _Line]()
    with select.epoll() as poll:
        for port, requests in islice(
            cycle([(port, iter(requests)) for port, requests in asked]), connections
        ):
            request = run.next(requests)
            if request is not None:
                line = _Line(socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE), requests)
                line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                waiting[line.socket.fileno()] = line
                poll.register(line.socket, select.EPOLLIN)
                line.ask(request)
        while waiting:
            for place, _ in poll.poll(_PATIENCE) or _nothing():
                _heard(run, waiting, place)
    waits = sorted(run.waits) or [0.0]
    spent = time.perf_counter() - begun
    p99 = waits[max(0, int(len(waits) * 0.99) - 1)] * 1000
    return Load(len(run.waits) / spent, p99, run.faults, len(run.waits))


def _heard(run: _Run, waiting: dict[int, _Line], place: int) -> None:
    line = waiting[place]
    try:
        if not line.whole():
            return
    except OSError:
        run.faults += 1
        del waiting[place]
        line.socket.close()
        return
    run.waits.append(time.perf_counter() - line.begun)
    run.faults += line.received[9:10] not in {b"2", b"3"}
    request = run.next(line.requests)
    if request is None:
        del waiting[place]
        line.socket.close()
    else:
        line.ask(request)


def _nothing() -> list[tuple[int, int]]:
    raise TimeoutError(f"nothing was answered for {_PATIENCE:.0f} seconds")
