"""The preview as a server on this machine: says where it is, works until Ctrl-C, and leaves nothing behind."""

import signal
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any

import click
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from forms import terms
from portal.authoring.preview import ENTRY, Place, Preview
from portal.opening import today
from portal.service import Service

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Wanted:
    """What is to be previewed, in which town, where and when."""

    source: Path
    packs: Path
    town: str
    port: int
    now: Callable[[], datetime]


class Quiet(WSGIRequestHandler):
    """A clerk's terminal shows what is wrong with the file, and not each request."""

    def log(self, *told: Any) -> None:
        """Say nothing."""


def serve(wanted: Wanted, services: Sequence[Service]) -> None:
    """Serve until told to stop."""
    with tempfile.TemporaryDirectory(prefix="kurashi-preview-") as folder:
        server = _server(wanted.port)
        address = f"http://{HOST}:{server.server_port}"
        place = Place(wanted.source, wanted.packs, wanted.town, Path(folder))
        preview = Preview(place, services, address, wanted.now)
        preview.refresh()
        server.app = preview
        # Told to stop from another thread, since the server waits for its own loop to end.
        for which in (signal.SIGINT, signal.SIGTERM):
            signal.signal(which, lambda *_: Thread(target=server.shutdown).start())
        _announce(preview, address, wanted)
        try:
            server.serve_forever(poll_interval=0.2)
        finally:
            server.server_close()
            preview.close()
    click.echo("終わりました")


def _server(port: int) -> BaseWSGIServer:
    nothing: Any = None
    try:
        return make_server(HOST, port, nothing, threaded=True, request_handler=Quiet)
    except (OSError, SystemExit):
        return make_server(HOST, 0, nothing, threaded=True, request_handler=Quiet)


def _announce(preview: Preview, address: str, wanted: Wanted) -> None:
    for fault in preview.faults:
        click.echo(str(fault))
    click.echo(f"下見: {address}{ENTRY}")
    click.echo("保存するたびに新しくなります。申し込んでも、どこにも届きません。Ctrl-C で終わります。")
    if preview.app is None:
        return
    procedure = preview.app.extensions["house"].pack.procedures[wanted.source.stem]
    span = terms.near(procedure.opening, today(wanted.now()))
    if span and not terms.is_open(procedure.opening, today(wanted.now())):
        click.echo(f"今日は受付期間の外です。--on {span[0]} を付けると、その日として試せます。")
