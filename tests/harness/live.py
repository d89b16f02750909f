"""The sample town, served to a real browser from this process, with a clock that the test sets."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from shutil import copytree
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar, cast

import pytest

from tests.harness import ground

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from flask import Flask

Served = TypeVar("Served", bound="WSGIApplication")


@dataclass
class Clock:
    """The one clock of a town under test; it moves only when told."""

    moment: datetime

    def __call__(self) -> datetime:
        """What time it is."""
        return self.moment

    def forward(self, **spans: float) -> None:
        """Let time pass: `forward(days=3)`."""
        self.moment += timedelta(**spans)


@dataclass
class Town:
    """A running town: its address, its application, its clock, its mails."""

    app: "Flask"
    clock: Clock
    address: str
    var: Path

    def url(self, path: str = "/") -> str:
        """A page's whole address."""
        return f"{self.address}{path}"

    def work(self) -> None:
        """Do what the outbox holds, as the worker process would, until nothing is left."""
        from portal.worker import Worker

        Worker(self.app.extensions["house"]).run(until_empty=True)

    def mails(self, to: str | None = None) -> list[EmailMessage]:
        """The mails that have landed so far, oldest first; those to one address where it is named."""
        files = sorted(self.var.glob("*/mails/*.eml"), key=lambda file: (file.stat().st_mtime_ns, file.name))
        found = [message_from_bytes(file.read_bytes(), policy=default) for file in files]
        return [mail for mail in found if to is None or to in str(mail["To"])]


def make_app(var: Path, clock: Clock, address: str = "http://127.0.0.1:8000", **more: Any) -> "Flask":
    """The portal as wsgi.py makes it, with its folder, clock and address handed in."""
    import services
    from portal import create_app
    from portal.settings import Settings

    return create_app(services.ALL, Settings(var=var, base_url=address, **more), clock)


def _run(app: "Flask", *words: str) -> None:
    done = app.test_cli_runner().invoke(args=list(words))
    if done.exit_code:
        raise RuntimeError(f"flask {' '.join(words)}: {done.output}") from done.exception


def sample(moment: datetime, **more: Any) -> Path:
    """A folder with the sample town in it, made once a run; copy it before use."""
    with ground.alone("sample") as folder:
        if not folder.exists():
            draft = folder.with_name("sample-draft")
            app = make_app(draft, Clock(moment), **more)
            _run(app, "db", "upgrade")
            _run(app, "sample", "load")
            app.extensions["house"].db.dispose()
            draft.rename(folder)
    return folder


@contextmanager
def served(var: Path, clock: Clock) -> Iterator[Town]:
    """The town of a folder, on a free port of the loopback until the block ends."""
    # The address is known before the application is made, since its mails carry it.
    with listening(lambda address: make_app(var, clock, address)) as (app, address):
        try:
            yield Town(app, clock, address, var)
        finally:
            app.extensions["house"].db.dispose()


@contextmanager
def listening(make: "Callable[[str], Served]") -> "Iterator[tuple[Served, str]]":
    """Serve what is made for an address, on a free port of the loopback until the block ends."""
    from werkzeug.serving import make_server

    waiting = make_server("127.0.0.1", 0, cast("Any", None), threaded=True)
    address = f"http://127.0.0.1:{waiting.server_port}"
    waiting.app = app = make(address)
    thread = Thread(target=waiting.serve_forever, daemon=True)
    thread.start()
    try:
        yield app, address
    finally:
        waiting.shutdown()
        thread.join()
        waiting.server_close()


@pytest.fixture
def app(tmp_path: Path, now: datetime) -> Iterator["Flask"]:
    """The sample town's application, not served, for tests that speak to it directly."""
    var = tmp_path / "app-var"
    copytree(sample(now), var)
    made = make_app(var, Clock(now))
    yield made
    made.extensions["house"].db.dispose()


@pytest.fixture
def live(tmp_path: Path, now: datetime) -> Iterator[Town]:
    """A sample town of this test's own, at ten in the morning of an open day."""
    copytree(sample(now), tmp_path / "var")
    with served(tmp_path / "var", Clock(now)) as town:
        yield town
