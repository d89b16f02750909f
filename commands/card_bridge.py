"""The counter PC's bridge between a card reader and the portal's page: python -m commands.card_bridge --help says more."""

import argparse
import hmac
import json
import os
import secrets
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from commands.card_reader import SAMPLES, PcscReader, Reader, SimulatedReader, read_image
from commands.say import Stop, say, stopped
from forms.cards import CardKind, Unreadable, ask

PORT = 47600
HERE = "127.0.0.1"
# A kind and a secret number; more is not listened to.
LONGEST = 512
PATIENCE = 10.0


@dataclass(frozen=True)
class Paired:
    """Whom the bridge answers: one portal, and only a page that knows the pairing code."""

    portal: str
    code: str = field(repr=False)

    def knows(self, said: str) -> bool:
        """Whether a page says the code."""
        return hmac.compare_digest(said.encode("utf-8", "replace"), f"Bearer {self.code}".encode())


class Bridge(ThreadingHTTPServer):
    """Listens on this machine alone, holds nothing, and writes nothing down."""

    daemon_threads = True

    def __init__(self, reader: Reader, paired: Paired, port: int = PORT) -> None:
        self.reader = reader
        self.paired = paired
        # One talk at a time: two would mix their commands on one card.
        self.talking = Lock()
        super().__init__((HERE, port), Answering)

    @property
    def host(self) -> str:
        """What a browser calls it; any other name was bent towards this machine."""
        return f"{HERE}:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up is no news."""


class Answering(BaseHTTPRequestHandler):
    """One request of a page."""

    server: Bridge
    timeout = PATIENCE
    protocol_version = "HTTP/1.1"

    def do_OPTIONS(self) -> None:
        """The browser asks before its page may: only the portal's pages, and the way to this machine only when asked for."""
        if self._is_ours():
            self._say(HTTPStatus.NO_CONTENT)

    def do_GET(self) -> None:
        """Whether somebody is here: a page shows its button by this."""
        if self._is_ours() and self._is_paired():
            self._say(HTTPStatus.OK if self.path == "/here" else HTTPStatus.NOT_FOUND, {})

    def do_POST(self) -> None:
        """Read the card that lies there."""
        if not (self._is_ours() and self._is_paired()):
            return
        asked = self._asked() if self.path == "/read" else None
        if asked is None:
            self._say(HTTPStatus.BAD_REQUEST, {"code": "card_refuses"})
            return
        if not self.server.talking.acquire(blocking=False):
            self._say(HTTPStatus.CONFLICT, {"code": "reader_busy"})
            return
        try:
            status, said = self._read(*asked)
        finally:
            self.server.talking.release()
        self._say(status, said)

    def _read(self, kind: str, secret: str) -> tuple[HTTPStatus, Mapping[str, Any]]:
        try:
            with self.server.reader.card() as send:
                return HTTPStatus.OK, {"values": ask(CardKind(kind), secret, send).as_dict()}
        except Unreadable as said:
            return HTTPStatus.UNPROCESSABLE_ENTITY, {"code": said.code, "left": said.left}
        except Exception:  # noqa: BLE001 (whatever a driver throws may carry what the card said, and goes no further)
            return HTTPStatus.UNPROCESSABLE_ENTITY, {"code": "card_refuses", "left": None}

    def _asked(self) -> tuple[str, str] | None:
        """Kind and secret number, or None for whatever else was sent."""
        length = self.headers.get("Content-Length", "")
        if (
            not length.isdecimal()
            or int(length) > LONGEST
            or self.headers.get_content_type() != "application/json"
        ):
            self.close_connection = True
            return None
        try:
            sent = json.loads(self.rfile.read(int(length)))
        except ValueError:
            return None
        if (
            not isinstance(sent, dict)
            or sent.get("kind") not in list(CardKind)
            or not isinstance(sent.get("secret"), str)
        ):
            return None
        return sent["kind"], sent["secret"]

    def _is_ours(self) -> bool:
        """The portal's own page asks, and asks this machine by its number."""
        if (
            self.headers.get("Origin") == self.server.paired.portal
            and self.headers.get("Host") == self.server.host
        ):
            return True
        self.close_connection = True
        self.send_response_only(HTTPStatus.FORBIDDEN)
        self.send_header("Content-Length", "0")
        self.end_headers()
        return False

    def _is_paired(self) -> bool:
        if self.server.paired.knows(self.headers.get("Authorization", "")):
            return True
        self.close_connection = True
        self._say(HTTPStatus.UNAUTHORIZED, {"code": "pairing_wrong"})
        return False

    def _say(self, status: HTTPStatus, told: Mapping[str, Any] | None = None) -> None:
        body = b"" if told is None else json.dumps(told, ensure_ascii=False).encode()
        self.send_response_only(status)
        self.send_header("Access-Control-Allow-Origin", self.server.paired.portal)
        self.send_header("Vary", "Origin")
        self.send_header("Cache-Control", "no-store")
        if self.command == "OPTIONS":
            self.send_header("Access-Control-Allow-Methods", "GET, POST")
            self.send_header("Access-Control-Allow-Headers", "authorization, content-type")
            if self.headers.get("Access-Control-Request-Private-Network") == "true":
                self.send_header("Access-Control-Allow-Private-Network", "true")
        else:
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name is the library's)
        """Nothing is written down."""


