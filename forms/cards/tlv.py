"""Tag, length, value: the building blocks that card files are made of (ISO/IEC 8825-1, definite lengths)."""

from __future__ import annotations

from dataclasses import dataclass, field

from forms.cards.unreadable import Unreadable

# No file that is read here is larger; a length beyond it is a broken card, not a reason to wait.
LARGEST = 4096
FILLERS = frozenset({0x00, 0xFF})


@dataclass(frozen=True)
class Block:
    """One value under its tag."""

    tag: int
    value: bytes = field(repr=False)
    # How many bytes tag, length and value take together.
    size: int


def first(data: bytes) -> Block:
    """The block at the beginning; Unreadable where there is none whole."""
    tag, at = _tag(data)
    length, at = _length(data, at)
    if length > LARGEST:
        raise Unreadable("card_broken")
    if len(data) < at + length:
        raise Unreadable("card_short")
    return Block(tag, bytes(data[at : at + length]), at + length)


def whole_size(head: bytes) -> int:
    """How many bytes the block takes whose first bytes these are."""
    _, at = _tag(head)
    length, at = _length(head, at)
    if length > LARGEST:
        raise Unreadable("card_broken")
    return at + length


def blocks(data: bytes) -> tuple[Block, ...]:
    """All blocks up to the end, every byte accounted for."""
    found: list[Block] = []
    while data:
        found.append(first(data))
        data = data[found[-1].size :]
    return tuple(found)


def simple_blocks(data: bytes) -> tuple[Block, ...]:
    """Blocks under one-byte tags, as a licence has them, up to the filling that follows the last."""
    found: list[Block] = []
    while data and data[0] not in FILLERS:
        length, at = _length(data, 1)
        if length > LARGEST:
            raise Unreadable("card_broken")
        if len(data) < at + length:
            raise Unreadable("card_short")
        found.append(Block(data[0], bytes(data[at : at + length]), at + length))
        data = data[at + length :]
    if set(data) - FILLERS:
        raise Unreadable("card_broken")
    return tuple(found)


def _tag(data: bytes) -> tuple[int, int]:
    if not data:
        raise Unreadable("card_short")
    if data[0] & 0x1F != 0x1F:
        return data[0], 1
    if len(data) < 2:
        raise Unreadable("card_short")
    if data[1] & 0x80:
        # Tags of three bytes stand on none of these cards.
        raise Unreadable("card_broken")
    return data[0] << 8 | data[1], 2


def _length(data: bytes, at: int) -> tuple[int, int]:
    if len(data) <= at:
        raise Unreadable("card_short")
    short = data[at]
    if short < 0x80:
        return short, at + 1
    count = short & 0x7F
    if count not in (1, 2):
        raise Unreadable("card_broken")
    if len(data) < at + 1 + count:
        raise Unreadable("card_short")
    return int.from_bytes(data[at + 1 : at + 1 + count]), at + 1 + count
