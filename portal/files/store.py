"""Where encrypted files lie: a folder, an S3 bucket or, in tests, memory; and how a file is cut and sealed for it."""

import hmac
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal
from urllib.parse import unquote, urlsplit
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.files.checks import Scanner
from portal.log_lines import Log
from portal.refused import Refused
from portal.vault import Unreadable

if TYPE_CHECKING:
    from obstore.store import ObjectStore

CHUNK = 64 * 1024
_TAG = 16
_PART = 5 * 1024 * 1024
# A folder store writes beside the file first; a process that was killed leaves such a draft behind.
_DRAFT = re.compile(r".*#\d+")


class Store:
    """The files of one town and the scanner in front of them; what lies in it cannot be read without the vault."""

    def __init__(
        self, objects: Callable[[], "ObjectStore"], scanner: Scanner, folder: Path | None = None
    ) -> None:
        self.scanner = scanner
        self._open = objects
        self._folder = folder

    @cached_property
    def _objects(self) -> "ObjectStore":
        # Most processes never touch a file; what reaches into stores is four megabytes of each that does.
        return self._open()

    def put(self, file_id: UUID, sealed: Iterable[bytes]) -> None:
        """Store the chunks; a file is there whole or not at all."""
        import obstore
        from obstore.exceptions import BaseError

        try:
            obstore.put(self._objects, _path(file_id), sealed, chunk_size=_PART, max_concurrency=2)
        except (BaseError, OSError) as error:
            # A full disk, a bucket that does not answer: the person can do something else first, the operator must look.
            Log("portal.files").error("file_not_stored", caught=error)
            raise Refused("file_not_stored", 503) from None

    def get(self, file_id: UUID) -> Iterator[bytes]:
        """The chunks as they were sealed; `vault.Unreadable` where the file is not there."""
        import obstore

        try:
            found = obstore.get(self._objects, _path(file_id))
        except FileNotFoundError:
            raise Unreadable("the file is not in the store") from None
        return _recut(bytes(part) for part in found.stream(min_chunk_size=16 * CHUNK))

    def delete(self, file_id: UUID) -> None:
        """Take a file away; one that is gone already is no fault."""
        import obstore

        try:
            obstore.delete(self._objects, _path(file_id))
        except FileNotFoundError:
            return

    def listed(self) -> Iterator[tuple[UUID, datetime]]:
        """Every file in the store and when it was put there; what is not ours has no id and is left alone."""
        import obstore

        for page in obstore.list(self._objects):
            for meta in page:
                try:
                    yield UUID(meta["path"].rpartition("/")[2]), meta["last_modified"]
                except ValueError:
                    continue

    def sweep_drafts(self, before: datetime) -> int:
        """Take away what killed processes had begun to write; only a folder keeps such pieces."""
        old = [path for path in self._drafts() if path.stat().st_mtime < before.timestamp()]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _drafts(self) -> Iterator[Path]:
        if self._folder is not None:
            yield from (path for path in self._folder.rglob("*") if _DRAFT.fullmatch(path.name))


def open_store(
    url: str, clamd_address: str = "", scanner_down: Literal["refuse", "accept"] = "refuse"
) -> Store:
    """The store at an address: file:///folder, s3://bucket/prefix (keys from the environment) or memory:."""
    scanner, parts = Scanner(clamd_address, scanner_down), urlsplit(url)
    if parts.scheme == "memory":
        return Store(_in_memory, scanner)
    if parts.scheme == "s3":
        return Store(lambda: _in_bucket(parts.netloc, parts.path.strip("/")), scanner)
    if parts.scheme != "file":
        raise ValueError("files lie in file:///folder, s3://bucket/prefix or memory:")
    folder = Path(unquote(parts.path))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Store(lambda: _in_folder(folder), scanner, folder)


def _in_memory() -> "ObjectStore":
    from obstore.store import MemoryStore

    return MemoryStore()


def _in_bucket(bucket: str, prefix: str) -> "ObjectStore":
    from obstore.store import S3Store

    return S3Store(bucket, prefix=prefix or None)


def _in_folder(folder: Path) -> "ObjectStore":
    from obstore.store import LocalStore

    return LocalStore(folder, automatic_cleanup=False)


def seal(key: bytes, upload: BinaryIO) -> Iterator[bytes]:
    """Cut a file into chunks and seal each; its place and whether it is the last are bound into it."""
    cipher = AESGCM(_chunk_key(key))
    upload.seek(0)
    place, chunk = 0, upload.read(CHUNK)
    while True:
        following = upload.read(CHUNK)
        yield cipher.encrypt(_nonce(place, last=not following), chunk, None)
        if not following:
            return
        place, chunk = place + 1, following


def unseal(key: bytes, sealed: Iterable[bytes]) -> Iterator[bytes]:
    """Open the chunks in order; a changed, missing, swapped or added one is noticed before it is handed on."""
    cipher, place = AESGCM(_chunk_key(key)), 0
    waiting: bytes | None = None
    try:
        for chunk in sealed:
            if waiting is not None:
                yield cipher.decrypt(_nonce(place, last=False), waiting, None)
                place += 1
            waiting = chunk
        yield cipher.decrypt(_nonce(place, last=True), waiting or b"", None)
    except InvalidTag:
        raise Unreadable("a file was changed or cut short") from None


def _nonce(place: int, *, last: bool) -> bytes:
    return place.to_bytes(11, "big") + bytes([last])


def _chunk_key(key: bytes) -> bytes:
    # The vault seals the file's name under the key itself with random nonces; chunks count theirs under a key of their own.
    return hmac.digest(key, b"file chunks", "sha256")


def _recut(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces of any length, cut again where the sealed chunks end."""
    whole, rest = CHUNK + _TAG, b""
    for part in parts:
        rest += part
        while len(rest) >= whole:
            yield rest[:whole]
            rest = rest[whole:]
    if rest:
        yield rest


def _path(file_id: UUID) -> str:
    # Spread over 256 folders by the random end of the id, for its beginning is the time.
    return f"{file_id.hex[-2:]}/{file_id}"
