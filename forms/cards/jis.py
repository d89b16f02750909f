"""The two-byte characters of a licence (JIS X 0208), with the codes that stand for what the table does not have."""

from __future__ import annotations

from dataclasses import dataclass, field

from forms.cards.unreadable import Unreadable
from forms.cards.values import MISSING

# 外字1 to 外字7 are pictures in another file; 欠字 is a character the issuer had none for.
GAIJI = {0xFFF1 + number: f"外字{number + 1}" for number in range(7)}
ABSENT = 0xFFFA
# Python's table gives these two as signs of mathematics; keyboards and other cards write them so.
AS_TYPED = {0x2212: 0xFF0D, 0x301C: 0xFF5E}


@dataclass(frozen=True)
class Read:
    """A text, with what staff must look at on the card."""

    text: str = field(repr=False)
    doubts: tuple[str, ...] = field(default=(), repr=False)


def read(raw: bytes) -> Read:
    """The text of these bytes; a picture or a missing character becomes 〓 and a doubt."""
    if len(raw) % 2:
        raise Unreadable("letters_wrong")
    written: list[str] = []
    doubts: dict[str, None] = {}
    for at in range(0, len(raw), 2):
        code = int.from_bytes(raw[at : at + 2])
        if name := GAIJI.get(code) or ("欠字" if code == ABSENT else ""):
            doubts[name] = None
            written.append(MISSING)
        else:
            written.append(_character(code))
    return Read("".join(written).rstrip("\u3000"), tuple(doubts))


def _character(code: int) -> str:
    high, low = code >> 8, code & 0xFF
    if not (0x21 <= high <= 0x7E and 0x21 <= low <= 0x7E):
        raise Unreadable("letters_wrong")
    try:
        return bytes((high | 0x80, low | 0x80)).decode("euc_jp").translate(AS_TYPED)
    except UnicodeDecodeError:
        raise Unreadable("letters_wrong") from None
