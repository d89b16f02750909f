"""The closed list of commands that a card is ever given: whatever is not written here cannot be asked of a card."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from forms.cards.unreadable import Unreadable

# One command to the card, its whole answer back: data and the two status bytes.
Send = Callable[[bytes], bytes]

OK = 0x9000
# What a card says of the tries that are left: 63 C0 to 63 CF.
TRIES = 0x63C0
LOCKED = frozenset({0x6983, 0x6984})
ENDED = frozenset({0x6282, 0x6B00})
LARGEST_READ = 256


class Select(Enum):
    """Every file that may be chosen, as the bytes of its command.

    The 個人番号 is a file of 券面事項入力補助 with the name 0001, and no member chooses that while that application is open:
    the only 0001 here belong to a licence, and are given only after the card has shown that it is one (forms.cards.asking).
    """

    MYNA = bytes.fromhex("00A4040C0A D3921000310001010408")
    MYNA_PIN = bytes.fromhex("00A4020C02 0011")
    MYNA_CHECK_B = bytes.fromhex("00A4020C02 0015")
    MYNA_ATTRIBUTES = bytes.fromhex("00A4020C02 0002")
    LICENCE_ROOT = bytes.fromhex("00A40000")
    LICENCE_PIN_SET = bytes.fromhex("00A4020C02 000A")
    LICENCE_PIN_1 = bytes.fromhex("00A4020C02 0001")
    LICENCE = bytes.fromhex("00A4040C10 A0000002310100000000000000000000")
    LICENCE_TEXT = LICENCE_PIN_1


COUNT_TRIES = bytes.fromhex("00200080")


def verify(secret: str) -> bytes:
    """Show the card a secret number, for the file that is chosen."""
    if not (secret.isascii() and (secret.isdecimal() or secret == UNSET)):
        raise Unreadable("pin_digits")
    raw = secret.encode("ascii")
    return bytes((0x00, 0x20, 0x00, 0x80, len(raw))) + raw


# A licence whose holder chose no secret number opens with this.
UNSET = "****"


def read(at: int, count: int) -> bytes:
    """Read from the file that is chosen; the first bit stays clear, so that no other file can be named in passing."""
    if not (0 <= at < 0x8000 and 0 < count <= LARGEST_READ):
        raise ValueError("beyond what one command reads")
    return bytes((0x00, 0xB0, at >> 8, at & 0xFF, count & 0xFF))


def status(answer: bytes) -> int:
    """The two bytes at the end of every answer."""
    if len(answer) < 2:
        raise Unreadable("card_refuses")
    return int.from_bytes(answer[-2:])
