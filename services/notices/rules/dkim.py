"""DKIM (RFC 6376, RFC 8463): whether a mail was signed by a domain whose key is written down; no DNS is asked.

Stricter than the standard where a forger would gain by it: only SHA-256, RSA keys of 1024 bits and more, no `l=`, and From,
Subject, Date and Content-Type must be signed, each as often as it stands.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

Header = tuple[bytes, bytes]
NEEDED = (b"from", b"subject", b"date", b"content-type")
_ALGORITHMS = {"rsa-sha256": "rsa", "ed25519-sha256": "ed25519"}
_SMALLEST = 1024
_TAG = re.compile(r"\s*([A-Za-z][A-Za-z0-9_]*)\s*=\s*([^;]*?)\s*(?:;|$)", re.DOTALL)
_SPACE = re.compile(rb"[ \t]+")
_FOLD = re.compile(rb"\r\n(?=[ \t])")
_B = re.compile(rb"(\bb\s*=)[^;]*")


@dataclass(frozen=True)
class Signed:
    """One signature, as the mail shows it."""

    domain: str
    selector: str
    tags: dict[str, str]
    header: Header


class Unbelieved(Exception):
    """The signature does not hold; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parted(raw: bytes) -> tuple[list[Header], bytes]:
    """Headers as they stand, with their folds, and the body; lines end as on the wire."""
    wire = re.sub(rb"\r?\n", b"\r\n", raw)
    head, _, body = wire.partition(b"\r\n\r\n")
    headers = []
    for line in re.split(rb"\r\n(?![ \t])", head):
        name, colon, value = line.partition(b":")
        if colon:
            headers.append((name, value))
    return headers, body


def signatures(headers: list[Header]) -> list[Signed]:
    """What signs the mail, in the order of the mail."""
    found = []
    for header in headers:
        if header[0].strip().lower() == b"dkim-signature":
            said = _FOLD.sub(b"", header[1]).decode("ascii", "replace")
            tags = {name.lower(): value for name, value in _TAG.findall(said)}
            found.append(Signed(tags.get("d", "").lower(), tags.get("s", ""), tags, header))
    return found


def verify(headers: list[Header], body: bytes, signed: Signed, record: str, now: datetime) -> None:
    """Nothing where the signature holds; else `Unbelieved`."""
    tags = signed.tags
    kind = _ALGORITHMS.get(tags.get("a", ""))
    if tags.get("v") != "1" or kind is None or "l" in tags:
        raise Unbelieved("alert_algorithm")
    if tags.get("x", "").isdigit() and int(tags["x"]) < now.timestamp():
        raise Unbelieved("alert_old")
    how_head, _, how_body = tags.get("c", "simple/simple").partition("/")
    if _digest(body, how_body or "simple") != _bytes(tags.get("bh", "")):
        raise Unbelieved("alert_changed")
    names = [name.strip().lower().encode() for name in tags.get("h", "").split(":")]
    _all_signed(headers, names)
    told = b"".join(_canonical(one, how_head) + b"\r\n" for one in _picked(headers, names))
    own = (signed.header[0], _B.sub(rb"\1", signed.header[1]))
    _holds(kind, record, _bytes(tags.get("b", "")), told + _canonical(own, how_head))


def _all_signed(headers: list[Header], names: list[bytes]) -> None:
    """A second Subject, added above the signed one, would be what people read."""
    for needed in NEEDED:
        there = sum(name.strip().lower() == needed for name, _ in headers)
        if names.count(needed) < there or (needed in (b"from", b"date") and there != 1):
            raise Unbelieved("alert_headers")


def _picked(headers: list[Header], names: list[bytes]) -> list[Header]:
    """The signed headers, of equal ones the last first; what is not there is signed as absent."""
    left = list(headers)
    found = []
    for name in names:
        for place in range(len(left) - 1, -1, -1):
            if left[place][0].strip().lower() == name:
                found.append(left.pop(place))
                break
    return found


def _canonical(header: Header, how: str) -> bytes:
    name, value = header
    if how == "relaxed":
        return name.strip().lower() + b":" + _SPACE.sub(b" ", _FOLD.sub(b"", value)).strip()
    if how == "simple":
        return name + b":" + value
    raise Unbelieved("alert_algorithm")


def _digest(body: bytes, how: str) -> bytes:
    if how == "relaxed":
        body = b"\r\n".join(_SPACE.sub(b" ", line).rstrip(b" ") for line in body.split(b"\r\n"))
    elif how != "simple":
        raise Unbelieved("alert_algorithm")
    while body.endswith(b"\r\n"):
        body = body[:-2]
    if body or how == "simple":
        body += b"\r\n"
    return hashlib.sha256(body).digest()


def _holds(kind: str, record: str, signature: bytes, told: bytes) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    tags = {name.lower(): value for name, value in _TAG.findall(record)}
    try:
        if tags.get("k", "rsa") != kind:
            raise Unbelieved("alert_key")
        if kind == "ed25519":
            Ed25519PublicKey.from_public_bytes(_bytes(tags.get("p", ""))).verify(
                signature, hashlib.sha256(told).digest()
            )
            return
        key = load_der_public_key(_bytes(tags.get("p", "")))
        if not isinstance(key, RSAPublicKey) or key.key_size < _SMALLEST:
            raise Unbelieved("alert_key")
        key.verify(signature, told, padding.PKCS1v15(), SHA256())
    except InvalidSignature:
        raise Unbelieved("alert_forged") from None
    except ValueError:
        raise Unbelieved("alert_key") from None


def _bytes(said: str) -> bytes:
    try:
        return base64.b64decode("".join(said.split()), validate=True)
    except binascii.Error:
        raise Unbelieved("alert_forged") from None
