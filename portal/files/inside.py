"""Whether an upload is through and through what it begins as: whole, of a sane size when opened, and no second file behind it.

Only the structure is walked, nothing is unpacked or drawn, so that no upload can make this machine work for it.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from portal.refused import Refused

# The largest telephone cameras take 200 million points; a picture that claims more is made to fill a memory.
MOST_POINTS = 300_000_000
_CHUNK = 64 * 1024
# What makes a file open as something else as well: programs and archives behind a picture, a PDF in its beginning.
_OTHERS = (
    b"MZ",
    b"\x7fELF",
    b"PK\x03\x04",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf",
    b"\x1f\x8b\x08",
    b"%PDF-",
    b"#!",
    b"<",
)
_ZIP_END = b"PK\x05\x06"
_PDF_END = b"%%EOF"
# Readers of PDF look for its mark this far into a file.
_PDF_REACH = 1024
_ALONE = frozenset((0x01, *range(0xD0, 0xD8)))
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def look(upload: BinaryIO, kind: str, size: int) -> None:
    """Refuse an upload that is cut off or more than one thing; what it begins as was found before."""
    _no_archive(upload, size)
    if kind != "application/pdf":
        _no_pdf(upload)
    walk = {"application/pdf": _pdf, "image/jpeg": _jpeg, "image/png": _png, "image/heic": _heic}.get(kind)
    if walk is None:
        return
    try:
        walk(upload, size)
    except struct.error:
        raise Refused("file_broken", 422) from None
    finally:
        upload.seek(0)


def _no_archive(upload: BinaryIO, size: int) -> None:
    """An archive is read from its end, so anything can stand before it; its list of contents stands just before the end."""
    start = max(0, size - 65_557)
    upload.seek(start)
    tail = upload.read()
    place = tail.rfind(_ZIP_END)
    if place < 0 or len(tail) - place < 22:
        return
    (length,) = struct.unpack("<12xI6x", tail[place : place + 22])
    upload.seek(max(0, start + place - length))
    if length and upload.read(4) == b"PK\x01\x02":
        raise Refused("file_double", 422)


def _no_pdf(upload: BinaryIO) -> None:
    upload.seek(0)
    if b"%PDF-" in upload.read(_PDF_REACH):
        raise Refused("file_double", 422)


def _pdf(upload: BinaryIO, size: int) -> None:
    upload.seek(max(0, size - _CHUNK))
    if _PDF_END not in upload.read():
        raise Refused("file_broken", 422)


def _points(width: int, height: int) -> None:
    if not width or not height:
        raise Refused("file_broken", 422)
    if width * height > MOST_POINTS:
        raise Refused("file_points", 422)


def _behind(upload: BinaryIO) -> None:
    """What stands behind a picture's end: telephones put a second picture or a film there, nobody a program."""
    begin = upload.read(16).lstrip(b"\0\r\n ")
    if begin.startswith(_OTHERS):
        raise Refused("file_double", 422)


def _png(upload: BinaryIO, size: int) -> None:
    upload.seek(8)
    first = True
    while True:
        length, kind = struct.unpack(">I4s", upload.read(8))
        if first:
            if kind != b"IHDR":
                raise Refused("file_broken", 422)
            _points(*struct.unpack(">II", upload.read(8)))
            upload.seek(-8, 1)
            first = False
        end = upload.seek(length + 4, 1)
        if end > size:
            raise Refused("file_broken", 422)
        if kind == b"IEND":
            _behind(upload)
            return


def _jpeg(upload: BinaryIO, size: int) -> None:
    upload.seek(2)
    framed = False
    while True:
        mark, code = struct.unpack("BB", upload.read(2))
        if mark != 0xFF:
            raise Refused("file_broken", 422)
        if code == 0xFF:
            upload.seek(-1, 1)
            continue
        if code in _ALONE:
            continue
        (length,) = struct.unpack(">H", upload.read(2))
        if code in _FRAMES:
            height, width = struct.unpack(">xHH", upload.read(5))
            _points(width, height)
            framed = True
            upload.seek(-5, 1)
        if code == 0xDA:
            break
        if upload.seek(length - 2, 1) > size:
            raise Refused("file_broken", 422)
    place = _first(upload, b"\xff\xd9")
    if not framed or place is None:
        raise Refused("file_broken", 422)
    upload.seek(place + 2)
    _behind(upload)


def _heic(upload: BinaryIO, size: int) -> None:
    kinds = set()
    for kind, length in _boxes(upload, size):
        kinds.add(kind)
        if length < 8:
            raise Refused("file_broken", 422)
    # What is seen, and how it is put together: without either there is no picture, however whole the boxes are.
    if not {b"meta", b"mdat"} <= kinds:
        raise Refused("file_broken", 422)


def _boxes(upload: BinaryIO, size: int) -> Iterator[tuple[bytes, int]]:
    """The boxes a file of this family is made of, one after the other up to its end."""
    place = 0
    while place < size:
        upload.seek(place)
        length, kind = struct.unpack(">I4s", upload.read(8))
        if length == 1:
            (length,) = struct.unpack(">Q", upload.read(8))
        elif length == 0:
            length = size - place
        if place + length > size:
            raise Refused("file_broken", 422)
        yield kind, length
        place += length


def _first(upload: BinaryIO, mark: bytes) -> int | None:
    """Where a mark stands first, from here on."""
    place, left = upload.tell(), b""
    while chunk := upload.read(_CHUNK):
        found = (left + chunk).find(mark)
        if found >= 0:
            return place - len(left) + found
        place, left = place + len(chunk), chunk[-1:]
    return None
