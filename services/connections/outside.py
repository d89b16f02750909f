"""Calls to systems outside: the name looked up and its machine checked at that moment, then exactly that machine called."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import SplitResult, urlsplit

from portal.tracing import onward
from services.connections.rules.addresses import Policy, fault, may_reach, port_of

if TYPE_CHECKING:
    import httpx

# For a step of the call, and for the whole of it: a server that answers a byte at a time is not waited for.
PATIENCE, WHOLE = 5.0, 10.0
# What a receiver says is of no use to us; so much of it is taken for politeness.
HEARD = 1024

Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True)
class Call:
    """One message to one address."""

    url: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """What came of a call: an empty code is fine, any other says why it was not."""

    code: str
    status: int | None = None
    millis: int = 0


def resolve(host: str, port: int) -> Sequence[str]:
    """The machines of a name, as the system knows them now."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


@dataclass(frozen=True)
class Wire:
    """How names are looked up and whom we trust; another is handed in where a town has its own."""

    resolve: Resolve = resolve
    tls: ssl.SSLContext | None = None
    patience: float = PATIENCE
    whole: float = WHOLE


def call(what: Call, policy: Policy, wire: Wire) -> Answer:
    """Send it once; whatever happens is an answer with a code."""
    began = time.monotonic()
    code, status = _call(what, policy, wire)
    return Answer(code, status, round((time.monotonic() - began) * 1000))


def _call(what: Call, policy: Policy, wire: Wire) -> tuple[str, int | None]:
    # The operator may have narrowed the policy since the address was written down.
    if wrong := fault(what.url, policy):
        return wrong, None
    parts = urlsplit(what.url)
    try:
        machines = wire.resolve(str(parts.hostname), port_of(parts))
    except (OSError, UnicodeError):
        return "host_unknown", None
    # One private machine among public ones is how a name is bent; so all must be allowed, and one of them is called.
    if not machines or not all(may_reach(one, policy) for one in machines):
        return "webhook_private", None
    return _speak(what, parts, machines[0], wire)


def _speak(what: Call, parts: SplitResult, machine: str, wire: Wire) -> tuple[str, int | None]:
    import httpx

    watch = Watch(wire.whole)
    # No proxy of the environment: it would look the name up a second time, by itself.
    with watch, httpx.Client(
        verify=wire.tls or ssl.create_default_context(), timeout=wire.patience, trust_env=False, follow_redirects=False
    ) as client:  # fmt: skip
        try:
            with client.stream(
                "POST", _pinned(parts, machine), content=what.body, **_named(what, parts, watch)
            ) as said:
                status = said.status_code
                _hear(said)
        except httpx.TimeoutException:
            return "timeout", None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            return "timeout" if watch.over else "tls" if _is_tls(error) else "unreachable", None
    return _code(status), status


def _pinned(parts: SplitResult, machine: str) -> str:
    """The address with the machine in place of its name, so that nobody looks it up again."""
    host = f"[{machine}]" if ":" in machine else machine
    return parts._replace(netloc=f"{host}:{port_of(parts)}").geturl()


def _named(what: Call, parts: SplitResult, watch: "Watch") -> dict[str, Any]:
    """The name goes where the receiver and its certificate look for it."""
    return {
        "headers": {**onward(), **what.headers, "Host": parts.netloc, "Accept-Encoding": "identity"},
        "extensions": {"sni_hostname": str(parts.hostname), "trace": watch.trace},
    }


def _hear(said: "httpx.Response") -> None:
    """Take a little of the body; that it ends badly changes nothing about the status."""
    import httpx

    heard = 0
    with suppress(httpx.HTTPError):
        for piece in said.iter_raw():
            heard += len(piece)
            if heard >= HEARD:
                return


def _code(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return "redirected"
    return "gone" if status == 410 else f"status_{status}"


def _is_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False


class Watch:
    """Cuts the call's connection when its whole time is over; the time-outs of single steps begin anew with each byte."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def trace(self, name: str, told: Mapping[str, Any]) -> None:
        """Take note of the socket as soon as there is one; with TLS a second one takes its place."""
        if name in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._sockets.append(told["return_value"].get_extra_info("socket"))
            if self.over:
                self._cut()

    def _cut(self) -> None:
        self.over = True
        for one in self._sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
