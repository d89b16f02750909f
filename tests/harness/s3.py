"""An S3 server on this machine, for the stores of files."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx


@contextmanager
def server() -> Iterator[str]:
    """A server that starts empty; gives its address."""
    from moto.server import ThreadedMotoServer

    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    try:
        httpx.post(f"http://{host}:{port}/moto-api/reset")
        yield f"http://{host}:{port}"
    finally:
        running.stop()


def make_bucket(address: str, name: str) -> None:
    """An empty bucket."""
    httpx.put(f"{address}/{name}").raise_for_status()
