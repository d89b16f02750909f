"""What a slip is opened with: how it is made, how it is read back from a scanner or a voice, what is derived from it."""

import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

# Crockford's base 32: no I, L, O or U, which are heard or read as something else.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# 130 bits: nobody guesses one, so the slip needs no other lock.
TOKEN_LENGTH = 26
# 40 bits are enough for half an hour behind a sign-in and a brake; they are said aloud and typed by hand.
CODE_LENGTH = 8
SLIP_LIVES = timedelta(days=14)
CODE_LIVES = timedelta(minutes=30)
# What was prepared and not made into a slip is forgotten after a week nobody came back in.
PREPARATION_LIVES = timedelta(days=7)
# A scanner types no more than this, whatever it read.
_LONGEST = 200
_MEANT = str.maketrans("OIL", "011")
_NOISE = re.compile(r"[\W_ー]+")
_MATERIAL = 48


@dataclass(frozen=True)
class Key:
    """What opens one row: under which id it lies, and with which key it is sealed; neither tells the other or the secret."""

    id: UUID
    secret: bytes


def new_token() -> str:
    """The secret of a slip, as its QR code holds it."""
    return "".join(secrets.choice(LETTERS) for _ in range(TOKEN_LENGTH))


def new_code() -> str:
    """A secret to be said aloud."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def spaced(code: str) -> str:
    """A code in groups of four, as it is read aloud."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def read(typed: str) -> str:
    """The token or code meant by what was scanned or typed, full width and lower case too; empty where it is neither."""
    text = unicodedata.normalize("NFKC", typed[:_LONGEST]).upper()
    meant = _NOISE.sub("", text).translate(_MEANT)
    fits = len(meant) in (TOKEN_LENGTH, CODE_LENGTH) and all(letter in LETTERS for letter in meant)
    return meant if fits else ""


def is_code(meant: str) -> bool:
    """Whether what was read is a spoken code, and not a token."""
    return len(meant) == CODE_LENGTH


def key(token: str) -> Key:
    """What a token opens; the row's id is as hard to trace back as the key, so the database tells neither."""
    made = HKDF(SHA256(), _MATERIAL, salt=None, info=b"kurashi-no-mado/slip").derive(token.encode("ascii"))
    return split(made)


def split(material: bytes) -> Key:
    """Derived bytes as an id and a key."""
    return Key(UUID(bytes=material[:16]), material[16:_MATERIAL])
