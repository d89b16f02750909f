"""Passwords as they are kept: argon2id in OWASP's profile, always counted outside writing blocks."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher


def hashed(password: str) -> str:
    """What is stored of a password."""
    return _hasher().hash(password)


def fits(stored: str | None, password: str) -> bool:
    """Whether a password is the stored one; without a stored one it takes as long and says no."""
    from argon2.exceptions import InvalidHashError, VerificationError

    if stored is None:
        # Somebody who measures must not learn which numbers exist.
        hashed(password)
        return False
    try:
        return _hasher().verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Whether the profile changed since this was stored."""
    return _hasher().check_needs_rehash(stored)


def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    # 19 MiB, two passes, one lane: 29 ms here, where the library's own choice takes 122 ms and 64 MiB a try.
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
