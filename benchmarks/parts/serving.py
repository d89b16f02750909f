"""Servers to measure: granian with two workers on a free port, as ./run starts it, and a database beside it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.harness import postgres

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
# The benchmarks wait for the disk, as a town's server does.
DURABLE = ("fsync=on", "synchronous_commit=on")


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that is gone afterwards; a database server that runs as another user may pass through it."""
    made = Path(tempfile.mkdtemp(prefix="kurashi-bench-"))
    made.chmod(0o711)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def database(kind: str, place: Path, name: str) -> Iterator[str]:
    """The address of an empty, durable database of one kind."""
    if kind == "sqlite":
        yield f"sqlite:///{place / f'{name}.db'}"
        return
    server = postgres.Server(postgres.debian() or postgres.wheel(), place / f"postgres-{name}")
    server.start(DURABLE)
    try:
        yield server.url()
    finally:
        server.stop()


@contextmanager
def served(
    target: str,
    env: Mapping[str, str] | None = None,
    *,
    factory: bool = False,
    threads: int = 1,
    workers: int = 2,
) -> Iterator[int]:
    """Serve a WSGI application; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--port", str(port), "--workers", str(workers),
        "--blocking-threads", str(threads), "--no-access-log", "--log-level", "warning", target,
    ]  # fmt: skip
    if factory:
        command.insert(-1, "--factory")
    full = {**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
    full.pop("PYTHONDONTWRITEBYTECODE", None)
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=full,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            _wait(port, process)
            yield port
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            # Its workers with it: one that was only just starting when it was told to end would stay for good.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError("the server to measure did not start: see the lines above")
