"""What an uploaded file really is, what it may be called, and whether a virus scanner lets it pass."""

import socket
import unicodedata
from dataclasses import dataclass
from typing import BinaryIO, Literal

from portal.refused import Refused

# Kinds a counter can read, and what each begins with. A PDF must begin with its mark and not hide behind another's.
_HEADS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
_HEIF = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
SUFFIXES = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/tiff": ".tif",
    "image/webp": ".webp",
    "image/heic": ".heic",
}
PHOTOS_AND_PDF = frozenset({"application/pdf", "image/jpeg", "image/png", "image/heic"})
_LONGEST_NAME = 100
_CHUNK = 64 * 1024


def media_type(head: bytes) -> str | None:
    """What a file is by its first bytes, whatever it calls itself; None for what we do not know."""
    if head[4:8] == b"ftyp":
        return "image/heic" if head[8:12] in _HEIF else None
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for mark, kind in _HEADS if head.startswith(mark)), None)


def file_name(given: str, kind: str) -> str:
    """The name to show and to save under: no path, nothing invisible, the ending of what it really is."""
    last = given.replace("\\", "/").rpartition("/")[2]
    shown = "".join(c for c in last if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*')
    stem = shown.rpartition(".")[0] or shown
    return (stem.strip(" .")[:_LONGEST_NAME] or "file") + SUFFIXES[kind]


@dataclass(frozen=True)
class Scanner:
    """ClamAV's daemon; without an address nothing is scanned."""

    address: str = ""
    when_down: Literal["refuse", "accept"] = "refuse"
    patience: float = 30.0

    def check(self, upload: BinaryIO) -> None:
        """Refuse what the scanner finds, and what it cannot look at unless the town chose to take that."""
        if not self.address:
            return
        upload.seek(0)
        try:
            answer = self._ask(upload)
        except OSError:
            answer = b""
        if answer.endswith(b"FOUND"):
            raise Refused("file_infected", 422)
        if not answer.endswith(b"OK") and self.when_down == "refuse":
            raise Refused("file_not_scanned", 503)

    def _ask(self, upload: BinaryIO) -> bytes:
        """Speak INSTREAM: chunks with their length before them, an empty one at the end, one line back."""
        with self._connect() as wire:
            wire.sendall(b"zINSTREAM\0")
            while chunk := upload.read(_CHUNK):
                wire.sendall(len(chunk).to_bytes(4, "big") + chunk)
            wire.sendall(bytes(4))
            answer = b""
            while not answer.endswith(b"\0") and (more := wire.recv(4096)):
                answer += more
        return answer.rstrip(b"\0\n")

    def _connect(self) -> socket.socket:
        if self.address.startswith("/"):
            wire = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            wire.settimeout(self.patience)
            try:
                wire.connect(self.address)
            except OSError:
                wire.close()
                raise
            return wire
        host, _, port = self.address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=self.patience)


def size_of(upload: BinaryIO) -> int:
    """How many bytes an upload has."""
    size = upload.seek(0, 2)
    upload.seek(0)
    return size
