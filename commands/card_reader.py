"""Readers of cards: the PC/SC reader on the desk, and one that plays made-up cards for tests and the sample town."""

import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from forms.cards import Send, Unreadable

SAMPLES = Path(__file__).with_name("card_samples")
OK, NOT_FOUND, NOT_ALLOWED, LOCKED, BEYOND, UNKNOWN = 0x9000, 0x6A82, 0x6982, 0x6983, 0x6B00, 0x6D00
TRIES = 3


class Reader(Protocol):
    """What the bridge needs of a reader: one card for one talk, let go of afterwards."""

    def card(self) -> AbstractContextManager[Send]:
        """The card that lies there, to be sent commands; Unreadable when none does."""


class PcscReader:
    """The first reader the system knows that has a card on it."""

    @contextmanager
    def card(self) -> Iterator[Send]:
        """Talk to the card alone; letting go of it cuts its power, and with it all that was opened."""
        from smartcard.Exceptions import CardConnectionException, NoCardException
        from smartcard.System import readers

        known = readers()
        if not known:
            raise Unreadable("reader_none")
        for reader in known:
            connection = reader.createConnection()
            try:
                connection.connect()
            except (NoCardException, CardConnectionException):
                continue
            try:
                yield _pcsc(connection)
            finally:
                connection.disconnect()
            return
        raise Unreadable("card_none")


def _pcsc(connection: Any) -> Send:
    def send(command: bytes) -> bytes:
        data, first, second = connection.transmit(list(command))
        return bytes([*data, first, second])

    return send


@dataclass
class SimulatedCard:
    """A made-up card: applications with files, some behind a secret number that counts its tries as a real one does."""

    # The files of each application, by its name; "" is the root.
    files: Mapping[str, Mapping[str, bytes]] = field(repr=False)
    # Which secret numbers there are, by application and file, and which files each one opens.
    secrets: Mapping[tuple[str, str], str] = field(repr=False)
    opens: Mapping[tuple[str, str], tuple[tuple[str, str], ...]]
    left: dict[tuple[str, str], int] = field(default_factory=dict)
    heard: list[bytes] = field(default_factory=list, repr=False)
    _app: str = ""
    _file: str = ""
    _open: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        for place in self.secrets:
            self.left.setdefault(place, TRIES)

    def put_on(self) -> None:
        """Lie on the reader anew, with everything shut."""
        self._app, self._file, self._open = "", "", set()

    def send(self, command: bytes) -> bytes:
        """Answer one command."""
        self.heard.append(command)
        act = {0xA4: self._select, 0x20: self._verify, 0xB0: self._read}.get(
            command[1] if len(command) > 3 else 0
        )
        return act(command) if act else UNKNOWN.to_bytes(2)

    def _select(self, command: bytes) -> bytes:
        name = command[5 : 5 + command[4]].hex().upper() if len(command) > 4 else ""
        if command[2] == 0x02:
            if name not in self.files[self._app] and (self._app, name) not in self.secrets:
                return NOT_FOUND.to_bytes(2)
            self._file = name
        elif name in self.files:
            self._app, self._file = name, ""
        else:
            return NOT_FOUND.to_bytes(2)
        return OK.to_bytes(2)

    def _verify(self, command: bytes) -> bytes:
        place = (self._app, self._file)
        if place not in self.secrets:
            return NOT_ALLOWED.to_bytes(2)
        if self.left[place] == 0:
            return LOCKED.to_bytes(2)
        if len(command) > 5:
            if command[5:].decode("ascii", "replace") == self.secrets[place]:
                self.left[place] = TRIES
                self._open.add(place)
                return OK.to_bytes(2)
            self.left[place] -= 1
        return (0x63C0 | self.left[place]).to_bytes(2)

    def _read(self, command: bytes) -> bytes:
        data = self.files[self._app].get(self._file)
        keys = [key for key, shut in self.opens.items() if (self._app, self._file) in shut]
        if data is None or (keys and not self._open & set(keys)):
            return NOT_ALLOWED.to_bytes(2)
        at, count = command[2] << 8 | command[3], command[4] or 256
        return BEYOND.to_bytes(2) if at > len(data) else data[at : at + count] + OK.to_bytes(2)


@dataclass
class SimulatedReader:
    """A reader on which a made-up card lies, or none."""

    lying: SimulatedCard | None = None

    @contextmanager
    def card(self) -> Iterator[Send]:
        if self.lying is None:
            raise Unreadable("card_none")
        self.lying.put_on()
        yield self.lying.send


def read_image(path: Path) -> SimulatedCard:
    """A made-up card from its file: hexadecimal bytes by application and file, and its secret numbers."""
    image = json.loads(path.read_text(encoding="utf-8"))
    places = {tuple(name.split("/")): told for name, told in image["secrets"].items()}
    return SimulatedCard(
        files={
            app: {name: bytes.fromhex(data) for name, data in files.items()}
            for app, files in image["files"].items()
        },
        secrets={(app, name): told["secret"] for (app, name), told in places.items()},
        opens={
            (app, name): tuple((one.split("/")[0], one.split("/")[1]) for one in told["opens"])
            for (app, name), told in places.items()
        },
    )
