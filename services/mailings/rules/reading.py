"""A list's rows from its bytes, piece by piece: two hundred thousand of them are never held at once."""

import codecs
import csv
from collections.abc import Callable, Iterable, Iterator

Chunks = Callable[[], Iterable[bytes]]
ENCODINGS = ("utf-8-sig", "cp932")


class Unreadable(Exception):
    """The bytes are no list in an encoding that Excel writes."""


def rows(chunks: Chunks) -> Iterator[tuple[int, list[str]]]:
    """Each row that says anything, with the line it begins on; `chunks` is asked anew for a second look."""
    encoding = encoding_of(chunks)
    if encoding is None:
        raise Unreadable
    reader, begins = csv.reader(_lines(chunks(), encoding)), 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error:
        raise Unreadable from None


def encoding_of(chunks: Chunks) -> str | None:
    """UTF-8 with or without its mark, else the code page of Japanese Windows."""
    return next((encoding for encoding in ENCODINGS if _fits(chunks(), encoding)), None)


def _fits(chunks: Iterable[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        if any("\0" in decoder.decode(chunk) for chunk in chunks):
            return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _lines(chunks: Iterable[bytes], encoding: str) -> Iterator[str]:
    decoder, rest = codecs.getincrementaldecoder(encoding)(), ""
    for chunk in chunks:
        # A last line may go on in the next piece, and a CR may be half of a line's end.
        *whole, rest = (rest + decoder.decode(chunk)).split("\n")
        yield from (line + "\n" for line in whole)
    yield rest + decoder.decode(b"", final=True)
