"""The sealed stream of a backup: blocks that cannot be read, changed, swapped or cut short without its key."""

import secrets
import struct
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"KURASHI NO MADO BACKUP 1\n"
BLOCK = 256 * 1024
_SALT, _TAG = 16, 16
_HEAD = struct.Struct(">cI")
# No record is larger; a length beyond it is damage, and not memory to ask for.
LARGEST = 64 * 1024 * 1024


class Broken(Exception):
    """It is no backup, not of this key, or not as it was written."""


class Writer:
    """Takes records and writes sealed blocks; only after `close` is the stream whole."""

    def __init__(self, out: BinaryIO, key: bytes) -> None:
        salt = secrets.token_bytes(_SALT)
        self._out, self._cipher = out, _cipher(key, salt)
        self._waiting, self._place = bytearray(), 0
        out.write(MAGIC + salt)

    def record(self, kind: bytes, content: bytes) -> None:
        """Add one record: a letter that says what it is, and its content."""
        self._waiting += _HEAD.pack(kind, len(content)) + content
        while len(self._waiting) > BLOCK:
            self._seal(bytes(self._waiting[:BLOCK]), last=False)
            del self._waiting[:BLOCK]

    def close(self) -> None:
        """Write the last block, which says that it is the last."""
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _seal(self, plain: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._place, last=last), plain, None))
        self._place += 1


def records(source: BinaryIO, key: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every record in order; `Broken` as soon as anything is not as it was written."""
    if source.read(len(MAGIC)) != MAGIC:
        raise Broken("no_backup")
    cipher = _cipher(key, source.read(_SALT))
    waiting = bytearray()
    for plain in _opened(source, cipher):
        waiting += plain
        yield from _whole(waiting)
    if waiting:
        raise Broken("cut_short")


def _whole(waiting: bytearray) -> Iterator[tuple[bytes, bytes]]:
    """Take the records that are there in full out of what has come so far."""
    while len(waiting) >= _HEAD.size:
        kind, length = _HEAD.unpack_from(waiting)
        end = _HEAD.size + length
        if length > LARGEST:
            raise Broken("damaged")
        if len(waiting) < end:
            return
        content = bytes(waiting[_HEAD.size : end])
        del waiting[:end]
        yield kind, content


def _opened(source: BinaryIO, cipher: AESGCM) -> Iterator[bytes]:
    place, block = 0, source.read(BLOCK + _TAG)
    while True:
        following = source.read(BLOCK + _TAG)
        try:
            yield cipher.decrypt(_nonce(place, last=not following), block, None)
        except InvalidTag:
            raise Broken("wrong_key_or_damaged" if place == 0 else "damaged") from None
        if not following:
            return
        place, block = place + 1, following


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    # A key for this one stream, so that its blocks may count their nonces from nought.
    return AESGCM(HKDF(SHA256(), 32, salt=salt, info=b"kurashi-no-mado/backup").derive(key))


def _nonce(place: int, *, last: bool) -> bytes:
    return place.to_bytes(11, "big") + bytes([last])
