"""Word vectors of an ordinary package (ja-ginza), read straight from its files; the package itself is never run."""

import struct
from collections.abc import Callable, Container, Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

WIDTH = 300
_MASK = (1 << 64) - 1
_M = 0xC6A4A7935BD1E995
Ways = Mapping[int, tuple[Callable[[bytes, int], tuple[int, ...]], int]]


def package() -> Path | None:
    """Where the package's vectors lie; nowhere where it is not installed, and then the mind does without."""
    spec = find_spec("ja_ginza")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        for found in Path(place).glob("*/vocab"):
            return found
    return None


def vectors(words: Mapping[str, Iterable[str]], vocabulary: Path | None) -> Any:
    """A row for each word, zero where none of its forms is known."""
    table = np.zeros((len(words), WIDTH), dtype=np.float32)
    if vocabulary is None:
        return table
    keys = [[_hash(form.encode()) for form in forms] for forms in words.values()]
    rows = _rows((vocabulary / "key2row").read_bytes(), {key for those in keys for key in those})
    known = np.load(vocabulary / "vectors", mmap_mode="r")
    for place, those in enumerate(keys):
        row = next((rows[key] for key in those if key in rows), None)
        if row is not None:
            table[place] = known[row]
    return table


def _rows(packed: bytes, wanted: Container[int]) -> dict[int, int]:
    """What the package's table of hashed words says of some: one msgpack map of whole numbers, all of them unsigned."""
    heads = {0xDE: ">H", 0xDF: ">I"}
    numbers = {0xCC: ">B", 0xCD: ">H", 0xCE: ">I", 0xCF: ">Q"}
    count = struct.unpack_from(heads[packed[0]], packed, 1)[0]
    place = 1 + struct.calcsize(heads[packed[0]])
    ways = {
        tag: (struct.Struct(form).unpack_from, struct.calcsize(form) + 1) for tag, form in numbers.items()
    }
    found = {}
    for _ in range(count):
        key, place = _number(packed, place, ways)
        row, place = _number(packed, place, ways)
        if key in wanted:
            found[key] = row
    return found


def _number(packed: bytes, place: int, ways: Ways) -> tuple[int, int]:
    """The number that stands at a place, and where the next one stands."""
    tag = packed[place]
    if tag < 0x80:
        return tag, place + 1
    read, size = ways[tag]
    return read(packed, place + 1)[0], place + size


def _hash(text: bytes, seed: int = 1) -> int:
    """MurmurHash64A, by which the package numbers its words."""
    value = seed ^ (len(text) * _M & _MASK)
    whole = len(text) // 8 * 8
    for (part,) in struct.iter_unpack("<Q", text[:whole]):
        mixed = part * _M & _MASK
        mixed = (mixed ^ mixed >> 47) * _M & _MASK
        value = (value ^ mixed) * _M & _MASK
    if rest := text[whole:]:
        value = (value ^ int.from_bytes(rest, "little")) * _M & _MASK
    value = (value ^ value >> 47) * _M & _MASK
    return value ^ value >> 47
