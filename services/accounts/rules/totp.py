"""Codes of six digits that a telephone shows for half a minute (RFC 6238 over RFC 4226)."""

import base64
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

STEP = 30
DIGITS = 6
# Clocks of telephones and servers differ, and people type slowly: one step before and one after.
WINDOW = (0, -1, 1)


def new_secret() -> bytes:
    """A fresh secret of the length that RFC 4226 recommends."""
    return secrets.token_bytes(20)


def step_of(now: datetime) -> int:
    """The number of half minutes since 1970."""
    return int(now.timestamp()) // STEP


def code(secret: bytes, step: int) -> str:
    """The code of one time step."""
    mac = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    start = mac[-1] & 0x0F
    number = int.from_bytes(mac[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def matching_step(secret: bytes, typed: str, now: datetime, used: int) -> int | None:
    """The step whose code was typed, or None; a code at or before the last used step opens nothing again."""
    digits = "".join(str(int(sign)) for sign in typed if sign.isdecimal())
    current = step_of(now)
    for shift in WINDOW:
        step = current + shift
        if step > used and hmac.compare_digest(code(secret, step), digits):
            return step
    return None


def printed(secret: bytes) -> str:
    """The secret to be typed by hand, in groups of four."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def address(secret: bytes, issuer: str, account: str) -> str:
    """What the QR code says to an authenticator app."""
    label = quote(f"{issuer}:{account}")
    text = base64.b32encode(secret).decode().rstrip("=")
    return f"otpauth://totp/{label}?{urlencode({'secret': text, 'issuer': issuer}, quote_via=quote)}"