def origin(address: str) -> str:
    """The origin of the portal's address, which a browser names in every request."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Stop(f"ポータルのアドレスではありません / no address of a portal: {address}")
    if parts.scheme == "http" and parts.hostname not in (HERE, "localhost"):
        raise Stop(f"https のアドレスを指定してください / the portal must be on https: {address}")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def pairing_code(path: Path, *, new: bool) -> tuple[str, bool]:
    """The code of this PC, made once and kept for its user alone; and whether it was made now."""
    if not new and path.is_file():
        return path.read_text(encoding="ascii").strip(), False
    code = secrets.token_hex(16)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(code)
    return code, True


def _reader(simulated: str) -> Reader:
    if simulated:
        file = SAMPLES / f"{simulated}.json"
        if not file.is_file():
            names = ", ".join(sorted(one.stem for one in SAMPLES.glob("*.json")))
            raise Stop(f"見本のカードは {names} です / sample cards: {names}")
        return SimulatedReader(read_image(file))
    try:
        import smartcard  # noqa: F401 (only whether it is there)
    except ImportError as missing:
        raise Stop(
            "カードの部品がありません / card library missing: pip install --require-hashes -r requirements/counter.txt"
        ) from missing
    return PcscReader()


def _told(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m commands.card_bridge", description=__doc__)
    parser.add_argument(
        "--portal", required=True, help="ポータルのアドレス / the portal's address, https://…"
    )
    parser.add_argument("--port", type=int, default=PORT, help=f"ポート / port ({PORT})")
    parser.add_argument(
        "--new-code", action="store_true", help="つなぐ番号を作り直す / make a new pairing code"
    )
    parser.add_argument(
        "--code-file",
        type=Path,
        default=Path.home() / ".kurashi-card-bridge",
        help="つなぐ番号を置くファイル / where the code is kept",
    )
    parser.add_argument(
        "--sample", default="", metavar="NAME", help="読み取り機のかわりに見本のカード / a made-up card"
    )
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Listen until Ctrl-C."""
    told = _told(arguments)
    try:
        portal, reader = origin(told.portal), _reader(told.sample)
        code, made = pairing_code(told.code_file, new=told.new_code)
        bridge = Bridge(reader, Paired(portal, code), told.port)
    except Stop as reason:
        return stopped(reason)
    except OSError as fault:
        return stopped(
            Stop(f"ポート{told.port}は使えません / port {told.port} cannot be used ({fault.strerror})")
        )
    say(f"{portal} を待っています ({bridge.host})", f"waiting for {portal} ({bridge.host})")
    if made or told.sample:
        say(f"つなぐ番号: {code}", f"pairing code: {code}")
    with bridge:
        try:
            bridge.serve_forever()
        except KeyboardInterrupt:
            return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
