"""Card signatures: whether the answers were signed with the 署名用電子証明書 of a card, and by whom.

A login shows that somebody holds a card; only a signature over the answers shows that they stand by them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from portal.refused import Refused

# The 基本4情報 stand in the subjectAltName under J-LIS's arc (公的個人認証サービス プロファイル仕様書, 署名用電子証明書).
_ARC = "1.2.392.200149.8.5.5"
NAME, NAME_SUBSTITUTES, SEX, BIRTH, ADDRESS, ADDRESS_SUBSTITUTES = (f"{_ARC}.{n}" for n in range(1, 7))
SEXES: Mapping[str, str] = {"1": "male", "2": "female"}
SMALLEST_KEY = 2048


@dataclass(frozen=True)
class SignedBy:
    """Who signed, as the certificate says; `substituted` where a character stands in for one the card has not."""

    name: str
    address: str
    birth_date: str
    sex: str
    serial: str
    substituted: bool


@dataclass(frozen=True)
class Signing:
    """How a signature begins: on a page of ours (`address` empty), or at the address of an app or service."""

    document: bytes
    address: str = ""
    reference: str = ""


class CardSignature(Protocol):
    """A way to have the answers signed with a card."""

    @property
    def sample(self) -> bool:
        """Whether the cards are made up; every page that uses them says 見本."""

    def start(self, document: bytes, back: str) -> Signing:
        """Begin; `back` is our address to come back to."""

    def verify(self, document: bytes, signature: bytes, certificate: bytes, now: datetime) -> SignedBy:
        """Who signed this document, or Refused."""


def document(procedure: str, form: str, answers: Mapping[str, Any]) -> bytes:
    """What is signed: the answers and the form they were given to, in one canonical spelling (compare RFC 8785)."""
    whole = {"answers": dict(answers), "form": form, "procedure": procedure}
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


@dataclass(frozen=True)
class Trust:
    """The authorities whose certificates count, with their newest lists of what was revoked."""

    authorities: tuple[x509.Certificate, ...]
    revocations: tuple[x509.CertificateRevocationList, ...]

    @classmethod
    def read(cls, path: Path) -> "Trust":
        """From a PEM file, or every .pem file of a folder: certificates and revocation lists, in any order."""
        files = sorted(path.glob("*.pem")) if path.is_dir() else [path]
        return cls.of(b"\n".join(file.read_bytes() for file in files))

    @classmethod
    def of(cls, pem: bytes) -> "Trust":
        """From PEM text."""
        return cls(
            tuple(x509.load_pem_x509_certificates(pem)),
            tuple(x509.load_pem_x509_crl(block) for block in _blocks(pem, b"X509 CRL")),
        )


@dataclass(frozen=True)
class TrustedCards:
    """Cards that a device or service in front of us reads; we check what it brings against the trusted authorities."""

    trust: Trust
    address: str = ""
    sample: bool = False

    def start(self, document: bytes, back: str) -> Signing:
        """Send the resident on to what reads the card."""
        return Signing(document, self.address, back)

    def verify(self, document: bytes, signature: bytes, certificate: bytes, now: datetime) -> SignedBy:
        """Who signed this document, or Refused."""
        return verify(self.trust, document, signature, certificate, now)


def verify(trust: Trust, document: bytes, signature: bytes, certificate: bytes, now: datetime) -> SignedBy:
    """Who signed: the certificate is checked first, so that a forged one is never asked for its key."""
    found = _load(certificate)
    authority = _authority(trust.authorities, found, now)
    _check_time(found, now)
    _check_use(found)
    _check_revocation(trust.revocations, authority, found, now)
    _check_signature(found, document, signature)
    return _signed_by(found)


def _load(certificate: bytes) -> x509.Certificate:
    try:
        if certificate.lstrip().startswith(b"-----BEGIN"):
            return x509.load_pem_x509_certificate(certificate)
        return x509.load_der_x509_certificate(certificate)
    except ValueError:
        raise Refused("certificate_unreadable", 400) from None


def _authority(
    authorities: Sequence[x509.Certificate], found: x509.Certificate, now: datetime
) -> x509.Certificate:
    for authority in authorities:
        if authority.subject != found.issuer or not _may_sign_certificates(authority):
            continue
        try:
            found.verify_directly_issued_by(authority)
        except (ValueError, TypeError, InvalidSignature):
            continue
        if authority.not_valid_before_utc <= now <= authority.not_valid_after_utc:
            return authority
    raise Refused("certificate_untrusted", 403)


def _may_sign_certificates(authority: x509.Certificate) -> bool:
    try:
        constraints = authority.extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = authority.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return constraints.ca and usage.key_cert_sign


def _check_time(found: x509.Certificate, now: datetime) -> None:
    if not found.not_valid_before_utc <= now <= found.not_valid_after_utc:
        raise Refused("certificate_expired", 403)


def _check_use(found: x509.Certificate) -> None:
    # The 利用者証明用 certificate of the same card lacks this bit: it is for logging in and signs nothing.
    try:
        usage = found.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        raise Refused("certificate_not_for_signing", 403) from None
    if not usage.content_commitment:
        raise Refused("certificate_not_for_signing", 403)


def _check_revocation(
    lists: Sequence[x509.CertificateRevocationList],
    authority: x509.Certificate,
    found: x509.Certificate,
    now: datetime,
) -> None:
    """A list that is missing, forged or out of date tells nothing, and then nothing is accepted."""
    key = authority.public_key()
    current = [
        listed
        for listed in lists
        if listed.issuer == authority.subject
        and isinstance(key, RSAPublicKey)
        and listed.is_signature_valid(key)
        and listed.last_update_utc <= now
        and listed.next_update_utc is not None
        and now <= listed.next_update_utc
    ]
    if not current:
        raise Refused("revocation_unknown", 503)
    if any(
        listed.get_revoked_certificate_by_serial_number(found.serial_number) is not None for listed in current
    ):
        raise Refused("certificate_revoked", 403)


def _check_signature(found: x509.Certificate, document: bytes, signature: bytes) -> None:
    key = found.public_key()
    if not isinstance(key, RSAPublicKey) or key.key_size < SMALLEST_KEY:
        raise Refused("certificate_not_for_signing", 403)
    try:
        key.verify(signature, document, PKCS1v15(), SHA256())
    except InvalidSignature:
        raise Refused("signature_wrong", 403) from None


def _signed_by(found: x509.Certificate) -> SignedBy:
    try:
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        said = {
            other.type_id.dotted_string: _text(other.value)
            for other in names.get_values_for_type(x509.OtherName)
        }
        return SignedBy(
            name=said[NAME],
            address=said[ADDRESS],
            birth_date=_birth(said[BIRTH]),
            sex=SEXES.get(said[SEX], "unknown"),
            serial=f"{found.serial_number:x}",
            substituted="1" in said.get(NAME_SUBSTITUTES, "") + said.get(ADDRESS_SUBSTITUTES, ""),
        )
    except (x509.ExtensionNotFound, KeyError, ValueError, IndexError):
        raise Refused("certificate_unreadable", 400) from None


def _birth(said: str) -> str:
    # One digit for the era, then the year of the Western calendar, month and day.
    digits = said[1:]
    if len(said) != 9 or not digits.isdecimal():
        raise ValueError(said)
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).isoformat()


def _text(der: bytes) -> str:
    """A DER text of one of the two kinds that are used here: UTF8String and PrintableString."""
    if der[0] not in (0x0C, 0x13):
        raise ValueError("not a text")
    start, length = 2, der[1]
    if length >= 0x80:
        start, length = 2 + (length & 0x7F), int.from_bytes(der[2 : 2 + (length & 0x7F)], "big")
    if start + length != len(der):
        raise ValueError("not one text")
    return der[start:].decode("utf-8")


def _blocks(pem: bytes, name: bytes) -> list[bytes]:
    begin, end = b"-----BEGIN " + name + b"-----", b"-----END " + name + b"-----"
    return [begin + part.split(end)[0] + end + b"\n" for part in pem.split(begin)[1:]]
