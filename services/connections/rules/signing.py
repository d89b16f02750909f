"""How a webhook proves that it comes from here: HMAC-SHA256 over the moment and the body, under each living secret."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence

ID, TIMESTAMP, SIGNATURE = "Kurashi-Id", "Kurashi-Timestamp", "Kurashi-Signature"
PREFIX = "kmadowh_"


def new_secret() -> str:
    """A secret for one receiver."""
    return PREFIX + secrets.token_urlsafe(32)


def signature(secret: str, moment: int, body: bytes) -> str:
    """One signature; the moment is bound in, so that a copy kept by somebody grows old."""
    return "v1=" + hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()


def headers(living: Sequence[str], id: str, moment: int, body: bytes) -> Mapping[str, str]:
    """What a call carries: while a secret is exchanged, a signature under each, so that either one opens it."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "kurashi-no-mado-webhook/1",
        ID: id,
        TIMESTAMP: str(moment),
        SIGNATURE: ",".join(signature(one, moment, body) for one in living),
    }
