"""The code on a letter: twelve letters that can be read aloud and typed, and the address its QR symbol holds."""

import re
import secrets
import unicodedata

# No 0 O 1 I L U: nothing that is taken for something else. Sixty bits, so that guessing is hopeless.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
_BETWEEN = re.compile(r"[\s\-‐-―−ー.・]+")


def new() -> str:
    """A fresh code in groups of four."""
    return grouped("".join(secrets.choice(LETTERS) for _ in range(LENGTH)))


def grouped(letters: str) -> str:
    """The letters as they are printed."""
    return "-".join(letters[place : place + 4] for place in range(0, len(letters), 4))


def read(typed: str) -> str:
    """The code meant by what was typed or scanned: any case and width, any separators, a whole address too."""
    last = unicodedata.normalize("NFKC", typed[:300]).strip().rstrip("/").rpartition("/")[2]
    letters = _BETWEEN.sub("", last.upper())
    return grouped(letters) if len(letters) == LENGTH and set(letters) <= set(LETTERS) else ""
