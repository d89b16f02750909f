"""The code on a letter: twelve letters that can be read aloud and typed, and the address its QR symbol holds."""

import secrets
import unicodedata

# No 0 O 1 I L U: nothing that is taken for something else. Sixty bits, so that guessing is hopeless.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12


def new() -> str:
    """A fresh code in groups of four."""
    return grouped("".join(secrets.choice(LETTERS) for _ in range(LENGTH)))


def grouped(letters: str) -> str:
    """The letters as they are printed."""
    return "-".join(letters[place : place + 4] for place in range(0, len(letters), 4))


def read(typed: str) -> str:
    """The code meant by what was typed or scanned: any case and width, any separators, a whole address too."""
    last = unicodedata.normalize("NFKC", typed[:300]).strip().rstrip("/").rpartition("/")[2]
    letters = "".join(one for one in last.upper() if one in LETTERS)
    return grouped(letters) if len(letters) == LENGTH else ""
