"""Receipt numbers: made at random, read aloud, typed by hand, and known to be wrong when they are."""

import secrets

# Thirty-one letters, a prime: so the check character finds every single slip and every swap of neighbours.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def receipt_number() -> str:
    """Ten random characters without 0 O 1 I and one check character, in groups that can be read aloud."""
    body = "".join(secrets.choice(LETTERS) for _ in range(10))
    return f"{body[:4]}-{body[4:7]}-{body[7:]}{check_character(body)}"


def lot_number() -> str:
    """A number for somebody in one draw: eight characters that can be read aloud and say nothing about anybody."""
    body = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{body[:4]}-{body[4:]}"


def check_character(body: str) -> str:
    """A weighted sum modulo the number of letters."""
    total = sum(position * LETTERS.index(letter) for position, letter in enumerate(body, start=2)) % len(
        LETTERS
    )
    return LETTERS[total]


def read_receipt_number(typed: str) -> str | None:
    """The receipt number meant by what somebody typed, or None where its check character does not fit."""
    letters = "".join(c for c in typed.upper() if c in LETTERS)
    if len(letters) != 11 or check_character(letters[:10]) != letters[10]:
        return None
    return f"{letters[:4]}-{letters[4:7]}-{letters[7:]}"
