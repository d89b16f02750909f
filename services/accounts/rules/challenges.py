"""Challenges for passkeys: signed by us instead of stored, so that asking for one costs the database nothing."""

import base64
import hmac
import secrets
from datetime import datetime, timedelta

LASTS = timedelta(minutes=5)
_SALT, _TIME, _PROOF = 16, 8, 16


def make(secret_key: bytes, whom: bytes, now: datetime) -> bytes:
    """A challenge for one person's new passkey, or (`whom` empty) for whoever holds one."""
    head = secrets.token_bytes(_SALT) + int(now.timestamp()).to_bytes(_TIME, "big")
    return head + _proof(secret_key, head, whom)


def is_ours(secret_key: bytes, challenge: bytes, whom: bytes, now: datetime) -> bool:
    """Whether we made it, for this person and a moment ago."""
    head, proof = challenge[: _SALT + _TIME], challenge[_SALT + _TIME :]
    if not hmac.compare_digest(proof, _proof(secret_key, head, whom)):
        return False
    age = now.timestamp() - int.from_bytes(head[_SALT:], "big")
    # Another of our machines may have made it, whose clock goes a little before ours.
    return -1 <= age <= LASTS.total_seconds()


def text(challenge: bytes) -> str:
    """The challenge as a browser writes it."""
    return base64.urlsafe_b64encode(challenge).decode().rstrip("=")


def _proof(secret_key: bytes, head: bytes, whom: bytes) -> bytes:
    return hmac.digest(secret_key, b"passkey\0" + head + whom, "sha256")[:_PROOF]
