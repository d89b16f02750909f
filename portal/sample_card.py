"""The sample town's made-up card: an authority, a person who does not exist, and a key to sign with; visibly 見本."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from portal.refused import Refused
from portal.signature import (
    ADDRESS,
    ADDRESS_SUBSTITUTES,
    BIRTH,
    NAME,
    NAME_SUBSTITUTES,
    SEX,
    SignedBy,
    Signing,
    Trust,
    verify,
)

FOLDER = "sample_card"
# Printed on the page that asks for it: it protects nothing.
PASSWORD = "MIHON1"  # noqa: S105
LASTS = timedelta(days=3650)


@dataclass(frozen=True)
class Holder:
    """The person on the card, in the words of the certificate."""

    name: str = "見本　花子"
    address: str = "見本県ひなた市本町一丁目２番３号"
    birth: str = "319550401"
    sex: str = "2"
    name_substitutes: str = "00000"
    address_substitutes: str = "0" * 16


@dataclass(frozen=True)
class SampleCard:
    """A card signature that runs on one page of ours, with a real key and a real check."""

    trust: Trust
    certificate: bytes
    locked_key: bytes
    sample: bool = True

    @classmethod
    def read(cls, home: Path) -> "SampleCard | None":
        """The card of a town's folder, or None where no sample was loaded."""
        folder = home / FOLDER
        if not (folder / "card.key").exists():
            return None
        pem = (folder / "authority.pem").read_bytes()
        return cls(Trust.of(pem), (folder / "card.crt").read_bytes(), (folder / "card.key").read_bytes())

    def start(self, document: bytes, back: str) -> Signing:
        """The page itself asks for the password."""
        return Signing(document)

    def sign(self, document: bytes, password: str) -> tuple[bytes, bytes]:
        """What a card does: sign when the password is right, and hand out the certificate with the signature."""
        try:
            key = load_pem_private_key(self.locked_key, password.strip().upper().encode() or b"-")
        except ValueError:
            raise Refused("card_password_wrong", 400) from None
        if not isinstance(key, rsa.RSAPrivateKey):
            raise Refused("certificate_unreadable", 400)
        return key.sign(document, PKCS1v15(), SHA256()), self.certificate

    def verify(self, document: bytes, signature: bytes, certificate: bytes, now: datetime) -> SignedBy:
        """Who signed this document, or Refused."""
        return verify(self.trust, document, signature, certificate, now)


def make(home: Path, now: datetime, holder: Holder | None = None) -> None:
    """Make the authority and the card under a town's own folder, once."""
    folder = home / FOLDER
    if (folder / "card.key").exists():
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    authority = Authority.new(now)
    key = new_key()
    certificate = authority.issue(key.public_key(), holder or Holder(), now)
    (folder / "authority.pem").write_bytes(authority.pem(now))
    (folder / "card.crt").write_bytes(certificate.public_bytes(Encoding.DER))
    locked = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(PASSWORD.encode()))
    (folder / "card.key").write_bytes(locked)


def new_key() -> rsa.RSAPrivateKey:
    """A key as a card has one."""
    return rsa.generate_private_key(65537, 2048)


@dataclass(frozen=True)
class Authority:
    """A made-up authority, whose certificates are trusted by the sample town alone."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @classmethod
    def new(cls, now: datetime, name: str = "見本認証局（実在しません）") -> "Authority":
        """A self-signed one."""
        key, subject = new_key(), _name(name)
        built = _builder(subject, subject, key.public_key(), now, LASTS)
        built = built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        built = built.add_extension(_usage(signs_certificates=True), critical=True)
        return cls(key, built.sign(key, SHA256()))

    def issue(
        self,
        key: rsa.RSAPublicKey,
        holder: Holder,
        now: datetime,
        *,
        lasts: timedelta = LASTS,
        for_signing: bool = True,
    ) -> x509.Certificate:
        """A card's certificate; one that is not `for_signing` is like the card's other one, for logging in."""
        built = _builder(_name("見本カード"), self.certificate.subject, key, now, lasts)
        built = built.add_extension(_usage(signs_answers=for_signing), critical=True)
        built = built.add_extension(x509.SubjectAlternativeName(_others(holder)), critical=False)
        return built.sign(self.key, SHA256())

    def revocations(
        self, now: datetime, revoked: tuple[int, ...] = (), lasts: timedelta = LASTS
    ) -> x509.CertificateRevocationList:
        """The list of what was revoked."""
        built = x509.CertificateRevocationListBuilder(
            self.certificate.subject, now - timedelta(days=1), now + lasts
        )
        for serial in revoked:
            entry = x509.RevokedCertificateBuilder(serial, now - timedelta(days=1)).build()
            built = built.add_revoked_certificate(entry)
        return built.sign(self.key, SHA256())

    def pem(self, now: datetime) -> bytes:
        """What a town trusts: the certificate and an empty list."""
        return self.certificate.public_bytes(Encoding.PEM) + self.revocations(now).public_bytes(Encoding.PEM)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey, now: datetime, lasts: timedelta
) -> x509.CertificateBuilder:
    return x509.CertificateBuilder(
        issuer_name=issuer,
        subject_name=subject,
        public_key=key,
        serial_number=x509.random_serial_number(),
        not_valid_before=now - timedelta(days=1),
        not_valid_after=now + lasts,
    )


def _name(common: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"), x509.NameAttribute(NameOID.COMMON_NAME, common)]
    )


def _usage(*, signs_answers: bool = False, signs_certificates: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=signs_answers,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _others(holder: Holder) -> list[x509.GeneralName]:
    said = {
        NAME: holder.name,
        NAME_SUBSTITUTES: holder.name_substitutes,
        SEX: holder.sex,
        BIRTH: holder.birth,
        ADDRESS: holder.address,
        ADDRESS_SUBSTITUTES: holder.address_substitutes,
    }
    return [x509.OtherName(x509.ObjectIdentifier(oid), _der(text)) for oid, text in said.items()]


def _der(text: str) -> bytes:
    raw = text.encode()
    size = len(raw)
    length = (
        bytes([size]) if size < 0x80 else bytes([0x81, size]) if size < 0x100 else b"\x82" + size.to_bytes(2)
    )
    return b"\x0c" + length + raw
