"""The shut door: a test reaches this machine and nothing else, so nothing real can leave it."""

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest


class Outside(OSError):
    """A test tried to reach another machine."""


def is_here(host: object) -> bool:
    """Whether an address or name means this machine."""
    if not isinstance(host, str | bytes):
        return False
    name = host.decode() if isinstance(host, bytes) else host
    if name in {"", "localhost"} or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def shut_network() -> Iterator[None]:
    """Refuse every connection and every look-up that would leave the machine."""
    patch = pytest.MonkeyPatch()
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check(own: socket.socket, address: Any) -> None:
        if own.family != socket.AF_UNIX and not is_here(address[0]):
            raise Outside(f"a test tried to reach {address[0]}; tests stay on this machine")

    def guarded_connect(own: socket.socket, address: Any) -> None:
        check(own, address)
        connect(own, address)

    def guarded_connect_ex(own: socket.socket, address: Any) -> int:
        check(own, address)
        return connect_ex(own, address)

    def guarded_look_up(host: Any, *rest: Any, **named: Any) -> Any:
        if host is not None and not is_here(host):
            raise Outside(f"a test tried to look up {host}; tests stay on this machine")
        return look_up(host, *rest, **named)

    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    patch.setattr(socket, "getaddrinfo", guarded_look_up)
    yield
    patch.undo()
