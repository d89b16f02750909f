"""Small true files of every kind that is taken, made byte by byte, and files that only pretend."""

import struct
import zipfile
import zlib
from io import BytesIO

PDF = b"%PDF-1.4\n% a sample\n%%EOF\n"


def png(width: int = 1, height: int = 1) -> bytes:
    """A grey picture; its points are only there where it has one."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0\x80" if (width, height) == (1, 1) else b"")
    parts = ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, parts))


def _chunk(part: tuple[bytes, bytes]) -> bytes:
    kind, body = part
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def jpeg(width: int = 1, height: int = 1, points: bytes = b"\x00") -> bytes:
    """The frame of a picture as cameras write it, with a thumbnail's end inside its Exif."""
    exif = b"Exif\0\0 a thumbnail \xff\xd8 that ends \xff\xd9"
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return (
        b"\xff\xd8"
        + _segment(0xE1, exif)
        + _segment(0xC0, frame)
        + _segment(0xDA, b"\1\1\0\0?\0")
        + points
        + b"\xff\xd9"
    )


def _segment(code: int, body: bytes) -> bytes:
    return bytes((0xFF, code)) + struct.pack(">H", len(body) + 2) + body


def heic() -> bytes:
    """The boxes of a picture as newer telephones write it."""
    return b"".join(
        struct.pack(">I4s", len(body) + 8, kind) + body
        for kind, body in ((b"ftyp", b"heic\0\0\0\0mif1heic"), (b"meta", b"\0" * 12), (b"mdat", b"\0" * 40))
    )


def archive() -> bytes:
    """A zip that unpacks to a thousand times its size."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("bomb.txt", bytes(2_000_000))
    return packed.getvalue()


TAKEN = {
    "a.pdf": PDF,
    "a.png": png(),
    "a.jpg": jpeg(),
    "a.heic": heic(),
    # What stands behind a telephone's picture: a second one, a film, a maker's own notes.
    "two.jpg": jpeg() + jpeg(),
    "moving.jpg": jpeg() + b"\0\0\0\x18ftypmp42" + bytes(16),
    "notes.jpg": jpeg() + b"\0\0SEFH" + bytes(20) + b"SEFT",
}
PRETENDING = {
    "archive behind a picture": (jpeg() + archive(), "file_double"),
    "archive behind a PDF": (PDF + archive(), "file_double"),
    "archive behind a picture's end, with a remark": (png() + archive() + b"a remark", "file_double"),
    "program behind a picture": (png() + b"MZ\x90\0" + bytes(60), "file_double"),
    "page behind a picture": (png() + b"<script>alert(1)</script>", "file_double"),
    "script behind a picture": (jpeg() + b"#!/bin/sh\nid\n", "file_double"),
    "PDF inside a picture's beginning": (
        b"\xff\xd8" + _segment(0xFE, b"%PDF-1.4 1 0 obj") + jpeg()[2:], "file_double",
    ),
    "PDF behind a picture": (png() + PDF, "file_double"),
    "picture of four thousand million points": (png(65_000, 65_000), "file_points"),
    "photo of four thousand million points": (jpeg(65_500, 65_500), "file_points"),
    "picture without points": (png(0, 5), "file_broken"),
    "picture cut off": (png()[:-9], "file_broken"),
    "photo cut off": (jpeg()[:-2], "file_broken"),
    "photo that begins and is nothing": (b"\xff\xd8\xff" + bytes(400), "file_broken"),
    "picture whose chunk runs on": (png()[:33] + b"\x7f\xff\xff\xffIDAT" + bytes(8), "file_broken"),
    "new photo cut off": (heic()[:-5], "file_broken"),
    "new photo without its notes": (heic()[:24], "file_broken"),
    "PDF cut off": (PDF[:-8], "file_broken"),
    "web page": (b"<html><script>alert(1)</script>", "file_kind"),
    "drawing with a script": (b"<svg onload='alert(1)'/>", "file_kind"),
    "archive": (archive(), "file_kind"),
    "program": (b"MZ\x90\x00", "file_kind"),
    "film": (b"\0\0\0\x18ftypmp42" + bytes(16), "file_kind"),
    "nothing": (b"", "file_empty"),
}  # fmt: skip
